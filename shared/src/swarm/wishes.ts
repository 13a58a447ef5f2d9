import type { BlockGrid } from './block-grid.ts';
import { NORMAL_PRIORITY } from './priorities.ts';

/**
 * What is wanted, and how much of that is here: part of the ledger, which tells it of every piece that comes or goes.
 * The pieces it offers to the picker are those that are missing and wanted.
 */
export class Wishes {
  readonly #grid: BlockGrid;
  readonly #missing = new Set<number>();
  /** Pieces of `missing`, by priority. */
  readonly #counts = [0, 0, 0, 0];
  #priorities: Uint8Array | null = null;
  #wantedBytes = 0;
  #haveBytes = 0;
  /** Wanted pieces that we do not have, in whatever state. */
  #left = 0;

  constructor(grid: BlockGrid) {
    this.#grid = grid;
  }

  /** Pieces in state `missing` that are wanted. */
  get missing(): ReadonlySet<number> {
    return this.#missing;
  }

  /** Bytes of all wanted pieces. */
  get wantedBytes(): number {
    return this.#wantedBytes;
  }

  /** Bytes of those of them that we have. */
  get haveBytes(): number {
    return this.#haveBytes;
  }

  /** Nothing wanted is left to fetch. */
  get isFulfilled(): boolean {
    return this.#left === 0;
  }

  /** See `Priority`. */
  of(piece: number): number {
    return this.#priorities === null ? NORMAL_PRIORITY : (this.#priorities[piece] ?? 0);
  }

  /** Whether any piece of that priority is missing. */
  lacks(priority: number): boolean {
    return (this.#counts[priority] ?? 0) > 0;
  }

  /** @param priorities by piece; `null`: all are normal. Throws RangeError when they are not as many as the pieces. */
  choose(
    priorities: Uint8Array | null,
    has: (piece: number) => boolean,
    isMissing: (piece: number) => boolean,
  ): void {
    const { pieceCount } = this.#grid;
    if (priorities !== null && priorities.length !== pieceCount) {
      throw new RangeError(`${priorities.length} priorities for ${pieceCount} pieces`);
    }
    this.#priorities = priorities;
    this.#missing.clear();
    this.#counts.fill(0);
    this.#wantedBytes = 0;
    this.#haveBytes = 0;
    this.#left = 0;
    for (let piece = 0; piece < pieceCount; piece++) {
      if (this.of(piece) === 0) continue;
      this.#wantedBytes += this.#grid.lengthOf(piece);
      this.#left++;
      if (has(piece)) this.gained(piece);
      else if (isMissing(piece)) this.missed(piece);
    }
  }

  /** It is missing. */
  missed(piece: number): void {
    const priority = this.of(piece);
    if (priority === 0 || this.#missing.has(piece)) return;
    this.#missing.add(piece);
    this.#counts[priority] = (this.#counts[priority] ?? 0) + 1;
  }

  /** It is missing no more: on its way, or here. */
  found(piece: number): void {
    if (!this.#missing.delete(piece)) return;
    const priority = this.of(piece);
    this.#counts[priority] = (this.#counts[priority] ?? 1) - 1;
  }

  /** We have it. */
  gained(piece: number): void {
    if (this.of(piece) === 0) return;
    this.#left--;
    this.#haveBytes += this.#grid.lengthOf(piece);
  }

  /** We have it no more. */
  lost(piece: number): void {
    if (this.of(piece) === 0) return;
    this.#left++;
    this.#haveBytes -= this.#grid.lengthOf(piece);
  }
}
