/**
 * Hashes consecutive pieces of a file. It holds one run of the file in memory and nothing else.
 *
 * Read whole, not as a stream: docs/decisions/0006-reading-files.md.
 */
import { type Digest, hashPiece, type PieceHashes } from '@flockdrop/shared/metainfo';
import type { HashRun } from './hash-protocol.ts';
import { rootOf } from './piece-root.ts';

const digest: Digest = {
  sha1: async (data) => new Uint8Array(await crypto.subtle.digest('SHA-1', data)),
  pieceRoot: rootOf,
};

/** Rejects when the file cannot be read or turns out shorter. */
export async function hashRun({ file, pieces }: HashRun): Promise<readonly PieceHashes[]> {
  const start = pieces[0]?.offset ?? 0;
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const data = new Uint8Array(await file.slice(start, start + length).arrayBuffer());
  if (data.byteLength !== length) throw new Error('The file is shorter than it was.');
  return await Promise.all(
    pieces.map((piece) => {
      const at = piece.offset - start;
      return hashPiece(data.subarray(at, at + piece.length), piece, digest);
    }),
  );
}
