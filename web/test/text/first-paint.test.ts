import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../src/text/language.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const script = /<script>(.*?)<\/script>/s.exec(read('../../index.html'))?.[1] ?? '';

test('the script of the page is the one that the server lets run', () => {
  const hash = createHash('sha256').update(script).digest('base64');
  expect(read('../../../signaling/src/static.ts')).toContain(`'sha256-${hash}'`);
});

test('it knows which languages there are', () => {
  expect(script).toContain(`(${Object.keys(LANGUAGES).join('|')})`);
});
