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

/** Errors cannot carry a code through a worker's boundary, so failures that have one travel as values. */
export type StorageResult = 'stored' | StorageFailure;
export interface StorageFailure {
  readonly code: 'storage-full' | 'storage-failed';
  readonly message: string;
}

/** Blocks that cover a piece and are not it. Both are told so that whoever sent the wrong ones can be found. */
export interface WrongPiece {
  /** SHA-256 of their 16 KiB leaves, n × 32 bytes. */
  readonly leaves: Uint8Array;
  /** The blocks, joined. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Consecutive pieces of one picked file. */
export interface FilePieces {
  readonly file: Blob;
  /** Of the first piece in the file, bytes. */
  readonly offset: number;
  readonly expected: readonly ExpectedPiece[];
}

/** What the pieces worker does. Every call names the share, so that one worker serves all of them. */
export interface PiecesCalls {
  keys(infoHash: string): Promise<number[]>;
  /** Neither a wrong piece is stored, nor blocks that do not cover it (`gaps`). */
  receive(
    infoHash: string,
    expected: ExpectedPiece,
    blocks: readonly Block[],
  ): Promise<StorageResult | WrongPiece | 'gaps'>;
  get(infoHash: string, expected: ExpectedPiece): Promise<Uint8Array<ArrayBuffer> | null>;
  /** `null` for each piece that the file no longer holds. */
  read(pieces: FilePieces): Promise<readonly (Uint8Array<ArrayBuffer> | null)[] | 'unreadable'>;
  /** Stores what the file holds. `wrong`: not all of it was what it should be. */
  copy(infoHash: string, pieces: FilePieces): Promise<StorageResult | 'wrong' | 'unreadable'>;
  close(infoHash: string): Promise<void>;
  destroy(infoHash: string): Promise<void>;
}

/** To the ticker: one pending wake-up at most, `delayMs` from now; `null` takes it back. */
export interface TickerRequest {
  readonly id: number;
  readonly delayMs: number | null;
}

/** From the ticker: the wake-up of that id is due. */
export interface TickerReply {
  readonly id: number;
}
