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
let spoken = '';
let missing: Language | null = null;
const listeners = new Set<() => void>();

export function currentText(): Text {
  return text;
}

/** What was chosen and could not be fetched. */
export function missingLanguage(): Language | null {
  return missing;
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
  const locale = tags.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
  if (spoken === locale && missing === null) return true;
  const messages = await fetchMessages(language);
  // Another may have been chosen in the meantime.
  if (wanted !== language) return false;
  missing = messages === null ? language : null;
  if (messages !== null) {
    text = createText(language, messages, locale);
    spoken = locale;
  }
  for (const listener of listeners) listener();
  return messages !== null;
}

async function fetchMessages(language: Language): Promise<Messages | null> {
  if (language === 'en') return english;
  try {
    return compiled((await CATALOGUES[language]()).all);
  } catch {
    return null;
  }
}
