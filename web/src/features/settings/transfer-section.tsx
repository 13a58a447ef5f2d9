import type { Settings } from '../../session/snapshot.ts';
import { useCommands } from '../app/commands.ts';
import { TabLimitsNote } from '../app/tab-limits.tsx';
import { Choice, Limit } from './fields.tsx';
import { Section } from './section.tsx';

/** How fast files move, and what the device does meanwhile. */
export function TransferSection({ settings }: { readonly settings: Settings }) {
  const commands = useCommands();
  return (
    <Section title="Transfers">
      <Limit
        testId="download-limit"
        label="Download limit"
        value={settings.downloadLimit}
        onChange={(downloadLimit) => commands.updateSettings({ downloadLimit })}
      />
      <Limit
        testId="upload-limit"
        label="Upload limit"
        value={settings.uploadLimit}
        onChange={(uploadLimit) => commands.updateSettings({ uploadLimit })}
      />
      <p className="text-sm text-quiet">
        For all shares of a tab together. Every open tab of this browser follows a change at once.
      </p>
      <TabLimitsNote />
      <Choice
        testId="keep-awake"
        label="Keep the screen on while files move"
        checked={settings.keepAwake}
        onChange={(keepAwake) => commands.updateSettings({ keepAwake })}
      >
        A device that falls asleep stops every transfer. When nothing moves, the screen goes off as ever.
      </Choice>
    </Section>
  );
}
