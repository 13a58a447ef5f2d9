import { describe, expect, test } from 'vitest';
import { isLoneFile, shareName, withinShare } from '../../src/session/picked-paths.ts';

const picked = (...paths: string[]) => paths.map((path) => ({ path, file: new File([], 'x') }));
const pathsOf = (...paths: string[]) => {
  const files = picked(...paths);
  return withinShare(files, shareName(files)).map(({ path }) => path);
};

describe('picked files', () => {
  test.each([
    [['a.txt'], 'a.txt', true],
    [['trip/a.txt'], 'trip', false],
    [['trip/a.txt', 'trip/deep/b.txt'], 'trip', false],
    [['a.txt', 'b.txt'], 'Shared files', false],
    [['trip/a.txt', 'b.txt'], 'Shared files', false],
  ] as const)('%j are shared as %s', (paths, name, isLone) => {
    expect(shareName(picked(...paths))).toBe(name);
    expect(isLoneFile(picked(...paths))).toBe(isLone);
  });

  test('lose the folder that gives the share its name', () => {
    expect(pathsOf('trip/a.txt', 'trip/deep/b.txt')).toEqual(['a.txt', 'deep/b.txt']);
    expect(pathsOf('trip/a.txt', 'tripod/b.txt')).toEqual(['trip/a.txt', 'tripod/b.txt']);
  });

  test('of one name are told apart', () => {
    expect(pathsOf('x.txt', 'x.txt', 'x.txt')).toEqual(['x.txt', 'x (2).txt', 'x (3).txt']);
    expect(pathsOf('x', '.env', 'x', '.env', 'd/a.b', 'd/a.b')).toEqual([
      'x',
      '.env',
      'x (2)',
      '.env (2)',
      'd/a.b',
      'd/a (2).b',
    ]);
    expect(pathsOf('x.txt', 'x (2).txt', 'x.txt')).toEqual(['x.txt', 'x (2).txt', 'x (3).txt']);
    // A file cannot have the name of a folder beside it.
    expect(pathsOf('a', 'a/b')).toEqual(['a (2)', 'a/b']);
  });

  test('thousands of one name take no time', () => {
    const files = picked(...new Array<string>(20_000).fill('x.txt'));
    expect(new Set(withinShare(files, 'Shared files').map(({ path }) => path)).size).toBe(20_000);
  });
});
