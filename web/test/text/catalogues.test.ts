import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import compile from 'icu-minify/compile';
import { describe, expect, test } from 'vitest';
import { readMessages } from '../../messages-plugin.ts';
import { all as loaded } from '../../src/text/en/index.ts';

/** What every catalogue must be, whatever a translator does to it. */
const TEXT = fileURLToPath(new URL('../../src/text', import.meta.url));
const PARTS = ['first.ts', 'rest.ts', 'index.ts'];

type Messages = Readonly<Record<string, string>>;

async function catalogue(language: string): Promise<Messages> {
  const files = readdirSync(join(TEXT, language)).filter((name) => !PARTS.includes(name));
  const read = await Promise.all(files.map((name) => readMessages(join(TEXT, language, name))));
  // A key that two files have would be counted once here.
  expect(read.flatMap((messages) => Object.keys(messages))).toHaveLength(
    Object.keys(Object.assign({}, ...read)).length,
  );
  return Object.assign({}, ...read);
}

const KINDS = ['', 'select', 'number', 'number', 'number', 'date', 'date'];
const PLURAL = [2, 3];
/** Details in English, for who is asked for help: a translation that says enough may leave them out. */
const REASON = 'reason: words';

/** What a message takes (`count: number`, `accent: tag`), and the categories of each plural in it. */
function anatomy(message: string) {
  const takes = new Set<string>();
  const plurals: string[][] = [];
  const walk = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    const [name, type, options] = node;
    if (typeof name !== 'string') {
      branch(node);
      return;
    }
    if (node.length > 1 && (typeof type !== 'number' || type === 0)) {
      takes.add(`${name}: tag`);
      branch(node.slice(1));
      return;
    }
    takes.add(`${name}: ${type === undefined ? 'words' : KINDS[type]}`);
    if (PLURAL.includes(type))
      plurals.push(Object.keys(options).filter((category) => !category.startsWith('=')));
    if (typeof options === 'object' && options !== null && type < 4) Object.values(options).forEach(branch);
  };
  const branch = (nodes: unknown): void => {
    if (Array.isArray(nodes)) for (const node of nodes) walk(node);
  };
  branch(compile(message));
  return { takes: [...takes].sort(), plurals };
}

const english = await catalogue('en');
const languages = readdirSync(TEXT, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
);

test('there are English and at least two others', () => {
  expect(languages).toEqual(expect.arrayContaining(['en', 'de', 'ar']));
});

test('all of English is loaded, with the start page or with the other pages', () => {
  expect(Object.keys(loaded).sort()).toEqual(Object.keys(english).sort());
});

describe.each(languages)('%s', async (language) => {
  const messages = await catalogue(language);
  const { all } = await import(`../../src/text/${language}/index.ts`);

  test('says all that English says, and no more', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
    expect(Object.keys(all).sort()).toEqual(Object.keys(english).sort());
  });

  test('says something under every key', () => {
    expect(Object.entries(messages).filter(([, message]) => message.trim() === '')).toEqual([]);
  });

  test('takes the same values and tags in every message', () => {
    const takes = (of: Messages) =>
      Object.entries(of).map(([key, message]) => [
        key,
        anatomy(message).takes.filter((one) => one !== REASON),
      ]);
    expect(Object.fromEntries(takes(messages))).toEqual(Object.fromEntries(takes(english)));
  });

  test('has every plural that the language has', () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const [key, message] of Object.entries(messages)) {
      for (const categories of anatomy(message).plurals) {
        expect(categories.sort(), key).toEqual(pluralCategories.toSorted());
      }
    }
  });
});
