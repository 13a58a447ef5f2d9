/**
 * What the page asks of a hashing worker, and what it gets. Types only.
 */

/** Consecutive pieces of one file. Lengths and offsets are bytes. */
export interface HashRun {
  readonly file: File;
  /** A multiple of `pieceLength`. */
  readonly offset: number;
  readonly length: number;
  readonly pieceLength: number;
  /** 16 KiB leaves that a piece's tree is wide; a power of two. */
  readonly leafWidth: number;
  /** Length of the last piece as v1 hashes it: padded with zeros in a torrent of several files. */
  readonly lastV1Length: number;
}

/** Hashes of the pieces of one run, in order. */
export interface RunHashes {
  /** Roots of the pieces' Merkle trees, n × 32 bytes. */
  readonly roots: Uint8Array<ArrayBuffer>;
  /** SHA-1 of the pieces, n × 20 bytes. */
  readonly sha1: Uint8Array<ArrayBuffer>;
}

export interface HashRequest {
  readonly id: number;
  readonly run: HashRun;
}

export type HashReply =
  | { readonly id: number; readonly type: 'hashed'; readonly hashes: RunHashes }
  /** The file cannot be read, or is not as long as it was. */
  | { readonly id: number; readonly type: 'unreadable'; readonly message: string };
