import { readNote, writeNote } from './adapters/notes.ts';
import type { Settings } from './session/snapshot.ts';
import { currentText, isLanguage, languageFor, onTextChange, speak } from './text/language.ts';

/**
 * Language and theme as the person chose them. They are settings like others, and noted besides, so that the next page
 * has them before its first paint (by the script in `index.html`).
 */
const LANGUAGE = 'language';
const THEME = 'theme';

/** Resolves when the words are here, or will not come; until then, and where they do not come, there is English. */
export function speakAsNoted(): Promise<unknown> {
  onTextChange(() => {
    const { language, direction } = currentText();
    Object.assign(document.documentElement, { lang: language, dir: direction });
  });
  return speakAs(readNote(LANGUAGE));
}

export function showLooks({ language, theme }: Pick<Settings, 'language' | 'theme'>): void {
  writeNote(LANGUAGE, language);
  writeNote(THEME, theme);
  dispatchEvent(new CustomEvent('flockdrop:theme', { detail: theme }));
  void speakAs(language);
}

function speakAs(language: unknown): Promise<boolean> {
  const { languages } = navigator;
  return speak(isLanguage(language) ? language : languageFor(languages), languages);
}
