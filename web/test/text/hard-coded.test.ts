import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';

/** What people read stands in the catalogues of `web/src/text`, and nowhere else. */
const WEB = fileURLToPath(new URL('../../src', import.meta.url));

/** Attributes that are read out or shown. */
const SPOKEN = /^(?:alt|label|title|placeholder|aria-(?:label|description|valuetext|roledescription))$/;
const LETTERS = /\p{L}/u;
/** Names of things are written so, and the words of the DOM: keys of the keyboard, kinds of data, units of code. */
const CAPITAL = /^\p{Lu}\p{Ll}/u;
const DOM = /^(?:Arrow\w+|End|Enter|Escape|Files|Flockdrop|Home|Page\w+|Space|Tab)$/;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

/** Words in the source that a person would read, with the line of each. */
function hardCoded(source: string): readonly string[] {
  const found = new Set<string>();
  const tell = ({ start }: Node, words: string) =>
    found.add(`${source.slice(0, start).split('\n').length}: ${words.trim().replaceAll(/\s+/g, ' ')}`);
  /** `shown`: what this expression gives is put on the page as it is. */
  const walk = (node: Node, shown: boolean): void => {
    switch (node.type) {
      case 'JSXText':
        if (isWords(String(node.value).trim(), true)) tell(node, String(node.value));
        return;
      case 'JSXAttribute': {
        const { name, value } = node as unknown as { name: { name: string }; value: Node | null };
        if (isNode(value)) walk(value, SPOKEN.test(name.name));
        return;
      }
      case 'JSXElement':
      case 'JSXFragment':
        for (const child of node.children as Node[]) walk(child, true);
        if (isNode(node.openingElement)) walk(node.openingElement, false);
        return;
      case 'Literal':
        if (typeof node.value === 'string' && isWords(node.value, shown)) tell(node, node.value);
        return;
      case 'TemplateElement': {
        const { raw } = node.value as { raw: string };
        if (isWords(raw, shown)) tell(node, raw);
        return;
      }
      case 'ImportDeclaration':
      case 'BinaryExpression':
      case 'TSLiteralType':
        return;
    }
    const passes =
      /^(?:JSXExpressionContainer|ConditionalExpression|LogicalExpression|TemplateLiteral|ParenthesizedExpression)$/;
    const isShown = shown && passes.test(node.type);
    for (const value of Object.values(node)) {
      for (const child of [value].flat()) if (isNode(child)) walk(child, isShown);
    }
  };
  walk(parseAst(source, { lang: 'tsx' }) as unknown as Node, false);
  return [...found];
}

const isWords = (words: string, shown: boolean) =>
  (shown ? LETTERS.test(words) : CAPITAL.test(words)) && !DOM.test(words);

const files = ['features', 'ui'].flatMap((folder) =>
  readdirSync(join(WEB, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`),
);

test.each(files)('%s leaves what it says to the catalogues', (name) => {
  expect(hardCoded(readFileSync(join(WEB, name), 'utf8'))).toEqual([]);
});

test.each([
  ['text', '<p>Words</p>'],
  ['a choice of texts', "<p>{isOne ? 'one' : 'two'}</p>"],
  ['a text with values', `<p>{\`\${count} left\`}</p>`],
  ['a name for screen readers', '<p aria-label="words" />'],
  ['a name that is put together', `<p title={\`words of \${name}\`} />`],
  ['a sentence outside of the page', "const words = 'Nobody is here';"],
  ['the beginning of one', `const words = \`Nobody but \${name}\`;`],
])('%s is found', (_, source) => expect(hardCoded(source)).toHaveLength(source.includes(' : ') ? 2 : 1));

test.each([
  ['a message', "<p>{text('share.people', { count })}</p>"],
  ['a class', '<p className="big text" data-testid="words" />'],
  ['a condition', "<p>{state === 'paused' && <b>{name}</b>}</p>"],
  ['signs', '<p>· {rate} ↓</p>'],
  ['what only developers read', "throw new Error('nothing to pick from');"],
])('%s is fine', (_, source) => expect(hardCoded(source)).toEqual([]));
