import { Button as BaseButton } from '@base-ui/react/button';
import type { ReactNode } from 'react';
import { useText } from '../../text/index.ts';
import { useApp, useCommands } from '../app/commands.ts';

/**
 * That others see this browser's address, and what to do about it: beside the button before the first download, and on
 * the page of whoever is connected already without having read it. Said once.
 */
export function AddressNote({ isBefore = false }: { readonly isBefore?: boolean }) {
  const text = useText();
  const commands = useCommands();
  const settings = useApp((snapshot) => snapshot.settings);
  if (settings === null || settings.toldOfAddress) return null;
  const { relayOnly } = settings;
  return (
    <div className="flex flex-col gap-1 text-sm text-pretty text-quiet">
      <p>{text(relayOnly ? 'address.relay' : isBefore ? 'address.before' : 'address.now')}</p>
      <div className="flex flex-wrap gap-x-6">
        <Link onClick={() => commands.updateSettings({ relayOnly: !relayOnly })}>
          {text(relayOnly ? 'address.use-direct' : 'address.use-relay')}
        </Link>
        {!isBefore && (
          <Link onClick={() => commands.updateSettings({ toldOfAddress: true })}>{text('address.fine')}</Link>
        )}
      </div>
    </div>
  );
}

function Link({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <BaseButton
      onClick={onClick}
      className="min-h-9 rounded-lg font-medium text-accent underline underline-offset-4"
    >
      {children}
    </BaseButton>
  );
}
