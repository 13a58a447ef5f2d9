import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';
import { problemWords } from '../../src/features/app/problem-words.ts';
import { all as german } from '../../src/text/de/index.ts';
import { compiled, createText } from '../../src/text/text.ts';
import { english } from './english.ts';

const de = createText('de', compiled(german));
const WEB = fileURLToPath(new URL('../../src', import.meta.url));

test('a problem is told in the language chosen, with what it names', () => {
  const gone = {
    code: 'file-gone',
    message: '“a.txt” is no longer where it was.',
    values: { path: 'a.txt' },
  };
  expect(problemWords(english, gone)).toBe(gone.message);
  expect(problemWords(de, gone)).toBe('„a.txt“ ist nicht mehr da, wo es war.');
});

test('of several messages of one code the right one is told', () => {
  const seed = { code: 'no-server', words: 'no-server.seed', message: '' };
  expect(problemWords(english, seed)).toMatch(/find this share/);
  expect(problemWords(english, { code: 'no-server', message: '' })).toMatch(/nobody can be found/);
});

test('a code that the catalogues do not know, or not without more, is told as it came', () => {
  expect(problemWords(de, { code: 'new-one', message: 'Something is new.' })).toBe('Something is new.');
  expect(problemWords(de, { code: 'file-gone', message: 'It is gone.' })).toBe('It is gone.');
  expect(problemWords(de, { code: 'x', words: 'constructor', message: 'Odd.' })).toBe('Odd.');
});

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Errors that become problems, and where in what they are made with code and message stand. */
const ERRORS: Readonly<Record<string, readonly [code: number | string, message: number]>> = {
  FileError: ['file-unreadable', 1],
  FolderError: [0, 1],
  IdentityFileError: [0, 1],
  ShareFileError: [0, 2],
};
/** Asked for, or met on the way, and never shown. */
const SILENT: readonly string[] = ['permission-needed', 'save-cancelled', 'custom'];

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

/** What is fixed in a text; `{}` for what is filled in. */
function fixed(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral') return null;
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('{}');
}

function fields(node: unknown): Readonly<Record<string, unknown>> {
  if (!isNode(node) || node.type !== 'ObjectExpression') return {};
  const properties = node.properties as { key?: { name: string }; value?: Node }[];
  return Object.fromEntries(properties.map(({ key, value }) => [key?.name ?? '', value]));
}

/** Every problem in the source that has a fixed code and message. */
function problemsIn(source: string): readonly (readonly [key: string, message: string])[] {
  const found: (readonly [string, string])[] = [];
  const add = (code: string | null, message: string | null, words: string | null) => {
    if (code !== null && message !== null && !SILENT.includes(code)) found.push([words ?? code, message]);
  };
  const walk = (node: Node): void => {
    if (node.type === 'ObjectExpression') {
      const { code, message, words } = fields(node);
      add(fixed(code), fixed(message), fixed(words));
    }
    if (node.type === 'NewExpression') {
      const given = node.arguments as Node[];
      const [code, message] = ERRORS[(node.callee as { name?: string }).name ?? ''] ?? [];
      const own = typeof code === 'number' ? fixed(given[code]) : (code ?? null);
      if (message !== undefined) add(own, fixed(given[message]), fixed(fields(given[message + 1]).words));
    }
    for (const value of Object.values(node))
      for (const child of [value].flat()) if (isNode(child)) walk(child);
  };
  walk(parseAst(source, { lang: 'tsx' }) as unknown as Node);
  return found;
}

const sources = ['session', 'adapters'].flatMap((folder) =>
  readdirSync(join(WEB, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** Has every value, and each is `{}`. */
const BRACES = new Proxy<Readonly<Record<string, string>>>(
  {},
  {
    get: () => '{}',
    getOwnPropertyDescriptor: () => ({ value: '{}', configurable: true, enumerable: true }),
  },
);

describe('what the floors below say in English stands in the catalogues', () => {
  const problems = [...sources, 'main.tsx'].flatMap((name) =>
    problemsIn(readFileSync(join(WEB, name), 'utf8')).map((problem) => [name, ...problem] as const),
  );

  test('and there is much of it', () => expect(problems.length).toBeGreaterThan(40));

  test.each(problems)('%s: %s', (_, words, message) => {
    expect(english.find(`problem.${words}`, BRACES)).toBe(message);
  });
});
