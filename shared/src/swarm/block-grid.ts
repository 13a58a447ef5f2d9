import type { BlockRef } from '../wire/index.ts';

/** How the pieces of a share are cut into blocks: all of the arithmetic, and no state. */
export class BlockGrid {
  readonly pieceCount: number;
  /** Bytes of every block but the last one of a piece. */
  readonly blockLength: number;
  /** Blocks of a piece of full length. */
  readonly blocksPerPiece: number;
  /** Bytes of a piece. */
  readonly lengthOf: (piece: number) => number;

  constructor(options: {
    readonly pieceCount: number;
    readonly pieceLength: number;
    readonly lengthOf: (piece: number) => number;
    readonly blockLength: number;
  }) {
    this.pieceCount = options.pieceCount;
    this.blockLength = options.blockLength;
    this.blocksPerPiece = Math.ceil(options.pieceLength / options.blockLength);
    this.lengthOf = options.lengthOf;
  }

  blockCount(piece: number): number {
    return Math.ceil(this.lengthOf(piece) / this.blockLength);
  }

  /** Reference of block number `block`; the last one of a piece may be shorter. */
  blockRef(piece: number, block: number): BlockRef {
    const offset = block * this.blockLength;
    return { piece, offset, length: Math.min(this.blockLength, this.lengthOf(piece) - offset) };
  }

  /** Number of the block at `ref`, or `null` when it is not one of ours. */
  blockNumber(ref: BlockRef): number | null {
    if (ref.piece >= this.pieceCount || ref.offset % this.blockLength !== 0) return null;
    const block = ref.offset / this.blockLength;
    return this.blockRef(ref.piece, block).length === ref.length ? block : null;
  }

  /** One number for a block of a piece, unique in the share. */
  keyOf(piece: number, block: number): number {
    return piece * this.blocksPerPiece + block;
  }
}
