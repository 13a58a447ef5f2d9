/**
 * Where bytes lie: which piece holds them, which file a piece belongs to, how long the last one is. All of the
 * arithmetic of a share is here. Files are aligned to pieces (BEP 52, and pad files in BEP 47), so every piece
 * belongs to exactly one file.
 */
export const LEAF_LENGTH = 16_384;
export const MIN_PIECE_LENGTH = LEAF_LENGTH;
/** What we create lies within these; what others made may have larger pieces. */
export const MIN_CREATED_PIECE_LENGTH = 65_536;
export const MAX_CREATED_PIECE_LENGTH = 4 * 1024 * 1024;
export const MAX_PIECE_LENGTH = 64 * 1024 * 1024;
/** A bitfield of this many pieces is 128 KiB, the longest message that is sent. */
export const MAX_PIECES = 1_000_000;
/** All files of a share, empty ones included. */
export const MAX_FILES = 100_000;
/** All folders of a share: a name costs five bytes of a torrent and a thousand times as much to show. */
export const MAX_FOLDERS = 200_000;

export interface FileEntry {
  readonly index: number;
  readonly path: readonly string[];
  /** Bytes. */
  readonly length: number;
  /** Root of its Merkle tree, 32 bytes; `null` for an empty file. */
  readonly piecesRoot: Uint8Array | null;
  readonly firstPiece: number;
  readonly pieceCount: number;
}

/** The part of one piece that a byte range touches. Offsets and lengths are bytes within the piece. */
export interface PieceRange {
  readonly piece: number;
  readonly offset: number;
  readonly length: number;
}

export class Geometry {
  readonly pieceLength: number;
  readonly pieceCount: number;
  readonly totalLength: number;
  readonly files: readonly FileEntry[];
  /** Index of the file of each piece. */
  readonly #fileOf: Uint32Array;

  /**
   * @param pieceLength bytes, a power of two of at least 16 KiB
   * @param files in torrent order
   */
  constructor(pieceLength: number, files: readonly Pick<FileEntry, 'path' | 'length' | 'piecesRoot'>[]) {
    this.pieceLength = pieceLength;
    let nextPiece = 0;
    this.files = files.map(({ path, length, piecesRoot }, index) => {
      const pieceCount = Math.ceil(length / pieceLength);
      const entry = { index, path, length, piecesRoot, firstPiece: nextPiece, pieceCount };
      nextPiece += pieceCount;
      return entry;
    });
    this.pieceCount = nextPiece;
    this.totalLength = files.reduce((sum, { length }) => sum + length, 0);
    this.#fileOf = new Uint32Array(nextPiece);
    for (const file of this.files) {
      this.#fileOf.fill(file.index, file.firstPiece, file.firstPiece + file.pieceCount);
    }
  }

  /** Throws RangeError when there is no such piece, as the methods below do. */
  fileOfPiece(piece: number): FileEntry {
    const file = this.files[this.#fileOf[piece] ?? -1];
    if (file === undefined) throw new RangeError(`piece ${piece} of ${this.pieceCount}`);
    return file;
  }

  /** Where the piece begins in its file, bytes. */
  pieceOffsetInFile(piece: number): number {
    return (piece - this.fileOfPiece(piece).firstPiece) * this.pieceLength;
  }

  /** Bytes of data in the piece, padding excluded. */
  pieceLengthOf(piece: number): number {
    return Math.min(this.pieceLength, this.fileOfPiece(piece).length - this.pieceOffsetInFile(piece));
  }

  /** Leaves that the piece's own Merkle tree spans, padding included: a power of two. */
  leafWidthOf(piece: number): number {
    const file = this.fileOfPiece(piece);
    if (file.pieceCount > 1) return this.pieceLength / LEAF_LENGTH;
    return nextPowerOfTwo(Math.ceil(file.length / LEAF_LENGTH));
  }

  /** A piece cut into blocks of `blockLength` bytes, the last one shorter where the data ends. */
  *blocksOf(piece: number, blockLength: number): Generator<PieceRange> {
    if (!(blockLength > 0)) throw new RangeError(`blocks of ${blockLength} bytes`);
    const end = this.pieceLengthOf(piece);
    for (let offset = 0; offset < end; offset += blockLength) {
      yield { piece, offset, length: Math.min(blockLength, end - offset) };
    }
  }

  /** The pieces that hold `length` bytes at `offset` of a file, in order. Throws RangeError outside the file. */
  *pieceRanges(fileIndex: number, offset: number, length: number): Generator<PieceRange> {
    const file = this.files[fileIndex];
    if (file === undefined || offset < 0 || length < 0 || offset + length > file.length) {
      throw new RangeError(`bytes ${offset}+${length} of file ${fileIndex}`);
    }
    let at = offset;
    const end = offset + length;
    while (at < end) {
      const nth = Math.floor(at / this.pieceLength);
      const within = at - nth * this.pieceLength;
      const taken = Math.min(this.pieceLength - within, end - at);
      yield { piece: file.firstPiece + nth, offset: within, length: taken };
      at += taken;
    }
  }
}

export function nextPowerOfTwo(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}

export function isPowerOfTwo(value: number): boolean {
  return value >= 1 && nextPowerOfTwo(value) === value;
}

/** Pieces that a share may have before longer ones are tried. */
const MANY_PIECES = 2_048;
/** How much fewer pieces a doubled length must give: with many small files it would only hash more padding. */
const WORTH_DOUBLING = 2 / 3;

/**
 * A power of two within what we create that gives about 1,000–2,000 pieces, or more where the files are so small that
 * longer pieces would hardly be fewer: every file has a piece of its own, which v1 pads to the whole length.
 */
export function choosePieceLength(files: readonly Pick<FileEntry, 'length'>[]): number {
  let pieceLength = MIN_CREATED_PIECE_LENGTH;
  let pieces = countPieces(files, pieceLength);
  while (pieceLength < MAX_CREATED_PIECE_LENGTH && pieces > MANY_PIECES) {
    const fewer = countPieces(files, 2 * pieceLength);
    if (fewer > WORTH_DOUBLING * pieces) break;
    pieceLength *= 2;
    pieces = fewer;
  }
  return pieceLength;
}

/** Pieces of all files together, at a piece length in bytes. */
export function countPieces(files: readonly Pick<FileEntry, 'length'>[], pieceLength: number): number {
  return files.reduce((sum, { length }) => sum + Math.ceil(length / pieceLength), 0);
}
