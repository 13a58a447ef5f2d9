/**
 * Hashes a piece: SHA-256 of its 16 KiB leaves and of the tree above them. By WebAssembly, four at a time, where
 * the browser has it; else the leaves by WebCrypto.
 */
import { equalBytes } from '@flockdrop/shared/bytes';
import { HASH_LENGTH, LEAF_LENGTH, pieceRoot } from '@flockdrop/shared/metainfo';
import type { ExpectedPiece } from './protocol.ts';
import { fourLanes } from './sha256/four-lanes.ts';

/** Compiled once a thread; `null` where the browser cannot. */
const hashMany = fourLanes().catch(() => null);

const digest = async (data: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', data));

/** SHA-256 of each 16 KiB leaf of `bytes`, n × 32 bytes. */
export async function leafHashes(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const many = await hashMany;
  const whole = many === null ? 0 : Math.floor(bytes.length / LEAF_LENGTH);
  const count = Math.ceil(bytes.length / LEAF_LENGTH);
  const hashes = new Uint8Array(count * HASH_LENGTH);
  const single = Array.from({ length: count - whole }, async (_, nth) => {
    const leaf = whole + nth;
    const data = bytes.subarray(leaf * LEAF_LENGTH, (leaf + 1) * LEAF_LENGTH);
    hashes.set(await digest(data), leaf * HASH_LENGTH);
  });
  if (many !== null) hashes.set(many(bytes.subarray(0, whole * LEAF_LENGTH), LEAF_LENGTH));
  await Promise.all(single);
  return hashes;
}

/**
 * Root of the piece's Merkle tree, 32 bytes.
 * @param leafWidth as of `pieceRoot` in the metainfo
 */
export async function rootOf(bytes: Uint8Array<ArrayBuffer>, leafWidth: number): Promise<Uint8Array> {
  const leaves = await leafHashes(bytes);
  const many = await hashMany;
  if (many === null) return pieceRoot(leaves, leafWidth);
  return pieceRoot(leaves, leafWidth, (pairs) => many(pairs, 2 * HASH_LENGTH));
}

/** Whether `bytes` are the piece that is expected. */
export async function isPiece(bytes: Uint8Array<ArrayBuffer>, expected: ExpectedPiece): Promise<boolean> {
  if (bytes.byteLength !== expected.length || bytes.byteLength === 0) return false;
  if (bytes.byteLength > expected.leafWidth * LEAF_LENGTH) return false;
  return equalBytes(await rootOf(bytes, expected.leafWidth), expected.root);
}
