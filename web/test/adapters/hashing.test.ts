import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createFileSource } from '../../src/adapters/file-source.ts';
import type { HashRun } from '../../src/worker/hash-protocol.ts';
import { hashRun } from '../../src/worker/hash-run.ts';

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
const run = (change: Partial<HashRun> = {}): HashRun => ({
  file,
  offset: 0,
  length: data.length,
  pieceLength: PIECE,
  leafWidth: 4,
  lastV1Length: LEAF + 3,
  ...change,
});

describe('hashing a run of pieces', () => {
  test('gives v1 and v2 hashes of each piece, computed here the slow way', async () => {
    const hashes = await hashRun(run());
    const last = data.subarray(2 * PIECE);
    expect(hex(hashes.sha1)).toBe(
      [data.subarray(0, PIECE), data.subarray(PIECE, 2 * PIECE), last].map(sha1).join(''),
    );
    const missing = new Uint8Array(32);
    const left = sha256(sha256(last.subarray(0, LEAF)), sha256(last.subarray(LEAF)));
    expect(hex(hashes.roots.subarray(64))).toBe(sha256(left, sha256(missing, missing)).toString('hex'));
  });

  test('pads the last piece with zeros for v1 only', async () => {
    const whole = new Uint8Array(PIECE);
    whole.set(data.subarray(2 * PIECE));
    const [padded, plain] = await Promise.all([hashRun(run({ lastV1Length: PIECE })), hashRun(run())]);
    expect(hex(padded.sha1.subarray(40))).toBe(sha1(whole));
    expect(padded.roots).toEqual(plain.roots);
  });

  test('a run from the middle equals its part of the whole', async () => {
    const [part, whole] = await Promise.all([
      hashRun(run({ offset: PIECE, length: PIECE, lastV1Length: PIECE })),
      hashRun(run()),
    ]);
    expect(part.roots).toEqual(whole.roots.slice(32, 64));
    expect(part.sha1).toEqual(whole.sha1.slice(20, 40));
  });

  test('a file that became shorter is refused', async () => {
    await expect(hashRun(run({ offset: PIECE }))).rejects.toThrow('shorter');
  });
});

describe('reading picked files', () => {
  test('returns exactly the bytes asked for', async () => {
    const source = createFileSource([{ path: 'd/a.bin', file }]);
    await source.probe();
    expect(await source.read(0, LEAF, 10)).toEqual(data.slice(LEAF, LEAF + 10));
    expect(await source.read(0, data.length, 0)).toHaveLength(0);
  });

  test('names the file that became shorter or cannot be read', async () => {
    const gone = Object.assign(new File([data], 'b'), {
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }),
    });
    const source = createFileSource([
      { path: 'a', file },
      { path: 'd/b', file: gone },
    ]);
    await expect(source.read(0, data.length - 1, 2)).rejects.toMatchObject({ path: 'a' });
    await expect(source.probe()).rejects.toMatchObject({ code: 'file-unreadable', path: 'd/b' });
  });
});
