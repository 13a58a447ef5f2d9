import type { GetICUArgs } from '@schummar/icu-type-parser';
import format, { type CompiledMessage, type FormatValues } from 'icu-minify/format';
import { first } from './en/first.ts';
import type { all } from './en/index.ts';
import { createFormats, type Formats } from './formats.ts';

/**
 * What the app says, in one language. Messages are ICU MessageFormat, compiled when the app is built
 * (`messages-plugin.ts`); numbers, sizes and times are written as this language writes them.
 */

export type Language = 'en' | 'de' | 'ar';

/** English tells which messages there are, and which values each of them takes. */
type Source = typeof all;
export type Key = keyof Source;

/** What another language has to say under the keys of an English catalogue: neither less nor more. */
export type Same<T> = { readonly [K in keyof T]: string };

/** Plain arguments are words or formatted values: a bare number would be written in the wrong digits. */
type ArgsOf<K extends Key> = GetICUArgs<
  Source[K],
  { ICUArgument: string; ICUNumberArgument: number; ICUDateArgument: Date }
>;

type TagsOf<M extends string> = M extends `${string}</${infer Tag}>${infer Rest}`
  ? Tag | TagsOf<Rest>
  : never;

/** Messages without tags: all that is needed for a plain string. */
type PlainKey = { readonly [K in Key]: TagsOf<Source[K]> extends never ? K : never }[Key];

/** Nothing has to be given where nothing is taken. */
type Given<T> = keyof T extends never ? readonly [] : readonly [values: T];
type WithTags<K extends Key, Part> = ArgsOf<K> & {
  readonly [T in TagsOf<Source[K]>]: (parts: readonly Part[]) => Part;
};

export interface Text extends Formats {
  /** `text('share.people', { count: 3 })`: what `messages` say under that key. */
  <K extends PlainKey>(key: K, ...values: Given<ArgsOf<K>>): string;
  /** The same for a key that came from elsewhere, a code for example; `null` where no message needs just these values. */
  find(key: string, values?: Readonly<Record<string, string | number>>): string | null;
  /** A message with tags, in parts; `rich` puts them together. */
  parts<K extends Key, Part>(key: K, ...values: Given<WithTags<K, Part>>): readonly (string | Part)[];
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
}

export type RichValues<K extends Key, Part> = Given<WithTags<K, Part>>;

/** As the plugin leaves them; the compiler sees the source. */
export type Messages = Readonly<Record<string, CompiledMessage>>;

/** English is there from the beginning, the start page's part first; the rest joins it with the pages. */
const known: Record<string, CompiledMessage> = { ...compiled(first) };
export const english: Messages = known;

export function addEnglish(messages: Readonly<Record<string, string>>): void {
  Object.assign(known, compiled(messages));
}

export function compiled(messages: Readonly<Record<string, string>>): Messages {
  return messages as Messages;
}

/** `locale`: whose digits and separators are used, `de-CH` for example. What `messages` lack is said in English. */
export function createText(
  language: Language,
  messages: Messages = english,
  locale: string = language,
): Text {
  const formatters = createFormatters();
  const say = (key: string, values: FormatValues<unknown> = {}) => {
    const message = messages[key] ?? english[key];
    return message === undefined ? null : format<unknown>(message, locale, values, { formatters });
  };
  const text = (key: string, values?: FormatValues<unknown>) => String(say(key, values) ?? key);
  const parts = (key: string, values?: FormatValues<unknown>) => [say(key, values)].flat();
  const find = (key: string, values: FormatValues<unknown> = {}) => {
    let isWhole = true;
    const take = (_: unknown, name: string) => {
      isWhole &&= Object.hasOwn(values, name);
      return values[name] ?? '';
    };
    const said = say(key, new Proxy<FormatValues<unknown>>({}, { get: take, has: () => true }));
    return said === null || !isWhole ? null : String(said);
  };
  const formats = createFormats(locale, text as Text);
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  return Object.assign(text, formats, { find, parts, language, direction }) as Text;
}

/** Each is made once: that takes longer than a page of numbers. */
function createFormatters() {
  const made = new Map<string, unknown>();
  const once =
    <A extends readonly unknown[], T>(kind: string, make: (...args: A) => T) =>
    (...args: A): T => {
      const name = kind + JSON.stringify(args);
      if (!made.has(name)) made.set(name, make(...args));
      return made.get(name) as T;
    };
  return {
    getNumberFormat: once(
      'number',
      (...args: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...args),
    ),
    getDateTimeFormat: once(
      'date',
      (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...args),
    ),
    getPluralRules: once(
      'plural',
      (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
    ),
  };
}
