/**
 * What the page asks of a hashing worker, and what it gets. Types only.
 */
import type { PieceHashes, PieceToHash } from '@flockdrop/shared/metainfo';

/** Consecutive pieces of one file, at least one. */
export interface HashRun {
  readonly file: File;
  readonly pieces: readonly PieceToHash[];
}

export interface HashRequest {
  readonly id: number;
  readonly run: HashRun;
}

export type HashReply =
  /** The next pieces of the run, in its order; `isLast` ends it. */
  | {
      readonly id: number;
      readonly type: 'hashed';
      readonly hashes: readonly PieceHashes[];
      readonly isLast: boolean;
    }
  /** The file cannot be read, or is not as long as it was. */
  | { readonly id: number; readonly type: 'unreadable'; readonly message: string };
