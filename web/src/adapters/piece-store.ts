/**
 * Verified pieces of one share in IndexedDB, worked on by one worker for all shares. It assembles, verifies and
 * stores; it never decides which piece is wanted and never trusts anything but what it finds stored.
 */
import { type Remote, transfer, wrap } from 'comlink';
import type { Block, ExpectedPiece, PiecesWorker, StorageResult } from '../worker/protocol.ts';

export type { Block, ExpectedPiece } from '../worker/protocol.ts';

/** `storage-full`: the browser's quota is used up. `storage-failed`: anything else. Nothing was half-written. */
export class StorageError extends Error {
  readonly code: 'storage-full' | 'storage-failed';
  constructor(code: 'storage-full' | 'storage-failed', message: string) {
    super(message);
    this.name = 'StorageError';
    this.code = code;
  }
}

export interface PieceStore {
  /** Indices of the stored pieces, ascending. */
  keys(): Promise<readonly number[]>;
  /**
   * Assembles the blocks and compares with the expected root. A piece that is right stays in the worker until
   * `store` or `drop`. The blocks' buffers may be transferred: do not use them afterwards.
   */
  verify(expected: ExpectedPiece, blocks: readonly Block[]): Promise<boolean>;
  /** Writes a verified piece; throws StorageError, in which case the piece stays for another try. */
  store(piece: number): Promise<void>;
  /** Forgets a verified piece that was not stored. */
  drop(piece: number): void;
  /** Writes a piece whose bytes are known to be right (`bytes` may be transferred). Throws StorageError. */
  put(piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** A stored piece, or one verified and about to be stored; `null` when absent. */
  get(piece: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Re-verifies a stored piece; one that is wrong is deleted. False when absent or wrong. */
  check(expected: ExpectedPiece): Promise<boolean>;
  /** Finishes what is being written and lets go of the database. */
  close(): Promise<void>;
  /** Deletes everything of this share. */
  destroy(): Promise<void>;
}

/** A header before the block in its buffer may go along; anything more may be somebody else's bytes. */
const HEADER_BYTES = 13;

/** Opens the store of a share in the one worker of this page. @param infoHash v2 info-hash, hex */
export function openPieceStore(infoHash: string): PieceStore {
  shared ??= wrap<PiecesWorker>(
    new Worker(new URL('../worker/pieces.ts', import.meta.url), { type: 'module', name: 'pieces' }),
  );
  return connectPieceStore(shared, infoHash);
}

let shared: Remote<PiecesWorker> | undefined;

/** A store of `infoHash` behind a given worker. */
export function connectPieceStore(worker: Remote<PiecesWorker>, infoHash: string): PieceStore {
  return {
    keys: async () => (await worker.keys(infoHash)).sort((a, b) => a - b),
    verify(expected, blocks) {
      const owned = blocks.map(({ offset, bytes }) => ({ offset, bytes: ownBuffer(bytes) }));
      const buffers = owned.map(({ bytes }) => bytes.buffer);
      return worker.verify(infoHash, expected, transfer(owned, buffers));
    },
    store: async (piece) => throwFailure(await worker.store(infoHash, piece)),
    drop(piece) {
      void worker.drop(infoHash, piece);
    },
    async put(piece, bytes) {
      const owned = ownBuffer(bytes);
      throwFailure(await worker.put(infoHash, piece, transfer(owned, [owned.buffer])));
    },
    get: (piece) => worker.get(infoHash, piece),
    check: (expected) => worker.check(infoHash, expected),
    close: () => worker.close(infoHash),
    destroy: () => worker.destroy(infoHash),
  };
}

/** Bytes whose buffer may be given away: the same where they fill it, else a copy. */
function ownBuffer(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const fills = bytes.byteOffset + bytes.byteLength === bytes.buffer.byteLength;
  return fills && bytes.byteOffset <= HEADER_BYTES ? bytes : bytes.slice();
}

function throwFailure(result: StorageResult): void {
  if (result !== 'stored') throw new StorageError(result.code, result.message);
}
