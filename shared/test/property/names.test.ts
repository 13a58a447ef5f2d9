import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeName, safePaths } from '../../src/metainfo/index.ts';

/** Strings rich in what makes names dangerous. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '.',
        '..',
        ' ',
        '/',
        '\\',
        ':',
        '\0',
        '\n',
        '\u0085',
        '\u061c',
        '\u200d',
        '\u202e',
        '\u2066',
        '\ufeff',
        '\ufe0f',
        '\u3164',
        '\u{e0041}',
        '*',
        '❤',
        'con',
        'NUL',
        '.txt',
        'a',
        'A',
        'e\u0301',
        '\u00e9',
        'ß',
        'SS',
        '\ud800',
        '😀',
        'x'.repeat(130),
        '\u0338',
        '<',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const DANGEROUS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb/\\:*?"<>|]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/u;
const HIDDEN_STYLE = /(?<!\p{Emoji})[\ufe0e\ufe0f]/u;

describe('any name, made safe,', () => {
  it('is short, normal, visible, and no way out of its folder', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const safe = safeName(name);
        expect(Buffer.byteLength(safe)).toBeGreaterThan(0);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255);
        expect(safe).not.toMatch(DANGEROUS);
        expect(safe).not.toMatch(HIDDEN_STYLE);
        expect(safe).not.toMatch(/[. ]$|^ /);
        expect(safe).not.toMatch(/^(con|nul)\s*(\.|$)/i);
        expect(safe.normalize('NFC')).toBe(safe);
        expect(Buffer.from(safe).toString()).toBe(safe);
      }),
      { numRuns: 3_000 },
    );
  });

  it('stays as it is when made safe again', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        expect(safeName(safeName(name))).toBe(safeName(name));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('any paths, made safe,', () => {
  const paths = fc.array(fc.array(hostile, { minLength: 1, maxLength: 3 }), { maxLength: 12 });
  const folded = (path: string) => path.normalize('NFC').toLowerCase();

  it('never meet, not even where case is ignored, and no file is another’s folder', () => {
    fc.assert(
      fc.property(paths, (given) => {
        const safe = safePaths(given);
        const files = new Set(safe.map(folded));
        expect(files.size).toBe(given.length);
        for (const path of safe) {
          const parts = folded(path).split('/');
          for (let depth = 1; depth < parts.length; depth++) {
            expect(files.has(parts.slice(0, depth).join('/'))).toBe(false);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('consist of safe names, as deep as they were', () => {
    fc.assert(
      fc.property(paths, (given) => {
        const depths = safePaths(given).map((path) => path.split('/').length);
        expect(depths).toEqual(given.map((path) => path.length));
        for (const part of safePaths(given).flatMap((path) => path.split('/')))
          expect(safeName(part)).toBe(part);
      }),
      { numRuns: 1_000 },
    );
  });
});
