import { describe, expect, it } from 'vitest';
import { foldName, hasAmbiguousOrder, numberedName, safeName, safePaths } from '../../src/metainfo/index.ts';

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
    ['soft\u00adhyphen', 'softhyphen'],
    ['fill\u3164\u115f\u1160\uffa0er', 'filler'],
    ['vowel\u180e', 'vowel'],
    ['\ufff9note\ufffa\ufffb', 'note'],
    ['tag\u{e0041}\u{e007f}', 'tag'],
    ['join\u034fer\u206a', 'joiner'],
    ['line\u2028\u2029', 'line'],
    ['\u3164', '_'],
    ['❤\ufe0f.txt', '❤\ufe0f.txt'],
    ['1\ufe0f\u20e3', '1\ufe0f\u20e3'],
    ['❤\ufe0f\ufe0f', '❤\ufe0f'],
    ['hid\ufe0fden', 'hidden'],
    ['*\ufe0f', '_'],
    ['\ufe0f', '_'],
    ['👩\u200d💻', '👩💻'],
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
    expect(second?.length).toBeLessThanOrEqual(255);
    expect(second?.length).toBeGreaterThan(240);
  });

  it('are numbered on where the numbered names are there already', () => {
    const given = [['a (2)'], ['a'], ['a (4)'], ['a'], ['a'], ['A']];
    expect(safePaths(given)).toEqual(['a (2)', 'a', 'a (4)', 'a (3)', 'a (5)', 'A (6)']);
  });

  it('keep apart what looks the same', () => {
    expect(safePaths([['1'], ['1\ufe0f'], ['1\ufe0e']])).toEqual(['1', '1\ufe0f (2)', '1\ufe0e (3)']);
  });

  const FILES = 100_000;
  const times = (name: (nth: number) => readonly string[]) =>
    Array.from({ length: FILES }, (_, nth) => name(nth));
  const deep = Array.from({ length: 63 }, (_, depth) => `${depth}`.padStart(60, 'd'));
  it.each([
    ['one name', times(() => ['same.txt'])],
    ['one name but for case', times((nth) => [nth % 2 === 0 ? 'É.txt' : 'é.TXT'])],
    ['names alike until they are cut', times((nth) => [`${'n'.repeat(251)}${nth}`])],
    [
      'names cut to each other’s',
      times((nth) => [`${'n'.repeat(251)}${nth >> 1}${'\u200b'.repeat(nth % 2)}`]),
    ],
    ['numbered names, then one name', times((nth) => [nth < FILES / 2 ? `a (${nth + 2})` : 'a'])],
    ['one name in 63 folders', times(() => [...deep, 'same.txt'])],
    ['names in 63 folders', times((nth) => [...deep, `${nth}`])],
    ['folders of one name but for case', times((nth) => [nth % 2 === 0 ? 'Folder' : 'folder', 'a'])],
  ])('of 100,000 files with %s come in a moment', (_what, paths) => {
    const before = process.cpuUsage();
    const safe = safePaths(paths);
    const { user, system } = process.cpuUsage(before);
    expect(new Set(safe).size).toBe(FILES);
    // Microseconds of the processor; the worst of them took hours.
    expect(user + system).toBeLessThan(5_000_000);
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

describe('a name with a number', () => {
  it.each([
    ['film.mkv', 'film (2).mkv'],
    ['archive.tar.gz', 'archive.tar (2).gz'],
    ['README', 'README (2)'],
    ['.profile', '.profile (2)'],
  ])('%s becomes %s', (name, numbered) => {
    expect(numberedName(name, 2)).toBe(numbered);
  });

  it('stays short enough, keeps its extension, and is as safe as before', () => {
    const numbered = numberedName(safeName(`${'ä'.repeat(300)}.pdf`), 999_999);
    expect(new TextEncoder().encode(numbered).length).toBeLessThanOrEqual(255);
    expect(numbered).toMatch(/ \(999999\)\.pdf$/);
    expect(safeName(numbered)).toBe(numbered);
  });

  it('names that some disk takes for the same fold to the same', () => {
    expect(foldName('Straße/A\u0308.TXT')).toBe(foldName('STRASSE/ä.txt'));
    expect(foldName('a.txt')).not.toBe(foldName('b.txt'));
  });
});
