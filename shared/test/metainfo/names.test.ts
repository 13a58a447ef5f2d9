import { describe, expect, it } from 'vitest';
import { hasAmbiguousOrder, safeName, safePaths } from '../../src/metainfo/index.ts';

describe('a safe name', () => {
  it.each([
    ['plain.txt', 'plain.txt'],
    ['with space & ü.tar.gz', 'with space & ü.tar.gz'],
    ['.gitignore', '.gitignore'],
    ['', '_'],
    ['.', '_'],
    ['..', '_'],
    [' . ', '_'],
    ['a/b\\c', 'a_b_c'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['<a>:"|?*', '_a______'],
    ['trailing. .', 'trailing'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['in\u200bvi\u2060si\ufeffble\u061c', 'invisible'],
    ['bell\u0007\u0085\u007f', 'bell'],
    ['half\ud800', 'half_'],
    ['e\u0301', '\u00e9'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['Com1 .log', '_Com1 .log'],
    ['LPT¹', '_LPT¹'],
    ['console.log', 'console.log'],
    ['com10', 'com10'],
  ])('of %j is %j', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  it('keeps the extension when it is too long, and whole characters', () => {
    const safe = safeName(`${'ä😀'.repeat(100)}.jpeg`);
    expect(safe).toMatch(/^(ä😀)+ä?\.jpeg$/u);
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(safe)).toBeGreaterThan(250);
  });

  it('does not take a long tail for an extension', () => {
    expect(safeName(`a.${'b'.repeat(300)}`)).toBe(`a.${'b'.repeat(253)}`);
  });

  it('is no device even when what hid it was cut off', () => {
    expect(safeName(`CON${' '.repeat(300)}x`)).toBe('_CON');
  });
});

describe('safe paths', () => {
  it.each([
    [[['a', 'b.txt']], ['a/b.txt']],
    [
      [['A.txt'], ['a.TXT']],
      ['A.txt', 'a (2).TXT'],
    ],
    [
      [['\u00e9'], ['e\u0301'], ['E\u0301']],
      ['\u00e9', '\u00e9 (2)', '\u00c9 (3)'],
    ],
    [
      [['a?'], ['a*'], ['a_ (2)']],
      ['a_', 'a_ (2)', 'a_ (2) (2)'],
    ],
    [
      [['x'], ['X', 'y']],
      ['x (2)', 'X/y'],
    ],
    [
      [
        ['d', 'a'],
        ['D', 'A'],
      ],
      ['d/a', 'D/A (2)'],
    ],
    [
      [
        ['..', 'a'],
        ['.', 'a'],
      ],
      ['_/a', '_/a (2)'],
    ],
    [[[]], ['_']],
  ])('of %j are %j', (paths, safe) => {
    expect(safePaths(paths)).toEqual(safe);
  });

  it('number long names within the bound', () => {
    const long = `${'n'.repeat(300)}.bin`;
    const [first, second] = safePaths([[long], [long]]);
    expect(second).not.toBe(first);
    expect(second).toMatch(/n \(2\)\.bin$/);
    expect(second).toHaveLength(255);
  });

  it('of 100,000 files with one name come in a moment', () => {
    const safe = safePaths(Array.from({ length: 100_000 }, () => ['same.txt']));
    expect(new Set(safe).size).toBe(100_000);
  });
});

describe('the order of names', () => {
  it.each([
    [false, [['a'], ['b', 'c'], ['é']]],
    [false, [['😀'], ['z']]],
    [
      false,
      [
        ['x', '\uff5e'],
        ['y', '😀'],
      ],
    ],
    [true, [['\uff5e'], ['😀']]],
    [true, [['d', '\uff5e.txt'], ['a'], ['d', '😀.txt']]],
    [
      true,
      [
        ['😀', 'a'],
        ['\uffee', 'b'],
      ],
    ],
  ])('is ambiguous: %s for %j', (expected, paths) => {
    expect(hasAmbiguousOrder(paths)).toBe(expected);
  });
});
