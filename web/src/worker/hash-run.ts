/**
 * Hashes consecutive pieces of a file both ways a hybrid torrent needs them, by WebCrypto, with many digests in
 * flight. It holds one run of the file in memory and nothing else.
 */
import { merkleRoot } from '@flockdrop/shared/metainfo';
import type { HashRun, RunHashes } from './hash-protocol.ts';
import { leafHashes } from './piece-root.ts';

const ROOT_LENGTH = 32;
const SHA1_LENGTH = 20;

/** Rejects when the file cannot be read or turns out shorter. */
export async function hashRun(run: HashRun): Promise<RunHashes> {
  const data = new Uint8Array(await run.file.slice(run.offset, run.offset + run.length).arrayBuffer());
  if (data.byteLength !== run.length) throw new Error('The file is shorter than it was.');
  const count = Math.ceil(run.length / run.pieceLength);
  const roots = new Uint8Array(count * ROOT_LENGTH);
  const sha1 = new Uint8Array(count * SHA1_LENGTH);
  const hashPiece = async (nth: number): Promise<void> => {
    const piece = data.subarray(nth * run.pieceLength, (nth + 1) * run.pieceLength);
    const v1 = nth === count - 1 ? padded(piece, run.lastV1Length) : piece;
    const [leaves, digest] = await Promise.all([leafHashes(piece), crypto.subtle.digest('SHA-1', v1)]);
    roots.set(merkleRoot(leaves, run.leafWidth), nth * ROOT_LENGTH);
    sha1.set(new Uint8Array(digest), nth * SHA1_LENGTH);
  };
  await Promise.all(Array.from({ length: count }, (_, nth) => hashPiece(nth)));
  return { roots, sha1 };
}

function padded(piece: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length === piece.byteLength) return piece;
  const whole = new Uint8Array(length);
  whole.set(piece);
  return whole;
}
