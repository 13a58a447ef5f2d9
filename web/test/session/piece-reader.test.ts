import { createTorrent, type Torrent } from '@flockdrop/shared/metainfo';
import { beforeAll, describe, expect, test } from 'vitest';
import { type PieceStore, StorageError } from '../../src/adapters/piece-store.ts';
import { PieceExpectations } from '../../src/session/expectations.ts';
import { PieceReader } from '../../src/session/piece-reader.ts';
import { isPiece, rootOf } from '../../src/worker/piece-root.ts';

const PIECE = 65_536;
const LENGTH = 40 * PIECE + 100;
const data = Uint8Array.from({ length: LENGTH }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
let torrent: Torrent;

beforeAll(async () => {
  torrent = await createTorrent({
    name: 'film.bin',
    files: [
      {
        path: ['film.bin'],
        length: LENGTH,
        read: async (offset, length) => data.slice(offset, offset + length),
      },
    ],
    digest: {
      sha1: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-1', bytes)),
      pieceRoot: rootOf,
    },
  });
});

/** A store over real pieces that notes what it is asked; `content` is what the picked file holds now. */
function storeWith(
  pieces: ReadonlyMap<number, Uint8Array<ArrayBuffer>>,
  content: Uint8Array<ArrayBuffer> | null = null,
): { store: PieceStore; gets: number[]; reads: number[]; fail: (times: number) => void } {
  const gets: number[] = [];
  const reads: number[] = [];
  let failures = 0;
  const failing = () => failures-- > 0;
  const absent = () => Promise.reject(new Error('not used here'));
  const store: PieceStore = {
    keys: absent,
    receive: absent,
    copy: absent,
    close: absent,
    destroy: absent,
    async get({ piece }) {
      gets.push(piece);
      if (failing()) throw new StorageError('storage-failed', 'gone for a moment');
      return pieces.get(piece) ?? null;
    },
    async read({ offset, expected }) {
      reads.push(expected.length);
      if (content === null || failing()) return 'unreadable';
      let at = offset;
      const read = expected.map(async (one) => {
        const bytes = content.slice(at, at + one.length);
        at += one.length;
        return (await isPiece(bytes, one)) ? bytes : null;
      });
      return Promise.all(read);
    },
  };
  return { store, gets, reads, fail: (times) => (failures = times) };
}

const expectations = () => new PieceExpectations(torrent);
const picked = [{ path: 'a.bin', file: new File([], 'a.bin') }];

describe('piece reader', () => {
  test('reads neighbours from a file in one go, and each block out of it', async () => {
    const { store, reads } = storeWith(new Map(), data);
    const reader = new PieceReader(store, () => false);
    reader.open(expectations(), picked);
    for (let piece = 0; piece <= 40; piece++) {
      const length = torrent.info.geometry.pieceLengthOf(piece);
      const end = piece * PIECE + length;
      expect(await reader.block(piece, length - 50, 50)).toEqual(data.subarray(end - 50, end));
    }
    expect(reads).toEqual([16, 16, 9]);
  });

  test('a file edited since is not passed on: the stored piece is, or none', async () => {
    const edited = data.slice();
    edited[3 * PIECE + 5] = (edited[3 * PIECE + 5] ?? 0) ^ 1;
    edited[4 * PIECE + 5] = (edited[4 * PIECE + 5] ?? 0) ^ 1;
    const { store } = storeWith(new Map([[3, data.slice(3 * PIECE, 4 * PIECE)]]), edited);
    const reader = new PieceReader(store, (piece) => piece === 3);
    reader.open(expectations(), picked);
    expect(await reader.block(3, 0, 10)).toEqual(data.subarray(3 * PIECE, 3 * PIECE + 10));
    expect(await reader.block(4, 0, 10)).toBeNull();
    expect(await reader.block(5, 0, 10)).not.toBeNull();
  });

  test('one failed read is tried again, and the next one after that too', async () => {
    const fromFile = storeWith(new Map(), data);
    const ofFiles = new PieceReader(fromFile.store, () => false);
    ofFiles.open(expectations(), picked);
    fromFile.fail(1);
    expect(await ofFiles.block(0, 0, 4)).toEqual(data.subarray(0, 4));
    fromFile.fail(2);
    await expect(ofFiles.block(20, 0, 4)).rejects.toMatchObject({ code: 'file-unreadable', path: 'a.bin' });
    expect(await ofFiles.block(20, 0, 4)).toEqual(data.subarray(20 * PIECE, 20 * PIECE + 4));

    const fromStore = storeWith(new Map([[7, data.slice(7 * PIECE, 8 * PIECE)]]));
    const stored = new PieceReader(fromStore.store, () => true);
    stored.open(expectations(), null);
    fromStore.fail(1);
    expect(await stored.block(7, 0, 4)).toEqual(data.subarray(7 * PIECE, 7 * PIECE + 4));
  });

  test('a file out of reach is no loss where storage has it all', async () => {
    const { store } = storeWith(new Map([[2, data.slice(2 * PIECE, 3 * PIECE)]]));
    const reader = new PieceReader(store, () => true);
    reader.open(expectations(), picked);
    expect(await reader.block(2, 0, 4)).toEqual(data.subarray(2 * PIECE, 2 * PIECE + 4));
  });

  test('asks storage once for the blocks of a piece', async () => {
    const { store, gets } = storeWith(new Map([[7, data.slice(7 * PIECE, 8 * PIECE)]]));
    const reader = new PieceReader(store, () => true);
    reader.open(expectations(), null);
    await Promise.all([reader.block(7, 0, 16), reader.block(7, 16, 16), reader.block(7, 32, 16)]);
    expect(gets).toEqual([7]);
    expect(await reader.block(7, PIECE - 8, 16)).toBeNull();
  });

  test('keeps no more than its cache takes', async () => {
    const all = new Map(
      Array.from({ length: 41 }, (_, piece) => [piece, data.slice(piece * PIECE, (piece + 1) * PIECE)]),
    );
    const { store, gets } = storeWith(all);
    const reader = new PieceReader(store, () => true);
    reader.open(expectations(), null);
    for (let round = 0; round < 2; round++)
      for (let piece = 0; piece < 41; piece++) await reader.piece(piece);
    // Everything fits into 16 MiB here, so the second round asks for nothing.
    expect(gets).toHaveLength(41);
  });
});
