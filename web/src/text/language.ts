import { compiled, createText, english, type Language, type Messages, type Text } from './text.ts';

/** Which language the page speaks now, and how it comes to speak another. English is always there. */

/** Each in its own words. */
export const LANGUAGES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
};

/** Fetched when chosen, and once only. */
const CATALOGUES: Readonly<
  Record<Exclude<Language, 'en'>, () => Promise<{ readonly all: Record<string, string> }>>
> = {
  de: () => import('./de/index.ts'),
  ar: () => import('./ar/index.ts'),
};

let text = createText('en');
let wanted: Language = 'en';
const listeners = new Set<() => void>();

export function currentText(): Text {
  return text;
}

export function onTextChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The first of a person's languages (BCP 47, the dearest first) that there is a catalogue for. */
export function languageFor(tags: readonly string[]): Language {
  for (const tag of tags) {
    const [language = ''] = tag.toLowerCase().split('-');
    if (isLanguage(language)) return language;
  }
  return 'en';
}

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(LANGUAGES, value);
}

/**
 * Speaks it as soon as its catalogue is here; resolves to whether it does. Where the server is out of reach all stays
 * as it is. `tags` tell whose digits and separators are used.
 */
export async function speak(language: Language, tags: readonly string[] = []): Promise<boolean> {
  wanted = language;
  const messages = await fetchMessages(language);
  if (messages === null) return false;
  // Another may have been chosen in the meantime.
  if (wanted !== language) return false;
  const locale = tags.find(
    (tag) => languageFor([tag]) === language && tag.toLowerCase().startsWith(language),
  );
  text = createText(language, messages, locale);
  for (const listener of listeners) listener();
  return true;
}

async function fetchMessages(language: Language): Promise<Messages | null> {
  if (language === 'en') return english;
  try {
    return compiled((await CATALOGUES[language]()).all);
  } catch {
    return null;
  }
}
