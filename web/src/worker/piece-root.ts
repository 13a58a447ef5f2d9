/**
 * Hashes a piece: SHA-256 of its 16 KiB leaves, the tree above them by the shared Merkle helpers.
 */
import { equalBytes } from '@flockdrop/shared/bytes';
import { HASH_LENGTH, LEAF_LENGTH, pieceRoot } from '@flockdrop/shared/metainfo';
import { sha256 } from './digests.ts';
import type { ExpectedPiece } from './protocol.ts';

/** SHA-256 of each 16 KiB leaf of `bytes`, n × 32 bytes. */
export async function leafHashes(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const count = Math.ceil(bytes.byteLength / LEAF_LENGTH);
  const hashes = new Uint8Array(count * HASH_LENGTH);
  const digests = Array.from({ length: count }, (_, leaf) =>
    sha256(bytes.subarray(leaf * LEAF_LENGTH, (leaf + 1) * LEAF_LENGTH)),
  );
  for (const [leaf, digest] of (await Promise.all(digests)).entries()) {
    hashes.set(digest, leaf * HASH_LENGTH);
  }
  return hashes;
}

/**
 * Root of the piece's Merkle tree, 32 bytes.
 * @param leafWidth as of `pieceRoot` in the metainfo
 */
export async function rootOf(bytes: Uint8Array<ArrayBuffer>, leafWidth: number): Promise<Uint8Array> {
  return pieceRoot(await leafHashes(bytes), leafWidth);
}

/** The leaf hashes of `bytes` when they are not the piece that is expected, whose length they have; else `null`. */
export async function wrongLeaves(
  bytes: Uint8Array<ArrayBuffer>,
  expected: ExpectedPiece,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const leaves = await leafHashes(bytes);
  return equalBytes(pieceRoot(leaves, expected.leafWidth), expected.root) ? null : leaves;
}

/** Whether `bytes` are the piece that is expected. */
export async function isPiece(bytes: Uint8Array<ArrayBuffer>, expected: ExpectedPiece): Promise<boolean> {
  if (bytes.byteLength !== expected.length || bytes.byteLength === 0) return false;
  if (bytes.byteLength > expected.leafWidth * LEAF_LENGTH) return false;
  return (await wrongLeaves(bytes, expected)) === null;
}
