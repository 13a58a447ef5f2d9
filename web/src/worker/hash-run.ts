/**
 * Hashes consecutive pieces of a file. It holds a few pieces of the file in memory and nothing else.
 */
import { type Digest, hashPiece, type PieceHashes, type PieceToHash } from '@flockdrop/shared/metainfo';
import { BlobReader } from './blob-reader.ts';
import type { HashRun } from './hash-protocol.ts';
import { rootOf } from './piece-root.ts';

/** Read in one go, unless one piece is longer. */
const BATCH_BYTES = 1024 * 1024;

const digest: Digest = {
  sha1: async (data) => new Uint8Array(await crypto.subtle.digest('SHA-1', data)),
  pieceRoot: rootOf,
};

/** Rejects when the file cannot be read or turns out shorter. */
export async function hashRun({ file, pieces }: HashRun): Promise<readonly PieceHashes[]> {
  const start = pieces[0]?.offset ?? 0;
  const reader = new BlobReader(file.slice(start, start + lengthOf(pieces)));
  const hashes: PieceHashes[] = [];
  let hashing: Promise<readonly PieceHashes[]> = Promise.resolve([]);
  for (const batch of batchesOf(pieces)) {
    // While one batch is being hashed the next is being read; the reader has a buffer for each of the two.
    const data = await reader.read(lengthOf(batch));
    hashes.push(...(await hashing));
    hashing = hashBatch(batch, data);
  }
  hashes.push(...(await hashing));
  return hashes;
}

function hashBatch(
  batch: readonly PieceToHash[],
  data: Uint8Array<ArrayBuffer>,
): Promise<readonly PieceHashes[]> {
  const start = batch[0]?.offset ?? 0;
  return Promise.all(
    batch.map((piece) => {
      const at = piece.offset - start;
      return hashPiece(data.subarray(at, at + piece.length), piece, digest);
    }),
  );
}

function* batchesOf(pieces: readonly PieceToHash[]): Generator<readonly PieceToHash[]> {
  let batch: PieceToHash[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    if (batch.length > 0 && bytes + piece.length > BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(piece);
    bytes += piece.length;
  }
  if (batch.length > 0) yield batch;
}

function lengthOf(pieces: readonly PieceToHash[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}
