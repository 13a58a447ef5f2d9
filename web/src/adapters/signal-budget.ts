/** One negotiation takes a few dozen signals. */
const BURST = 512;
/** And each change of network another one, for as long as the connection lives. */
const PER_SECOND = 4;

/** How many signals a peer may send: a few negotiations at once, and one every few seconds after. */
export class SignalBudget {
  readonly #now: () => number;
  #left = BURST;
  #countedMs: number;

  /** @param now milliseconds, monotonic */
  constructor(now: () => number) {
    this.#now = now;
    this.#countedMs = now();
  }

  /** False: it has sent too many. */
  take(): boolean {
    const nowMs = this.#now();
    this.#left = Math.min(BURST, this.#left + ((nowMs - this.#countedMs) / 1_000) * PER_SECOND);
    this.#countedMs = nowMs;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
