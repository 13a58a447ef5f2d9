import { createHash } from 'node:crypto';
import type { PieceHashes, PieceToHash } from '@flockdrop/shared/metainfo';
import { describe, expect, test } from 'vitest';
import type { HashRun } from '../../src/worker/hash-protocol.ts';
import { type HashedChunk, hashRun } from '../../src/worker/hash-run.ts';

const LEAF = 16_384;
const PIECE = 4 * LEAF;
const data = Uint8Array.from({ length: 2 * PIECE + LEAF + 3 }, (_, at) => (at * 7 + (at >> 9)) & 0xff);
const file = new File([data], 'a.bin');

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** Pieces as a torrent of this one file has them. */
const pieces: readonly PieceToHash[] = [PIECE, PIECE, LEAF + 3].map((length, piece) => ({
  piece,
  file: 0,
  offset: piece * PIECE,
  length,
  leafWidth: 4,
  v1Length: length,
}));

async function hashesOf(run: HashRun): Promise<readonly PieceHashes[]> {
  const chunks: HashedChunk[] = [];
  for await (const chunk of hashRun(run)) chunks.push(chunk);
  expect(chunks.map(({ isLast }) => isLast)).toEqual(chunks.map((_, nth) => nth === chunks.length - 1));
  return chunks.flatMap(({ hashes }) => hashes);
}

describe('hashing a run of pieces', () => {
  test('gives v1 and v2 hashes of each piece, computed here the slow way', async () => {
    const hashes = await hashesOf({ file, pieces });
    const last = data.subarray(2 * PIECE);
    expect(hashes.map((piece) => hex(piece.sha1))).toEqual(
      [data.subarray(0, PIECE), data.subarray(PIECE, 2 * PIECE), last].map(sha1),
    );
    const missing = new Uint8Array(32);
    const left = sha256(sha256(last.subarray(0, LEAF)), sha256(last.subarray(LEAF)));
    expect(hex(hashes[2]?.root ?? missing)).toBe(hex(sha256(left, sha256(missing, missing))));
  });

  test('a run from the middle equals its part of the whole', async () => {
    const whole = await hashesOf({ file, pieces });
    expect(await hashesOf({ file, pieces: pieces.slice(1) })).toEqual(whole.slice(1));
  });

  test('of many chunks keeps each piece apart, though one buffer is read over and over', async () => {
    const MIB = 1024 * 1024;
    const bytes = Uint8Array.from({ length: 5 * MIB }, (_, at) => (at * 13 + (at >> 11)) & 0xff);
    const many = Array.from({ length: 10 }, (_, piece) => ({
      piece,
      file: 0,
      offset: (piece * MIB) / 2,
      length: MIB / 2,
      leafWidth: 32,
      v1Length: MIB / 2,
    }));
    const hashes = await hashesOf({ file: new File([bytes], 'b.bin'), pieces: many });
    expect(hashes.map((piece) => hex(piece.sha1))).toEqual(
      many.map(({ offset, length }) => sha1(bytes.subarray(offset, offset + length))),
    );
  });

  test('a file that became shorter is refused', async () => {
    const shorter = new File([data.subarray(0, 2 * PIECE)], 'a.bin');
    await expect(hashesOf({ file: shorter, pieces: pieces.slice(1) })).rejects.toThrow('shorter');
  });
});
