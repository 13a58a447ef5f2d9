import type { Settings } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { useCommands } from '../app/commands.ts';
import { TabLimitsNote } from '../app/tab-limits.tsx';
import { AutoSave } from './auto-save.tsx';
import { Choice, Limit } from './fields.tsx';
import { Section } from './section.tsx';

/** How fast files move, and what the device does meanwhile. */
export function TransferSection({ settings }: { readonly settings: Settings }) {
  const commands = useCommands();
  const text = useText();
  return (
    <Section title={text('settings.transfers')}>
      <Limit
        testId="download-limit"
        label={text('settings.download-limit')}
        value={settings.downloadLimit}
        onChange={(downloadLimit) => commands.updateSettings({ downloadLimit })}
      />
      <Limit
        testId="upload-limit"
        label={text('settings.upload-limit')}
        value={settings.uploadLimit}
        onChange={(uploadLimit) => commands.updateSettings({ uploadLimit })}
      />
      <p className="text-sm text-quiet">{text('settings.limits.about')}</p>
      <TabLimitsNote />
      <Choice
        testId="keep-awake"
        label={text('settings.keep-awake')}
        checked={settings.keepAwake}
        onChange={(keepAwake) => commands.updateSettings({ keepAwake })}
      >
        {text('settings.keep-awake.about')}
      </Choice>
      <AutoSave settings={settings} />
    </Section>
  );
}
