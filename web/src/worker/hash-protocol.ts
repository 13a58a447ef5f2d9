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
  /** In the order of the run. */
  | { readonly id: number; readonly type: 'hashed'; readonly hashes: readonly PieceHashes[] }
  /** The file cannot be read, or is not as long as it was. */
  | { readonly id: number; readonly type: 'unreadable'; readonly message: string };
