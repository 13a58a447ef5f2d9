import type { Settings } from '../../session/snapshot.ts';
import { LANGUAGES, useIsLanguageMissing, useText } from '../../text/index.ts';
import { useCommands } from '../app/commands.ts';
import { OneOf } from './fields.tsx';
import { Section } from './section.tsx';

/** The value of a choice that stands for `null`. */
const AS_IT_IS = '';

/** In which language and which colours all this is. */
export function AppearanceSection({ settings }: { readonly settings: Settings }) {
  const commands = useCommands();
  const text = useText();
  const isMissing = useIsLanguageMissing();
  return (
    <Section title={text('settings.appearance')}>
      <OneOf
        testId="language"
        label={text('settings.language')}
        value={settings.language ?? AS_IT_IS}
        choices={[
          [AS_IT_IS, text('settings.language.browser')],
          ...Object.entries(LANGUAGES).map(([language, name]) => [language, name, language] as const),
        ]}
        onChange={(language) =>
          commands.updateSettings({ language: language === AS_IT_IS ? null : language })
        }
      />
      {isMissing && (
        <p role="status" className="text-sm text-pretty text-warn">
          {text('settings.language.missing')}
        </p>
      )}
      <OneOf
        testId="theme"
        label={text('settings.theme')}
        value={settings.theme ?? AS_IT_IS}
        choices={[
          [AS_IT_IS, text('settings.theme.system')],
          ['light', text('settings.theme.light')],
          ['dark', text('settings.theme.dark')],
        ]}
        onChange={(theme) =>
          commands.updateSettings({ theme: theme === 'light' || theme === 'dark' ? theme : null })
        }
      />
    </Section>
  );
}
