import { NATIVE_BLOCK_LENGTH } from '../wire/index.ts';

/** Beyond one block, this much of the rate may be saved up: what a late tick missed is made up for. */
const BURST_MS = 150;
/** Rounding of times must not cost a turn. */
const EPSILON_BYTES = 0.5;

/** What a share may catch up on that wanted nothing for a moment: this much of the rate, and two blocks. */
const CATCH_UP_MS = 1_000;

/** Whoever waits for its turn, told apart by identity. */
export interface Turn {
  readonly link: number;
  /** Those of one share have one part of the limit, however many they are. */
  readonly share: object;
}

/**
 * A limit of payload bytes per second, shared by everyone it is given to. Pure: time comes as an argument and nothing
 * is called back; who may not go yet stands in line and tries again at `dueMs`. Shares that want more get as much as
 * each other, in bytes, and what one does not want is for the others (start-time fair queueing, Goyal 1996); within a
 * share it is a block a turn.
 *
 * In any T seconds no more than `rate × (T + 0.15 s)` and one block are taken; nothing is lost to ticks that are late
 * by less than that.
 */
export class TokenBucket {
  #bps: number | null = null;
  #bytes = NATIVE_BLOCK_LENGTH;
  #atMs: number | null = null;
  /** Who waits, by share, longest first, with the bytes wanted. */
  readonly #lines = new Map<object, Map<Turn, number>>();
  /** What each share has taken, as if it had always wanted as much as the others. */
  readonly #taken = new WeakMap<object, number>();
  /** The same of the share that took last, before it did. */
  #level = 0;

  /** @param bps bytes per second, above 0; `null`: no limit */
  constructor(bps: number | null = null) {
    this.#bps = checked(bps);
  }

  /** Bytes per second; `null`: no limit. */
  get bps(): number | null {
    return this.#bps;
  }

  /** Holds at once; those who wait are to be ticked. */
  setRate(bps: number | null, nowMs: number): void {
    this.#refill(nowMs);
    this.#bps = checked(bps);
    this.#bytes = Math.min(this.#bytes, this.#capacity);
  }

  /** Whether so many bytes may go now; if not, `who` keeps or gets a place in line. */
  admits(who: Turn, bytes: number, nowMs: number): boolean {
    if (this.#bps === null) return true;
    this.#refill(nowMs);
    if (this.#isTurnOf(who) && this.#bytes + EPSILON_BYTES >= this.#needed(bytes)) return true;
    const line = this.#lines.get(who.share) ?? new Map<Turn, number>();
    this.#lines.set(who.share, line.set(who, bytes));
    return false;
  }

  /** After `admits`: they go, and the turn is over. */
  take(who: Turn, bytes: number): void {
    if (this.#bps === null) return;
    this.leave(who);
    this.#bytes -= bytes;
    this.#level = this.#takenBy(who.share);
    this.#taken.set(who.share, this.#level + bytes);
  }

  /** They did not go after all. */
  giveBack(share: object, bytes: number): void {
    if (this.#bps === null) return;
    this.#bytes = Math.min(this.#bytes + bytes, this.#capacity);
    this.#taken.set(share, this.#takenBy(share) - bytes);
  }

  /** Wants nothing more, for now. */
  leave(who: Turn): void {
    const line = this.#lines.get(who.share);
    if (line?.delete(who) === true && line.size === 0) this.#lines.delete(who.share);
  }

  isWaiting(who: Turn): boolean {
    return this.#lines.get(who.share)?.has(who) ?? false;
  }

  /** Whose turn it is. */
  get next(): Turn | undefined {
    return this.#head?.[0];
  }

  get waiting(): number {
    let count = 0;
    for (const line of this.#lines.values()) count += line.size;
    return count;
  }

  /** Shares that wait, beside that one. */
  othersThan(share: object): number {
    return this.#lines.size - Number(this.#lines.has(share));
  }

  /** When there is enough for whoever is next. */
  dueMs(nowMs: number): number {
    this.#refill(nowMs);
    const bytes = this.#head?.[1];
    if (this.#bps === null || bytes === undefined) return nowMs;
    return nowMs + Math.max(0, ((this.#needed(bytes) - this.#bytes) / this.#bps) * 1_000);
  }

  /** Of the share that has taken least, who waits longest. */
  get #head(): readonly [Turn, number] | undefined {
    let least = Number.POSITIVE_INFINITY;
    let head: readonly [Turn, number] | undefined;
    for (const [share, line] of this.#lines) {
      const taken = this.#takenBy(share);
      if (taken >= least) continue;
      least = taken;
      [head] = line;
    }
    return head;
  }

  #isTurnOf(who: Turn): boolean {
    const { next } = this;
    if (next === undefined || next === who) return true;
    return !this.#lines.has(who.share) && this.#takenBy(who.share) < this.#takenBy(next.share);
  }

  #takenBy(share: object): number {
    const catchUp = 2 * NATIVE_BLOCK_LENGTH + ((this.#bps ?? 0) * CATCH_UP_MS) / 1_000;
    return Math.max(this.#taken.get(share) ?? this.#level, this.#level - catchUp);
  }

  /** Beyond what whoever is next wants: what a late tick missed must not be lost to it. */
  get #capacity(): number {
    const wanted = this.#head?.[1] ?? 0;
    return Math.max(NATIVE_BLOCK_LENGTH, wanted) + ((this.#bps ?? 0) * BURST_MS) / 1_000;
  }

  /** A block that is larger than all that can be saved up goes on credit. */
  #needed(bytes: number): number {
    return Math.min(bytes, this.#capacity);
  }

  #refill(nowMs: number): void {
    const elapsedMs = this.#atMs === null ? 0 : nowMs - this.#atMs;
    if (this.#atMs !== null && elapsedMs <= 0) return;
    this.#atMs = nowMs;
    if (this.#bps === null) return;
    this.#bytes = Math.min(this.#bytes + (this.#bps * elapsedMs) / 1_000, this.#capacity);
  }
}

function checked(bps: number | null): number | null {
  if (bps !== null && !(bps > 0 && Number.isFinite(bps))) throw new RangeError(`a limit of ${bps} bytes/s`);
  return bps;
}
