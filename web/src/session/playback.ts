import type { Geometry } from '@flockdrop/shared/metainfo';
import type { StreamReader } from '../adapters/streamer.ts';

/** Fetched before anything else, from where a reader is. */
const AHEAD_BYTES = 8 * 1024 * 1024;
/** As fast as a good film: nobody tells how fast this one is played. */
const PLAYED_BPS = 1_000_000;

/** A piece, and when it is needed. */
export interface AwaitedPiece {
  readonly piece: number;
  readonly inMs: number;
}

export interface PlaybackOptions {
  geometry(): Geometry | null;
  /** Verified, and readable from here. */
  isHere(piece: number): boolean;
  /** `null` when it turns out to be lost; it is fetched again then. */
  piece(index: number): Promise<Uint8Array | null>;
  /** What is waited for, instead of what was said before. */
  onWaiting(pieces: readonly AwaitedPiece[]): void;
  /** `needs` is another. */
  onChange(): void;
}

/** A browser's request that reads a file. */
interface Reading {
  readonly file: number;
  /** Bytes. */
  at: number;
  /** The piece that it cannot go on without. */
  needs: number | null;
}

/**
 * Reads files of one share while they come, for as many readers as there are, and has fetched first what lies before each
 * of them. Reading waits for its pieces as long as it takes.
 */
export class Playback {
  readonly #options: PlaybackOptions;
  readonly #readings = new Set<Reading>();
  #arrivals: (() => void)[] = [];
  #told = '';

  constructor(options: PlaybackOptions) {
    this.#options = options;
  }

  /** A piece that a reader waits for now, or `null`. */
  get needs(): number | null {
    for (const { needs } of this.#readings) if (needs !== null) return needs;
    return null;
  }

  /** @param file index in the torrent */
  open(file: number): StreamReader {
    const reading: Reading = { file, at: 0, needs: null };
    this.#readings.add(reading);
    return {
      read: (offset, length) => this.#read(reading, offset, length),
      close: () => {
        this.#readings.delete(reading);
        this.#tell();
        this.arrived();
      },
    };
  }

  /** Pieces are here that were not, or may be. */
  arrived(): void {
    for (const goOn of this.#arrivals.splice(0)) goOn();
  }

  /** Whoever fetches for us knows nothing of what we wait for. */
  tellAnew(): void {
    this.#told = '';
    this.#tell();
    this.arrived();
  }

  async #read(reading: Reading, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const geometry = this.#options.geometry();
    const [range] = geometry?.pieceRanges(reading.file, offset, length) ?? [];
    if (range === undefined) throw new RangeError(`${length} bytes at ${offset} of file ${reading.file}`);
    reading.at = offset;
    this.#tell();
    for (;;) {
      while (!this.#options.isHere(range.piece)) await this.#arrival(reading, range.piece);
      this.#expectOpen(reading);
      const piece = await this.#options.piece(range.piece);
      this.#expectOpen(reading);
      if (piece !== null)
        return piece.slice(range.offset, range.offset + range.length) as Uint8Array<ArrayBuffer>;
      if (this.#options.isHere(range.piece)) throw new LostPieceError();
      // It counted as here when we said what we wait for.
      this.#tell();
    }
  }

  async #arrival(reading: Reading, piece: number): Promise<void> {
    this.#expectOpen(reading);
    reading.needs = piece;
    this.#options.onChange();
    await new Promise<void>((resolve) => this.#arrivals.push(resolve));
    reading.needs = null;
    this.#options.onChange();
  }

  #expectOpen(reading: Reading): void {
    if (!this.#readings.has(reading)) throw new Error('nobody reads any more');
  }

  #tell(): void {
    const deadlines = new Map<number, number>();
    for (const reading of this.#readings) {
      for (const [piece, inMs] of this.#ahead(reading)) {
        if (this.#options.isHere(piece)) continue;
        deadlines.set(piece, Math.min(inMs, deadlines.get(piece) ?? inMs));
      }
    }
    const told = [...deadlines.keys()].join();
    if (told === this.#told) return;
    this.#told = told;
    this.#options.onWaiting([...deadlines].map(([piece, inMs]) => ({ piece, inMs })));
  }

  *#ahead({ file, at }: Reading): Generator<readonly [piece: number, inMs: number]> {
    const geometry = this.#options.geometry();
    const length = geometry?.files[file]?.length ?? 0;
    if (geometry === null || at >= length) return;
    let bytes = 0;
    for (const range of geometry.pieceRanges(file, at, Math.min(AHEAD_BYTES, length - at))) {
      yield [range.piece, (1_000 * bytes) / PLAYED_BPS];
      bytes += range.length;
    }
  }
}

class LostPieceError extends Error {
  readonly code = 'piece-lost';
  readonly words = 'piece-lost.preview';
  constructor() {
    super(
      'Part of this file is not readable here any more. It may be open in another tab: look at it there.',
    );
  }
}
