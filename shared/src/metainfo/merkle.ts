import { LEAF_LENGTH, nextPowerOfTwo } from './geometry.ts';
import { hashPairs } from './sha256-pairs.ts';

/**
 * The SHA-256 Merkle trees of BEP 52 over hashes that are already known. It hashes pairs of hashes, never
 * data: bulk hashing is the caller's, by whatever is fastest there.
 */
export const HASH_LENGTH = 32;
const ZERO_HASH = new Uint8Array(HASH_LENGTH);

/** SHA-256 of two hashes side by side. */
export function parentOf(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const pair = new Uint8Array(2 * HASH_LENGTH);
  pair.set(left, 0);
  pair.set(right, HASH_LENGTH);
  const parent = new Uint8Array(HASH_LENGTH);
  hashPairs(pair, 1, parent);
  return parent;
}

/** The `nth` hash of a run of hashes, not copied; `undefined` past its end. */
export function hashAt(hashes: Uint8Array, nth: number): Uint8Array | undefined {
  const begin = nth * HASH_LENGTH;
  return begin < hashes.length ? hashes.subarray(begin, begin + HASH_LENGTH) : undefined;
}

/** The layer above, in a new array. `hashes` is n × 32 bytes; an odd end is paired with `pad`. */
export function parentLayer(hashes: Uint8Array, pad: Uint8Array): Uint8Array<ArrayBuffer> {
  const count = Math.ceil(hashes.length / (2 * HASH_LENGTH));
  const above = new Uint8Array(count * HASH_LENGTH);
  const whole = Math.floor(hashes.length / (2 * HASH_LENGTH));
  hashPairs(hashes, whole, above);
  if (whole < count) above.set(parentOf(hashes.subarray(whole * 2 * HASH_LENGTH), pad), whole * HASH_LENGTH);
  return above;
}

/**
 * Root of a tree `width` hashes wide, whose missing hashes on the right are all `pad`.
 * @param hashes n × 32 bytes, 1 ≤ n ≤ width
 * @param width a power of two
 * @param pad 32 bytes; zeros where the hashes are leaves
 */
export function merkleRoot(
  hashes: Uint8Array,
  width: number,
  pad: Uint8Array = ZERO_HASH,
): Uint8Array<ArrayBuffer> {
  const count = hashes.length / HASH_LENGTH;
  if (!Number.isInteger(count) || count < 1 || count > width || nextPowerOfTwo(width) !== width) {
    throw new RangeError(`${hashes.length} bytes of hashes under a tree ${width} wide`);
  }
  let layer = hashes;
  let padding = pad;
  for (let wide = width; wide > 1; wide /= 2) {
    layer = parentLayer(layer, padding);
    if (wide > 2) padding = parentOf(padding, padding);
  }
  return layer.slice(0, HASH_LENGTH);
}

const paddingRoots = new Map<number, Uint8Array<ArrayBuffer>>();

/**
 * Root of a piece that is all padding: what fills the piece layer to a power of two (BEP 52). There are few piece
 * lengths, and every file asks: each root is kept, so it must not be changed.
 */
export function paddingPieceRoot(pieceLength: number): Uint8Array<ArrayBuffer> {
  const known = paddingRoots.get(pieceLength);
  if (known !== undefined) return known;
  const root = merkleRoot(ZERO_HASH, pieceLength / LEAF_LENGTH);
  paddingRoots.set(pieceLength, root);
  return root;
}

/** Root of a file from the roots of its pieces (n × 32 bytes, n ≥ 1); of a file of one piece it is that root. */
export function fileRoot(layer: Uint8Array, pieceLength: number): Uint8Array<ArrayBuffer> {
  if (layer.length === HASH_LENGTH) return new Uint8Array(layer);
  const width = nextPowerOfTwo(layer.length / HASH_LENGTH);
  return merkleRoot(layer, width, paddingPieceRoot(pieceLength));
}

/**
 * Root of one piece from the SHA-256 of its 16 KiB blocks.
 * @param leafHashes n × 32 bytes, only the leaves that hold data
 * @param leafWidth `Geometry.leafWidthOf(piece)`: a file shorter than a piece is padded only to its own next
 *   power of two, any other piece to the whole piece length (BEP 52)
 */
export function pieceRoot(leafHashes: Uint8Array, leafWidth: number): Uint8Array<ArrayBuffer> {
  return merkleRoot(leafHashes, leafWidth);
}
