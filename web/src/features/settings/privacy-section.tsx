import type { Settings } from '../../session/snapshot.ts';
import { useCommands } from '../app/commands.ts';
import { Choice } from './fields.tsx';
import { Section } from './section.tsx';

/** Who sees what of this browser. */
export function PrivacySection({ settings }: { readonly settings: Settings }) {
  const commands = useCommands();
  return (
    <Section title="Privacy">
      <Choice
        testId="relay-only"
        label="Connect through a relay only"
        checked={settings.relayOnly}
        onChange={(relayOnly) => commands.updateSettings({ relayOnly })}
      >
        Others see the relay’s address instead of yours. Slower, and it needs a server that offers a relay.
      </Choice>
    </Section>
  );
}
