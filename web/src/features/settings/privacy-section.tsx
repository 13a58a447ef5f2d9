import type { Settings } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { useCommands } from '../app/commands.ts';
import { Choice } from './fields.tsx';
import { Section } from './section.tsx';

/** Who sees what of this browser. */
export function PrivacySection({ settings }: { readonly settings: Settings }) {
  const commands = useCommands();
  const text = useText();
  return (
    <Section title={text('settings.privacy')}>
      <Choice
        testId="relay-only"
        label={text('settings.relay-only')}
        checked={settings.relayOnly}
        onChange={(relayOnly) => commands.updateSettings({ relayOnly })}
      >
        {text('settings.relay-only.about')}
      </Choice>
    </Section>
  );
}
