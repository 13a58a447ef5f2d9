import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { leafHashes, rootOf } from '../../src/worker/piece-root.ts';

const LEAF = 16_384;

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, at) => (at * 13 + (at >> 7)) & 0xff);
}

/** The tree spelled out from BEP 52: a leaf that is not there is 32 zero bytes. */
function tree(bytes: Uint8Array, width: number): Buffer {
  if (width === 1) return bytes.length === 0 ? Buffer.alloc(32) : sha256(bytes);
  const half = (width / 2) * LEAF;
  return sha256(tree(bytes.subarray(0, half), width / 2), tree(bytes.subarray(half), width / 2));
}

test.each([0, 1, LEAF - 1, LEAF, LEAF + 1, 4 * LEAF, 6 * LEAF + 5])(
  '%i bytes have the leaves they have',
  async (length) => {
    const bytes = bytesOf(length);
    const expected: Buffer[] = [];
    for (let at = 0; at < length; at += LEAF) expected.push(sha256(bytes.subarray(at, at + LEAF)));
    expect(Buffer.from(await leafHashes(bytes)).equals(Buffer.concat(expected))).toBe(true);
  },
);

test.each([
  [1, 1],
  [LEAF, 1],
  [LEAF + 1, 2],
  [4 * LEAF, 4],
  [5 * LEAF + 7, 8],
  [2 * LEAF, 16],
])('the root of %i bytes in a tree of %i leaves', async (length, width) => {
  const bytes = bytesOf(length);
  expect(Buffer.from(await rootOf(bytes, width)).toString('hex')).toBe(tree(bytes, width).toString('hex'));
});
