/**
 * Hashes consecutive pieces of a file as they are read. It holds two chunks of the file in memory and nothing else.
 */
import { type Digest, hashPiece, type PieceHashes, type PieceToHash } from '@flockdrop/shared/metainfo';
import { sha1 } from './digests.ts';
import type { HashRun } from './hash-protocol.ts';
import { rootOf } from './piece-root.ts';
import { readChunks } from './read-chunks.ts';

/** Read at once, or a piece where that is longer: more is not faster, and does not stay in the processor's caches. */
const CHUNK_BYTES = 1024 * 1024;

const digest: Digest = {
  sha1,
  pieceRoot: rootOf,
};

export interface HashedChunk {
  /** Of the next pieces of the run. */
  readonly hashes: readonly PieceHashes[];
  readonly isLast: boolean;
}

/** Throws when the file cannot be read or turns out shorter. */
export async function* hashRun({ file, pieces }: HashRun): AsyncGenerator<HashedChunk, void, undefined> {
  const pieceLength = pieces[0]?.length ?? CHUNK_BYTES;
  const perChunk = Math.max(1, Math.floor(CHUNK_BYTES / pieceLength));
  const start = pieces[0]?.offset ?? 0;
  const end = pieces.reduce((sum, { length }) => sum + length, start);
  let read = 0;
  let hashing: Promise<readonly PieceHashes[]> | null = null;
  for await (const chunk of readChunks(file.slice(start, end), perChunk * pieceLength)) {
    const next = hashChunk(chunk, pieces.slice(read, read + perChunk));
    read += perChunk;
    if (hashing !== null) yield { hashes: await hashing, isLast: false };
    hashing = next;
  }
  if (read < pieces.length || hashing === null) throw shorter();
  yield { hashes: await hashing, isLast: true };
}

/** Reads `chunk` before it returns: what is read next may overwrite it. */
function hashChunk(
  chunk: Uint8Array<ArrayBuffer>,
  pieces: readonly PieceToHash[],
): Promise<readonly PieceHashes[]> {
  if (chunk.byteLength < pieces.reduce((sum, { length }) => sum + length, 0)) throw shorter();
  let at = 0;
  return Promise.all(
    pieces.map((piece) => {
      const data = chunk.subarray(at, at + piece.length);
      at += piece.length;
      return hashPiece(data, piece, digest);
    }),
  );
}

function shorter(): Error {
  return new Error('The file is shorter than it was.');
}
