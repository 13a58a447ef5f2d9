/**
 * Verified pieces of one share in IndexedDB, worked on by one worker for all shares. It assembles, verifies and
 * stores; it never decides which piece is wanted and never trusts anything but what it finds stored.
 */
import { Caller, type CallPort } from '../worker/calls.ts';
import type {
  Block,
  ExpectedPiece,
  FilePieces,
  PiecesCalls,
  StorageFailure,
  WrongPiece,
} from '../worker/protocol.ts';

export type { Block, ExpectedPiece, FilePieces, WrongPiece } from '../worker/protocol.ts';

/** `storage-full`: the browser's quota is used up. `storage-failed`: anything else. Nothing was half-written. */
export class StorageError extends Error {
  readonly code: StorageFailure['code'];
  constructor(code: StorageFailure['code'], message: string) {
    super(message);
    this.name = 'StorageError';
    this.code = code;
  }
}

/** Everything here throws StorageError, and nothing else. */
export interface PieceStore {
  /** Indices of the stored pieces, ascending. */
  keys(): Promise<readonly number[]>;
  /**
   * Assembles the blocks, compares with the expected root and stores what is right. `gaps`: they do not cover the
   * piece. The blocks' buffers may be transferred: do not use them afterwards.
   */
  receive(expected: ExpectedPiece, blocks: readonly Block[]): Promise<'stored' | 'gaps' | WrongPiece>;
  /** A stored piece, verified again; `null` when absent. One that rotted is deleted, and absent. */
  get(expected: ExpectedPiece): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Pieces out of a picked file; `null` for each that the file no longer holds. Stores nothing. */
  read(pieces: FilePieces): Promise<readonly (Uint8Array<ArrayBuffer> | null)[] | 'unreadable'>;
  /** Stores pieces out of a picked file. `wrong`: the file no longer holds all of them. */
  copy(pieces: FilePieces): Promise<'stored' | 'wrong' | 'unreadable'>;
  /** Finishes what is being written and lets go of the database. */
  close(): Promise<void>;
  /** Deletes everything of this share. */
  destroy(): Promise<void>;
}

/** A header before the block in its buffer may go along; anything more may be somebody else's bytes. */
const HEADER_BYTES = 13;

/** Opens the store of a share in the one worker of this page. @param infoHash v2 info-hash, hex */
export function openPieceStore(infoHash: string): PieceStore {
  shared ??= startWorker();
  return storeBehind(shared, infoHash);
}

/** Starts that worker ahead of the first share. */
export function preparePieceStore(): void {
  shared ??= startWorker();
}

let shared: Caller<PiecesCalls> | undefined;

function startWorker(): Caller<PiecesCalls> {
  const worker = new Worker(new URL('../worker/pieces.ts', import.meta.url), {
    type: 'module',
    name: 'pieces',
  });
  const caller = new Caller<PiecesCalls>(worker);
  worker.onerror = (event) => {
    // A worker whose script did not load answers nobody, ever. The next share tries with a new one.
    caller.fail(new Error(event.message || 'a part of Flockdrop could not be loaded; reload the page'));
    if (shared === caller) shared = undefined;
  };
  return caller;
}

/** A store of `infoHash` behind a given worker. */
export function connectPieceStore(port: CallPort, infoHash: string): PieceStore {
  return storeBehind(new Caller<PiecesCalls>(port), infoHash);
}

function storeBehind(worker: Caller<PiecesCalls>, infoHash: string): PieceStore {
  return {
    keys: async () => (await worker.call('keys', [infoHash]).catch(failed)).sort((a, b) => a - b),
    async receive(expected, blocks) {
      const owned = blocks.map(({ offset, bytes }) => ({ offset, bytes: ownBuffer(bytes) }));
      const buffers = owned.map(({ bytes }) => bytes.buffer);
      const result = await worker.call('receive', [infoHash, expected, owned], buffers).catch(failed);
      return typeof result === 'object' && 'leaves' in result ? result : orThrow(result);
    },
    get: (expected) => worker.call('get', [infoHash, expected]).catch(failed),
    read: (pieces) => worker.call('read', [pieces]).catch(failed),
    copy: async (pieces) => orThrow(await worker.call('copy', [infoHash, pieces]).catch(failed)),
    close: () => worker.call('close', [infoHash]).catch(failed),
    destroy: () => worker.call('destroy', [infoHash]).catch(failed),
  };
}

/** Bytes whose buffer may be given away: the same where they fill it, else a copy. */
function ownBuffer(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const fills = bytes.byteOffset + bytes.byteLength === bytes.buffer.byteLength;
  return fills && bytes.byteOffset <= HEADER_BYTES ? bytes : bytes.slice();
}

function failed(error: unknown): never {
  throw new StorageError('storage-failed', error instanceof Error ? error.message : String(error));
}

function orThrow<T extends string>(result: T | StorageFailure): T {
  if (typeof result === 'string') return result;
  throw new StorageError(result.code, result.message);
}
