import { createTorrent, type Torrent } from '@flockdrop/shared/metainfo';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FileSource } from '../../src/adapters/file-source.ts';
import type { PieceStore } from '../../src/adapters/piece-store.ts';
import { PieceExpectations, type PieceFiles, PieceReader } from '../../src/session/piece-reader.ts';
import { rootOf } from '../../src/worker/piece-root.ts';

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

function filesOver(content: Uint8Array): { files: PieceFiles; reads: number[] } {
  const reads: number[] = [];
  const source: FileSource = {
    read: async (_, offset, length) => {
      reads.push(length);
      return content.slice(offset, offset + length);
    },
  };
  return {
    files: { source, geometry: torrent.info.geometry, expectations: new PieceExpectations(torrent) },
    reads,
  };
}

function storeWith(pieces: ReadonlyMap<number, Uint8Array<ArrayBuffer>>): {
  store: PieceStore;
  gets: number[];
} {
  const gets: number[] = [];
  const absent = () => Promise.reject(new Error('not used here'));
  const store: PieceStore = {
    keys: absent,
    verify: absent,
    store: absent,
    drop: () => undefined,
    put: absent,
    check: absent,
    close: absent,
    destroy: absent,
    get: async (piece) => {
      gets.push(piece);
      return pieces.get(piece) ?? null;
    },
  };
  return { store, gets };
}

describe('piece reader', () => {
  test('reads neighbours from a file in one go, and each block out of it', async () => {
    const { files, reads } = filesOver(data);
    const reader = new PieceReader(storeWith(new Map()).store, files, () => false);
    for (let piece = 0; piece <= 40; piece++) {
      const length = torrent.info.geometry.pieceLengthOf(piece);
      const end = piece * PIECE + length;
      expect(await reader.block(piece, length - 50, 50)).toEqual(data.subarray(end - 50, end));
    }
    expect(reads).toEqual([16 * PIECE, 16 * PIECE, 8 * PIECE + 100]);
  });

  test('a file edited since is not passed on: the stored piece is, or none', async () => {
    const edited = data.slice();
    edited[3 * PIECE + 5] = (edited[3 * PIECE + 5] ?? 0) ^ 1;
    edited[4 * PIECE + 5] = (edited[4 * PIECE + 5] ?? 0) ^ 1;
    const { store } = storeWith(new Map([[3, data.slice(3 * PIECE, 4 * PIECE)]]));
    const reader = new PieceReader(store, filesOver(edited).files, (piece) => piece === 3);
    expect(await reader.block(3, 0, 10)).toEqual(data.subarray(3 * PIECE, 3 * PIECE + 10));
    expect(await reader.block(4, 0, 10)).toBeNull();
    expect(await reader.block(5, 0, 10)).not.toBeNull();
  });

  test('asks storage once for the blocks of a piece', async () => {
    const { store, gets } = storeWith(new Map([[7, data.slice(7 * PIECE, 8 * PIECE)]]));
    const reader = new PieceReader(store, null, () => true);
    await Promise.all([reader.block(7, 0, 16), reader.block(7, 16, 16), reader.block(7, 32, 16)]);
    expect(gets).toEqual([7]);
    expect(await reader.block(7, PIECE - 8, 16)).toBeNull();
  });
});
