import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FolderFile, FolderWriter, type Place, type Places } from '../../src/adapters/folder-writer.ts';
import { FakeDisk, type Step } from './fake-folder.ts';

/** What outlives the page: what is put is there, or the page died before. */
class Memory implements Places {
  readonly places = new Map<number, Place>();
  step: () => void = () => undefined;
  all = () => this.places.entries();
  get = (index: number) => this.places.get(index);
  async put(index: number, place: Place): Promise<void> {
    await null;
    this.step();
    this.places.set(index, place);
  }
}

interface Shared extends FolderFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function bytesOf(length: number, seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 17 + (at >> 8)) & 0xff);
}

function shareOf(files: readonly (readonly [path: string, length: number])[]): readonly Shared[] {
  return files.map(([path, length], index) => ({ index, path, length, bytes: bytesOf(length, index + 1) }));
}

const never = new AbortController().signal;

interface Saving {
  readonly signal?: AbortSignal;
  readonly commitBytes?: number;
  readonly read?: (index: number, offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>;
  readonly onBytes?: (bytes: number) => void;
}

async function save(disk: FakeDisk, memory: Memory, share: readonly Shared[], saving: Saving = {}) {
  const writer = new FolderWriter({
    folder: disk.folder,
    places: memory,
    files: share,
    read: async (index, offset, length) =>
      share[index]?.bytes.slice(offset, offset + length) ?? new Uint8Array(),
    ...saving,
  });
  for (const file of share) {
    await writer.write(file, {
      signal: saving.signal ?? never,
      onBytes: saving.onBytes ?? (() => undefined),
    });
  }
}

const isSameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
const paths = (disk: FakeDisk) => [...disk.files().keys()].sort();
const textOf = (disk: FakeDisk, path: string) => new TextDecoder().decode(disk.files().get(path));
const isThere = (disk: FakeDisk, path: string, { bytes }: Shared) =>
  expect(Buffer.compare(disk.files().get(path) ?? new Uint8Array(1), bytes), path).toBe(0);

describe('a share goes into a folder', () => {
  const share = shareOf([
    ['Trip/day 1/a.jpg', 2_500_000],
    ['Trip/day 1/b.jpg', 10],
    ['Trip/empty.txt', 0],
  ]);

  test('with its folders, and no more than a chunk at a time', async () => {
    const disk = new FakeDisk();
    const asked: number[] = [];
    let total = 0;
    await save(disk, new Memory(), share, {
      read: async (index, offset, length) => {
        asked.push(length);
        return share[index]?.bytes.slice(offset, offset + length) ?? new Uint8Array();
      },
      onBytes: (bytes) => {
        total += bytes;
      },
    });
    expect(paths(disk)).toEqual(['Trip/day 1/a.jpg', 'Trip/day 1/b.jpg', 'Trip/empty.txt']);
    for (const file of share) isThere(disk, file.path, file);
    expect(Math.max(...asked)).toBeLessThanOrEqual(1024 * 1024);
    expect(total).toBe(2_500_010);
  });

  test('again: nothing is read, nothing is written', async () => {
    const disk = new FakeDisk();
    const memory = new Memory();
    await save(disk, memory, share);
    const steps: Step[] = [];
    disk.fault = (step) => steps.push(step);
    await save(disk, memory, share, { read: () => Promise.reject(new Error('nothing is to be read')) });
    expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['look']));
  });

  test('again, with nothing remembered: what is there is compared and left as it is', async () => {
    const disk = new FakeDisk();
    await save(disk, new Memory(), share);
    const kinds = new Set<string>();
    disk.fault = ({ kind }) => kinds.add(kind);
    await save(disk, new Memory(), share);
    expect(kinds).not.toContain('write');
    expect(paths(disk)).toHaveLength(3);
  });
});

describe('what belongs to others stays', () => {
  const share = shareOf([['a.txt', 5]]);
  const [file] = share as [Shared];

  test.each([
    ['of another length', 'something else'],
    ['of the same length', 'hello'],
    ['that is empty', ''],
    ['that is the beginning of ours', file.bytes.slice(0, 3)],
  ])('a file %s', async (_, theirs) => {
    const disk = new FakeDisk();
    disk.put('a.txt', theirs);
    const before = disk.files().get('a.txt');
    await save(disk, new Memory(), share);
    expect(disk.files().get('a.txt')).toEqual(before);
    isThere(disk, 'a (2).txt', file);
  });

  test('with numbers that are taken as well', async () => {
    const disk = new FakeDisk();
    disk.put('a.txt', 'x');
    disk.put('a (2).txt', 'y');
    disk.put('a (3).txt/inside', 'z');
    await save(disk, new Memory(), share);
    isThere(disk, 'a (4).txt', file);
    expect([textOf(disk, 'a.txt'), textOf(disk, 'a (2).txt')]).toEqual(['x', 'y']);
  });

  test('one of another case, where that is the same', async () => {
    const disk = new FakeDisk();
    disk.ignoresCase = true;
    disk.put('A.TXT', 'x');
    await save(disk, new Memory(), share);
    expect(paths(disk)).toEqual(['A.TXT', 'a (2).txt']);
    expect(textOf(disk, 'A.TXT')).toBe('x');
  });

  test('a file where a folder is to be', async () => {
    const disk = new FakeDisk();
    disk.put('Trip', 'a file');
    const trip = shareOf([
      ['Trip/a.txt', 5],
      ['Trip/b.txt', 6],
    ]);
    await save(disk, new Memory(), trip);
    expect(paths(disk)).toEqual(['Trip', 'Trip (2)/a.txt', 'Trip (2)/b.txt']);
    expect(textOf(disk, 'Trip')).toBe('a file');
  });

  test('ours that somebody edited since, half written or whole', async () => {
    for (const edited of ['he', 'edited', `${'long '.repeat(9)}`]) {
      const disk = new FakeDisk();
      const memory = new Memory();
      await save(disk, memory, share);
      disk.put('a.txt', edited);
      await save(disk, memory, share);
      expect(textOf(disk, 'a.txt')).toBe(edited);
      isThere(disk, 'a (2).txt', file);
      // And that one is known from now on.
      await save(disk, memory, share);
      expect(paths(disk)).toHaveLength(2);
    }
  });

  test('ours that somebody deleted is written again', async () => {
    const disk = new FakeDisk();
    const memory = new Memory();
    await save(disk, memory, share);
    disk.root.entries.clear();
    await save(disk, memory, share);
    isThere(disk, 'a.txt', file);
  });

  test('no file of the share takes the name, or the place, of another', async () => {
    const disk = new FakeDisk();
    disk.put('a.txt', 'x');
    const twins = [
      { index: 0, path: 'a.txt', length: 5, bytes: bytesOf(5, 1) },
      { index: 1, path: 'a (2).txt', length: 5, bytes: bytesOf(5, 1) },
    ];
    const memory = new Memory();
    await save(disk, memory, twins);
    expect(paths(disk)).toEqual(['a (2).txt', 'a (3).txt', 'a.txt']);
    expect(textOf(disk, 'a.txt')).toBe('x');
    expect(memory.places.get(0)?.path).toBe('a (3).txt');
  });

  test('a name that the browser does not write gets another end', async () => {
    const disk = new FakeDisk();
    const [link] = shareOf([['odd.lnk/Home.lnk', 7]]) as [Shared];
    await save(disk, new Memory(), [link]);
    isThere(disk, 'odd.lnk_/Home.lnk_', link);
  });
});

describe('what goes wrong is told, and what was written stays', () => {
  const share = shareOf([['film.bin', 5_000_000]]);
  const [film] = share as [Shared];
  const commitBytes = 1_000_000;

  /** Saves while `kind` fails from its `nth` time on; then without. */
  async function interrupted(kind: Step['kind'], nth: number, name: string) {
    const disk = new FakeDisk();
    const memory = new Memory();
    let count = 0;
    disk.fault = (step) => {
      if (step.kind === kind && ++count >= nth) throw new DOMException('no', name);
    };
    const failure = await save(disk, memory, share, { commitBytes }).catch((error: unknown) => error);
    const kept = disk.files().get('film.bin')?.length ?? 0;
    disk.fault = () => undefined;
    let read = 0;
    await save(disk, memory, share, {
      read: async (_, offset, length) => {
        read += length;
        return film.bytes.slice(offset, offset + length);
      },
    });
    isThere(disk, 'film.bin', film);
    return { code: (failure as { readonly code?: string }).code, kept, read };
  }

  test.each([
    ['write', 4, 'NotAllowedError', 'save-permission'],
    ['write', 4, 'QuotaExceededError', 'save-disk-full'],
    ['open', 2, 'NotFoundError', 'save-folder-gone'],
    ['close', 2, 'AbortError', 'save-refused'],
    ['write', 4, 'InvalidStateError', 'save-failed'],
  ] as const)('%s number %i: %s is %s', async (kind, nth, name, code) => {
    const { kept, read, ...told } = await interrupted(kind, nth, name);
    expect(told.code).toBe(code);
    expect(kept).toBeGreaterThanOrEqual(commitBytes);
    // Only what was not kept is read again.
    expect(read).toBe(film.length - kept);
  });

  test('a full disk', async () => {
    const disk = new FakeDisk();
    disk.put('theirs.bin', bytesOf(1_000_000, 9));
    disk.capacity = 5_500_000;
    const memory = new Memory();
    await expect(save(disk, memory, share, { commitBytes })).rejects.toMatchObject({
      code: 'save-disk-full',
    });
    disk.capacity = 50_000_000;
    await save(disk, memory, share);
    isThere(disk, 'film.bin', film);
  });

  test('a piece that is lost: its own code, and all before it is kept', async () => {
    const disk = new FakeDisk();
    const memory = new Memory();
    const lost = Object.assign(new Error('lost'), { code: 'piece-lost' });
    const read = async (_: number, offset: number, length: number) => {
      if (offset >= 3_000_000) throw lost;
      return film.bytes.slice(offset, offset + length);
    };
    await expect(save(disk, memory, share, { read })).rejects.toBe(lost);
    expect(disk.files().get('film.bin')?.length).toBeGreaterThanOrEqual(3_000_000);
  });

  test('cancelled: it stops at once, and goes on from there', async () => {
    const disk = new FakeDisk();
    const memory = new Memory();
    const cancelling = new AbortController();
    let written = 0;
    const saving = save(disk, memory, share, {
      signal: cancelling.signal,
      onBytes: (bytes) => {
        written += bytes;
        if (written > 2_000_000) cancelling.abort(new Error('enough'));
      },
    });
    await expect(saving).rejects.toThrow('enough');
    expect(disk.files().get('film.bin')?.length).toBe(written);
    await save(disk, memory, share);
    isThere(disk, 'film.bin', film);
  });

  test('a large file is copied by two thirds at most, however often it is closed', async () => {
    const disk = new FakeDisk();
    let copied = 0;
    disk.fault = ({ kind, path }) => {
      if (kind === 'open') copied += disk.files().get(path)?.length ?? 0;
    };
    for (const length of [200_000, 3_200_000, 8_000_000]) {
      copied = 0;
      await save(disk, new Memory(), shareOf([[`${length}.bin`, length]]), { commitBytes: 100_000 });
      expect(copied).toBeGreaterThan(0);
      expect(copied / length).toBeLessThan(2 / 3);
    }
  });
});

test('killed at any step, as often as it comes, it ends with every file whole and nothing else touched', async () => {
  const name = fc.constantFrom('a.txt', 'b.txt', 'A.txt', 'dir/a.txt', 'dir/b.txt', 'a (2).txt', 'odd.lnk');
  const length = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 }));
  const files = fc.uniqueArray(fc.tuple(name, length), {
    minLength: 1,
    maxLength: 5,
    selector: ([path]) => path.toLowerCase(),
  });
  const foreign = fc.uniqueArray(
    fc.record({ path: name, how: fc.constantFrom('other', 'empty', 'begin', 'same') }),
    { maxLength: 3, selector: ({ path }) => path.toLowerCase() },
  );
  await fc.assert(
    fc.asyncProperty(
      files,
      foreign,
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }),
      fc.boolean(),
      async (list, others, kills, ignoresCase) => {
        const share = shareOf(list);
        const disk = new FakeDisk();
        disk.ignoresCase = ignoresCase;
        for (const { path, how } of others) {
          const ours = share.find((file) => file.path === path)?.bytes ?? bytesOf(9, 99);
          const theirs = { other: bytesOf(7, 50), empty: bytesOf(0, 0), begin: ours.slice(0, 4), same: ours };
          disk.put(path, theirs[how]);
        }
        const before = new Map(disk.files());
        const memory = new Memory();
        for (const steps of kills) {
          // A page that is killed does nothing any more, not even after the step at which it was.
          let left = steps;
          const die = () => {
            if (left-- <= 0) throw new DOMException('killed', 'UnknownError');
          };
          disk.fault = die;
          memory.step = die;
          await save(disk, memory, share, { commitBytes: 8 }).catch(() => undefined);
          for (const [path, bytes] of before) expect(disk.files().get(path), path).toEqual(bytes);
        }
        disk.fault = () => undefined;
        memory.step = () => undefined;
        await save(disk, memory, share, { commitBytes: 8 });
        const after = disk.files();
        const places = new Set<string>();
        for (const file of share) {
          const path = memory.places.get(file.index)?.path ?? '';
          places.add(path);
          // A file that was there already may be called by another case.
          const name = [...after.keys()].find(
            (one) => one === path || (ignoresCase && isSameName(one, path)),
          );
          isThere(disk, name ?? path, file);
        }
        expect(places.size).toBe(share.length);
        for (const [path, bytes] of before) expect(after.get(path), path).toEqual(bytes);
        // Nothing is left over: each file in the folder is theirs or one of ours.
        expect([...after.keys()].filter((path) => !before.has(path) && !places.has(path))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);
