import type { BlockGrid } from './block-grid.ts';
import { NORMAL_PRIORITY } from './priorities.ts';
import type { Deadline } from './types.ts';

/**
 * What is wanted, and how much of that is here: part of the ledger, which tells it of every piece that comes or goes.
 * The pieces it offers to the picker are those that are missing and wanted, by choice or because somebody waits for them.
 */
export class Wishes {
  readonly #grid: BlockGrid;
  readonly #missing = new Set<number>();
  /** Pieces of `missing`, by priority. */
  readonly #counts = [0, 0, 0, 0];
  /** Pieces that we do not have and somebody waits for, the most urgent first. */
  #deadlines = new Map<number, number>();
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

  /** When each piece that somebody waits for is due, the most urgent first; none of them is here. */
  get deadlines(): ReadonlyMap<number, number> {
    return this.#deadlines;
  }

  /** Whether it is fetched, or would be: chosen, or waited for. */
  includes(piece: number): boolean {
    return this.of(piece) > 0 || this.#deadlines.has(piece);
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
    for (const piece of this.#deadlines.keys()) if (isMissing(piece)) this.missed(piece);
  }

  /** @param deadlines of pieces that we do not have; what was waited for before is not any more */
  await(deadlines: Iterable<Deadline>, isMissing: (piece: number) => boolean): void {
    const before = this.#deadlines;
    const sorted = [...deadlines].sort((a, b) => b.dueMs - a.dueMs);
    // Of two for the same piece the earlier one counts, and takes its place in the order.
    const latestFirst = new Map<number, number>();
    for (const { piece, dueMs } of sorted) {
      latestFirst.delete(piece);
      latestFirst.set(piece, dueMs);
    }
    this.#deadlines = new Map([...latestFirst].reverse());
    for (const piece of before.keys()) if (!this.includes(piece)) this.found(piece);
    for (const piece of this.#deadlines.keys()) if (isMissing(piece)) this.missed(piece);
  }

  /** It is missing. */
  missed(piece: number): void {
    const priority = this.of(piece);
    if (!this.includes(piece) || this.#missing.has(piece)) return;
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
    this.#deadlines.delete(piece);
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
