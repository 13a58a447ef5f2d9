import { FileError, type SourceFile } from '../adapters/file-source.ts';
import type { FilePieces, PieceStore } from '../adapters/piece-store.ts';
import { type PieceExpectations, type Stretch, stretchAround } from './expectations.ts';

/** What is kept at hand: peers ask for the blocks of a piece, and for the pieces of a stretch, one after the other. */
const CACHE_BYTES = 16 * 1024 * 1024;
/** Read out of a file in one go. */
const STRETCH_BYTES = 1024 * 1024;

interface Reading {
  readonly stretch: Stretch;
  readonly bytes: number;
  /** In order; `null` for each that is not there, or not what it was. */
  readonly pieces: Promise<readonly (Uint8Array | null)[]>;
}

/**
 * Reads verified pieces, from storage or from the picked files, and keeps the last few. Whatever it hands out was
 * hashed again: what was edited or rotted since must never reach a peer, nor a saved file.
 */
export class PieceReader {
  readonly #store: PieceStore;
  readonly #isStored: (piece: number) => boolean;
  #expectations: PieceExpectations | null = null;
  /** In the torrent's order. */
  #files: readonly SourceFile[] | null = null;
  /** By first piece, in order of use, the oldest first. */
  readonly #readings = new Map<number, Reading>();
  #cachedBytes = 0;

  constructor(store: PieceStore, isStored: (piece: number) => boolean) {
    this.#store = store;
    this.#isStored = isStored;
  }

  /** @param files the picked ones in the torrent's order, while they are at hand */
  open(expectations: PieceExpectations, files: readonly SourceFile[] | null): void {
    this.#expectations = expectations;
    this.#files = files;
    this.#readings.clear();
    this.#cachedBytes = 0;
  }

  /** The whole piece, a view that must not be changed; `null` when it is gone. Throws FileError and StorageError. */
  async piece(piece: number): Promise<Uint8Array | null> {
    const expectations = this.#expectations;
    if (expectations === null) return null;
    const stretch =
      this.#files === null
        ? { first: piece, count: 1 }
        : stretchAround(expectations.geometry, piece, STRETCH_BYTES);
    const read = await this.#read(expectations, stretch);
    const found = read[piece - stretch.first] ?? null;
    if (found !== null || this.#files === null || !this.#isStored(piece)) return found;
    return this.#store.get(expectations.of(piece));
  }

  /** Bytes of a block; `null` when the piece is gone. Throws FileError and StorageError. */
  async block(piece: number, offset: number, length: number): Promise<Uint8Array | null> {
    const bytes = await this.piece(piece);
    return bytes === null || offset + length > bytes.byteLength
      ? null
      : bytes.subarray(offset, offset + length);
  }

  #read(expectations: PieceExpectations, stretch: Stretch): Promise<readonly (Uint8Array | null)[]> {
    const known = this.#readings.get(stretch.first);
    if (known !== undefined) {
      this.#readings.delete(stretch.first);
      this.#readings.set(stretch.first, known);
      return known.pieces;
    }
    const pieces = this.#files === null ? this.#fromStore(expectations, stretch) : this.#fromFile(stretch);
    const reading = { stretch, bytes: bytesOf(expectations, stretch), pieces };
    this.#readings.set(stretch.first, reading);
    this.#cachedBytes += reading.bytes;
    this.#forgetOldest();
    // What could not be read may be readable the next time.
    pieces.then(
      (found) => (found.length === 0 || found.includes(null)) && this.#forget(reading),
      () => this.#forget(reading),
    );
    return pieces;
  }

  async #fromStore(
    expectations: PieceExpectations,
    { first }: Stretch,
  ): Promise<readonly (Uint8Array | null)[]> {
    const expected = expectations.of(first);
    // A connection that died in between is opened anew by the second try.
    return [await this.#store.get(expected).catch(() => this.#store.get(expected))];
  }

  /** Files are read faster than the database, so they come first as long as they are what they were. */
  async #fromFile(stretch: Stretch): Promise<readonly (Uint8Array | null)[]> {
    const [source, pieces] = this.filePieces(stretch);
    const read = await this.#store.read(pieces);
    if (read !== 'unreadable') return read;
    // A cloud file or a sleeping disk may answer the second time.
    const again = await this.#store.read(pieces);
    if (again !== 'unreadable') return again;
    const { first, count } = stretch;
    if (Array.from({ length: count }, (_, nth) => this.#isStored(first + nth)).every(Boolean)) return [];
    throw new FileError(
      source.path,
      `“${source.path}” cannot be read any more. It was moved, changed or is out of reach; add it again.`,
    );
  }

  /** Where a stretch lies in the picked files. Throws RangeError without them. */
  filePieces({ first, count }: Stretch): readonly [source: SourceFile, pieces: FilePieces] {
    const expectations = this.#expectations;
    const index = expectations?.geometry.fileOfPiece(first).index ?? -1;
    const source = this.#files?.[index];
    if (expectations === null || source === undefined) throw new RangeError(`no file has piece ${first}`);
    const expected = Array.from({ length: count }, (_, nth) => expectations.of(first + nth));
    const offset = expectations.geometry.pieceOffsetInFile(first);
    return [source, { file: source.file, offset, expected }];
  }

  #forgetOldest(): void {
    for (const reading of this.#readings.values()) {
      if (this.#cachedBytes <= CACHE_BYTES || this.#readings.size === 1) return;
      this.#forget(reading);
    }
  }

  #forget(reading: Reading): void {
    if (this.#readings.get(reading.stretch.first) !== reading) return;
    this.#readings.delete(reading.stretch.first);
    this.#cachedBytes -= reading.bytes;
  }
}

function bytesOf(expectations: PieceExpectations, { first, count }: Stretch): number {
  let bytes = 0;
  for (let piece = first; piece < first + count; piece++) bytes += expectations.geometry.pieceLengthOf(piece);
  return bytes;
}
