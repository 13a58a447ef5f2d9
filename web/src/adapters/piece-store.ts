/**
 * Verified pieces of one share in IndexedDB, worked on by one worker for all shares. It assembles, verifies and
 * stores; it never decides which piece is wanted and never trusts anything but what it finds stored.
 */
import type { Block, ExpectedPiece } from '../worker/protocol.ts';

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

/** @param infoHash v2 info-hash, hex */
export declare function openPieceStore(infoHash: string): PieceStore;
