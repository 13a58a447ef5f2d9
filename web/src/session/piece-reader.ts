import { type Geometry, pieceHashes, type Torrent } from '@flockdrop/shared/metainfo';
import type { FileSource } from '../adapters/file-source.ts';
import type { PieceStore } from '../adapters/piece-store.ts';
import { isPiece } from '../worker/piece-root.ts';
import type { ExpectedPiece } from '../worker/protocol.ts';

/** Pieces kept at hand, in bytes: peers ask for the blocks of a piece one after the other. */
const CACHE_BYTES = 16 * 1024 * 1024;
const EXTENT_BYTES = 1024 * 1024;
const CACHED_EXTENTS = 16;

/** What each piece must be, from the piece layers. */
export class PieceExpectations {
  readonly #geometry: Geometry;
  readonly #hashes: Uint8Array;

  constructor(torrent: Torrent) {
    this.#geometry = torrent.info.geometry;
    this.#hashes = pieceHashes(torrent);
  }

  of(piece: number): ExpectedPiece {
    return {
      piece,
      length: this.#geometry.pieceLengthOf(piece),
      leafWidth: this.#geometry.leafWidthOf(piece),
      root: this.#hashes.slice(piece * 32, piece * 32 + 32),
    };
  }
}

/** The files a person picked, in the torrent's order. */
export interface PieceFiles {
  readonly source: FileSource;
  readonly geometry: Geometry;
  readonly expectations: PieceExpectations;
}

/**
 * Reads verified pieces, from storage or from the picked files, whole, and keeps the last few. A piece of a file is
 * hashed again when it is read: a file edited since must never reach a peer.
 */
export class PieceReader {
  readonly #store: PieceStore;
  #files: PieceFiles | null;
  readonly #isStored: (piece: number) => boolean;
  /** In order of use, the oldest first. */
  readonly #cache = new Map<number, Promise<Uint8Array | null>>();
  readonly #sizes = new Map<number, number>();
  #cachedBytes = 0;
  /** Stretches of the picked files, by their first piece. */
  readonly #extents = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();

  constructor(store: PieceStore, files: PieceFiles | null, isStored: (piece: number) => boolean) {
    this.#store = store;
    this.#files = files;
    this.#isStored = isStored;
  }

  setFiles(files: PieceFiles | null): void {
    this.#files = files;
  }

  /** The whole piece, a view that must not be changed; `null` when it is gone. Throws FileError. */
  async piece(piece: number): Promise<Uint8Array | null> {
    const cached = this.#cache.get(piece);
    if (cached !== undefined) {
      this.#cache.delete(piece);
      this.#cache.set(piece, cached);
      return cached;
    }
    const reading = this.#read(piece);
    this.#cache.set(piece, reading);
    try {
      const bytes = await reading;
      if (bytes === null) this.#cache.delete(piece);
      else this.#keep(piece, bytes.byteLength);
      return bytes;
    } catch (error) {
      this.#cache.delete(piece);
      throw error;
    }
  }

  /** Bytes of a block; `null` when the piece is gone. Throws FileError. */
  async block(piece: number, offset: number, length: number): Promise<Uint8Array | null> {
    const bytes = await this.piece(piece);
    return bytes === null || offset + length > bytes.byteLength
      ? null
      : bytes.subarray(offset, offset + length);
  }

  /** Files are read faster than the database, so they come first as long as they are what they were. */
  async #read(piece: number): Promise<Uint8Array | null> {
    const files = this.#files;
    if (files === null) return this.#store.get(piece);
    if (!this.#isStored(piece)) return this.#fromFiles(files, piece);
    const bytes = await this.#fromFiles(files, piece).catch(() => null);
    return bytes ?? this.#store.get(piece);
  }

  /** Peers take the pieces of an extent together, so it is read in one go. Throws FileError. */
  async #fromFiles(files: PieceFiles, piece: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const { geometry, source, expectations } = files;
    const file = geometry.fileOfPiece(piece);
    const perExtent = Math.max(1, Math.floor(EXTENT_BYTES / geometry.pieceLength));
    const first = Math.max(file.firstPiece, piece - (piece % perExtent));
    const offset = geometry.pieceOffsetInFile(first);
    let reading = this.#extents.get(first);
    if (reading === undefined) {
      const length = Math.min(perExtent * geometry.pieceLength, file.length - offset);
      reading = source.read(file.index, offset, length);
      this.#extents.set(first, reading);
      for (const oldest of this.#extents.keys()) {
        if (this.#extents.size <= CACHED_EXTENTS) break;
        this.#extents.delete(oldest);
      }
    }
    const at = geometry.pieceOffsetInFile(piece) - offset;
    const extent = await reading;
    const bytes = extent.subarray(at, at + geometry.pieceLengthOf(piece));
    return (await isPiece(bytes, expectations.of(piece))) ? bytes : null;
  }

  #keep(piece: number, bytes: number): void {
    if (this.#sizes.has(piece) || !this.#cache.has(piece)) return;
    this.#sizes.set(piece, bytes);
    this.#cachedBytes += bytes;
    for (const oldest of this.#cache.keys()) {
      if (this.#cachedBytes <= CACHE_BYTES) return;
      const size = this.#sizes.get(oldest);
      if (size === undefined) continue;
      this.#cache.delete(oldest);
      this.#sizes.delete(oldest);
      this.#cachedBytes -= size;
    }
  }
}

/** One piece out of the picked files; `null` when the file no longer holds what was hashed. Throws FileError. */
export async function readFromFiles(
  files: PieceFiles,
  piece: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { geometry, expectations, source } = files;
  const { index } = geometry.fileOfPiece(piece);
  const bytes = await source.read(index, geometry.pieceOffsetInFile(piece), geometry.pieceLengthOf(piece));
  return (await isPiece(bytes, expectations.of(piece))) ? bytes : null;
}
