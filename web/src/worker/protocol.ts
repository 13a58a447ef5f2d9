/**
 * What pages and workers say to each other. Types and plain data only, so that it compiles under both libraries.
 */

/** What a piece must be. `root` is the root of its own Merkle tree, `leafWidth` 16 KiB leaves wide. */
export interface ExpectedPiece {
  readonly piece: number;
  /** Bytes of data, padding excluded. */
  readonly length: number;
  /** A power of two (Geometry.leafWidthOf). */
  readonly leafWidth: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** A received block. `offset` is bytes within the piece. */
export interface Block {
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
