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

/** The pieces worker. Every call names the share, so that one worker serves all of them. */
export interface PiecesWorker {
  keys(infoHash: string): Promise<number[]>;
  verify(infoHash: string, expected: ExpectedPiece, blocks: readonly Block[]): Promise<boolean>;
  store(infoHash: string, piece: number): Promise<StorageResult>;
  drop(infoHash: string, piece: number): void;
  put(infoHash: string, piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<StorageResult>;
  get(infoHash: string, piece: number): Promise<Uint8Array<ArrayBuffer> | null>;
  check(infoHash: string, expected: ExpectedPiece): Promise<boolean>;
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
