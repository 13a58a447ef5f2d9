import type { Settings } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { useCommands } from '../app/commands.ts';
import { Choice } from './fields.tsx';

/** Whether what was downloaded is saved without a click. */
export function AutoSave({ settings }: { readonly settings: Settings }) {
  const commands = useCommands();
  const text = useText();
  return (
    <Choice
      testId="save-when-complete"
      label={text('save.by-itself')}
      checked={settings.saveWhenComplete}
      onChange={(saveWhenComplete) => commands.updateSettings({ saveWhenComplete })}
    >
      {text('save.by-itself.about')}
    </Choice>
  );
}
