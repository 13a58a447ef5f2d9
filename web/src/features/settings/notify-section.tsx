import { useState } from 'react';
import type { NotifyPermission, Settings } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { useCommands } from '../app/commands.ts';
import { Choice } from './fields.tsx';
import { Section } from './section.tsx';

/** What the system may say while nobody looks. The browser is asked only when this is turned on. */
export function NotifySection({ settings }: { readonly settings: Settings }) {
  const commands = useCommands();
  const text = useText();
  const [permission, setPermission] = useState<NotifyPermission>(() => commands.permissionToNotify());
  const [isTried, setTried] = useState(settings.notify);
  const change = async (isWanted: boolean) => {
    if (!isWanted) commands.updateSettings({ notify: false });
    else {
      setPermission(await commands.startNotifying());
      setTried(true);
    }
  };
  const isOn = settings.notify && permission === 'granted';
  return (
    <Section title={text('notify.title')}>
      <Choice
        testId="notify"
        label={text('notify.complete')}
        checked={isOn}
        disabled={permission === 'unsupported'}
        onChange={(isWanted) => void change(isWanted)}
      >
        {text('notify.complete.about')}
      </Choice>
      <p role="status" className="text-sm text-pretty text-warn empty:sr-only">
        {permission === 'denied' && isTried && text('notify.blocked')}
        {permission === 'unsupported' && text('notify.unsupported')}
      </p>
    </Section>
  );
}
