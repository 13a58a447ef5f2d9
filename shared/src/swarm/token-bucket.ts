import { NATIVE_BLOCK_LENGTH } from '../wire/index.ts';

/** Beyond one block, this much of the rate may be saved up: what a late tick missed is made up for. */
const BURST_MS = 150;
/** Rounding of times must not cost a turn. */
const EPSILON_BYTES = 0.5;

/** Whoever waits for its turn; told apart by identity, so that engines of several shares can stand in one line. */
export interface Turn {
  readonly link: number;
}

/**
 * A limit of payload bytes per second, shared by everyone it is given to. Pure: time comes as an argument and nothing
 * is called back; who may not go yet stands in line and tries again at `dueMs`. One block a turn, so a line of
 * many shares the rate alike.
 *
 * In any T seconds no more than `rate × (T + 0.15 s)` and one block are taken; nothing is lost to ticks that are late
 * by less than that.
 */
export class TokenBucket {
  #bps: number | null = null;
  #bytes = NATIVE_BLOCK_LENGTH;
  #atMs: number | null = null;
  /** Who waits, longest first, with the bytes wanted. */
  readonly #line = new Map<Turn, number>();

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
    const [first] = this.#line.keys();
    const isItsTurn = first === undefined || first === who;
    if (isItsTurn && this.#bytes + EPSILON_BYTES >= this.#needed(bytes)) return true;
    this.#line.set(who, bytes);
    return false;
  }

  /** After `admits`: they go, and the turn is over. */
  take(who: Turn, bytes: number): void {
    if (this.#bps === null) return;
    this.#line.delete(who);
    this.#bytes -= bytes;
  }

  /** They did not go after all. */
  giveBack(bytes: number): void {
    if (this.#bps !== null) this.#bytes = Math.min(this.#bytes + bytes, this.#capacity);
  }

  /** Wants nothing more, for now. */
  leave(who: Turn): void {
    if (this.#line.size > 0) this.#line.delete(who);
  }

  isWaiting(who: Turn): boolean {
    return this.#line.has(who);
  }

  /** Whose turn it is. */
  get next(): Turn | undefined {
    const [first] = this.#line.keys();
    return first;
  }

  get waiting(): number {
    return this.#line.size;
  }

  /** When there is enough for whoever is next. */
  dueMs(nowMs: number): number {
    this.#refill(nowMs);
    const [bytes] = this.#line.values();
    if (this.#bps === null || bytes === undefined) return nowMs;
    return nowMs + Math.max(0, ((this.#needed(bytes) - this.#bytes) / this.#bps) * 1_000);
  }

  /** Beyond what whoever is next wants: what a late tick missed must not be lost to it. */
  get #capacity(): number {
    const [wanted = 0] = this.#line.values();
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
