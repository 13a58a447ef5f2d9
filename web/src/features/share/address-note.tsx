import type { ReactNode } from 'react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
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
    <div className="flex flex-col gap-2 text-sm text-pretty text-quiet">
      <p>{text(relayOnly ? 'address.relay' : isBefore ? 'address.before' : 'address.now')}</p>
      <div className="-mx-3 flex flex-wrap">
        <Quiet onClick={() => commands.updateSettings({ relayOnly: !relayOnly })}>
          {text(relayOnly ? 'address.use-direct' : 'address.use-relay')}
        </Quiet>
        {!isBefore && (
          <Quiet onClick={() => commands.updateSettings({ toldOfAddress: true })}>
            {text('address.fine')}
          </Quiet>
        )}
      </div>
    </div>
  );
}

function Quiet({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <Button look="quiet" size="small" className="text-accent" onClick={onClick}>
      {children}
    </Button>
  );
}
