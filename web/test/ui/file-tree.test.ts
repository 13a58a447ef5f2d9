import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matches, searchable } from '../../src/features/share/file-filter.ts';
import {
  type Folder,
  filesIn,
  folderTree,
  isOpenAtFirst,
  summarise,
  visibleRows,
} from '../../src/features/share/file-tree.ts';
import { naturalOrder } from '../../src/features/share/natural-order.ts';
import { shortName } from '../../src/features/share/short-name.ts';
import { file } from './snapshots.ts';

/** A line each, indented by depth: `+` a closed folder, `-` an open one. */
function drawn(root: Folder, paths: readonly string[], isOpen: (path: string) => boolean): readonly string[] {
  return visibleRows(root, isOpen).map((row) => {
    const indent = ' '.repeat(row.depth);
    if (row.kind === 'folder') return `${indent}${row.isOpen ? '-' : '+'}${row.folder.name}`;
    return `${indent}${paths[row.index]?.split('/').at(-1)}`;
  });
}

const PATHS = ['b/2.txt', 'a.txt', 'b/10.txt', 'b/c/1.txt', 'd/e/f/x.txt', 'd/e/f/y.txt'];

describe('a tree', () => {
  test('has folders before files, each by name, and is one with a folder that is all it holds', () => {
    expect(drawn(folderTree(PATHS), PATHS, () => true)).toEqual([
      '-b',
      ' -c',
      '  1.txt',
      ' 2.txt',
      ' 10.txt',
      '-d/e/f',
      ' x.txt',
      ' y.txt',
      'a.txt',
    ]);
  });

  test('shows nothing of what is closed', () => {
    expect(drawn(folderTree(PATHS), PATHS, (path) => path === 'b')).toEqual([
      '-b',
      ' +c',
      ' 2.txt',
      ' 10.txt',
      '+d/e/f',
      'a.txt',
    ]);
  });

  test('of files alone is a list', () => {
    expect(drawn(folderTree(['b', 'a']), ['b', 'a'], () => true)).toEqual(['a', 'b']);
  });

  test('names each folder by its whole path', () => {
    const rows = visibleRows(folderTree(PATHS), () => true);
    expect(rows.flatMap((row) => (row.kind === 'folder' ? [row.folder.path] : []))).toEqual([
      'b',
      'b/c',
      'd/e/f',
    ]);
  });

  test('has every file exactly once, whatever the paths are', () => {
    const name = fc.constantFrom('a', 'b', 'ä', '1', '10', '__proto__');
    const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 40 }), (paths) => {
        const root = folderTree(paths);
        const all = paths.map((_, index) => index);
        expect([...filesIn(root)].sort((a, b) => a - b)).toEqual(all);
        const shown = visibleRows(root, () => true).flatMap((row) =>
          row.kind === 'file' ? [row.index] : [],
        );
        expect(shown.sort((a, b) => a - b)).toEqual(all);
      }),
    );
  });

  test('is open where it is read in a moment', () => {
    expect([isOpenAtFirst(500), isOpenAtFirst(501)]).toEqual([true, false]);
  });
});

describe('a folder', () => {
  const root = folderTree(['a/x', 'a/b/y', 'a/b/z', 'other']);
  const rows = (change: Partial<ReturnType<typeof file>>[] = []) =>
    ['a/x', 'a/b/y', 'a/b/z', 'other'].map((path, index) => file(index, { path, ...change[index] }));

  test('counts what is in it, at any depth, by length', () => {
    const summaries = summarise(root, rows([{ progress: 1 }, { length: 30 }, { length: 40 }]));
    expect(summaries.get('a')).toEqual({
      length: 80,
      progress: 0.125,
      fileCount: 3,
      wantedCount: 3,
      priority: 2,
    });
    expect(summaries.get('a/b')).toMatchObject({ length: 70, progress: 0, fileCount: 2 });
    expect(summaries.has('')).toBe(false);
  });

  test('has a priority where all that is still to come agree', () => {
    const priorityOf = (...change: Partial<ReturnType<typeof file>>[]) =>
      summarise(root, rows(change)).get('a')?.priority;
    expect(priorityOf({ priority: 3 }, { priority: 3 }, { priority: 3 })).toBe(3);
    expect(priorityOf({ priority: 3 }, { priority: 1 }, { priority: 3 })).toBe(null);
    expect(priorityOf({ priority: 3 }, { priority: 0 }, { priority: 1, progress: 1 })).toBe(3);
    expect(priorityOf({ priority: 0 }, { priority: 0 }, { priority: 0 })).toBe(null);
  });

  test('of empty files alone is all here', () => {
    expect(summarise(root, rows([{ length: 0 }, { length: 0 }, { length: 0 }])).get('a')?.progress).toBe(1);
  });

  test('keeps its identity while nothing in it changes', () => {
    const before = summarise(root, rows());
    const after = summarise(root, rows([{ progress: 0.5 }]), before);
    expect(after.get('a/b')).toBe(before.get('a/b'));
    expect(after.get('a')).not.toBe(before.get('a'));
  });
});

test.each([
  [
    ['b10', 'b9', 'A1'],
    ['A1', 'b9', 'b10'],
  ],
  [
    ['z', 'ä', 'b'],
    ['ä', 'b', 'z'],
  ],
])('%j in the order of a person', (names, ordered) =>
  expect(naturalOrder(names, (name) => name)).toEqual(ordered),
);

describe('a filter', () => {
  const texts = searchable(['Photos/Café 1.JPG', 'Photos/lake.jpg', 'notes.txt']);
  test.each([
    ['', [0, 1, 2]],
    ['JPG', [0, 1]],
    ['cafe', [0]],
    ['jpg photos', [0, 1]],
    ['lake txt', []],
  ])('%j finds %j', (query, found) => expect(matches(texts, query)).toEqual(found));
});

describe('a name', () => {
  test('is shown whole as long as a person reads it', () => {
    const name = `${'a'.repeat(116)}.txt`;
    expect(shortName(name)).toBe(name);
  });

  test('that is endless keeps its end, and no character is cut in two', () => {
    expect(shortName(`${'a'.repeat(200)}.tar.gz`)).toBe(`${'a'.repeat(80)}…${'a'.repeat(33)}.tar.gz`);
    const family = '👩‍👩‍👧';
    expect(shortName(`${family.repeat(100)}.png`)).toBe(`${family.repeat(100)}.png`);
    expect(shortName(`${family.repeat(200)}.png`)).toBe(`${family.repeat(80)}…${family.repeat(36)}.png`);
  });
});
