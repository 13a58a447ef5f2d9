import { LATE_AT_LEAST_MS, LATE_UNMEASURED_MS, UNMEASURED_MS } from './constants.ts';

/** How long a peer takes from a request to its block, its own queue included (the estimator of RFC 6298). */
export class AnswerTime {
  #smoothedMs: number | null = null;
  #deviationMs = 0;

  add(ms: number): void {
    if (this.#smoothedMs === null) {
      this.#smoothedMs = ms;
      this.#deviationMs = ms / 2;
      return;
    }
    this.#deviationMs += (Math.abs(ms - this.#smoothedMs) - this.#deviationMs) / 4;
    this.#smoothedMs += (ms - this.#smoothedMs) / 8;
  }

  /** What an answer takes on average, ms. */
  get usualMs(): number {
    return this.#smoothedMs ?? UNMEASURED_MS;
  }

  /** A block that has been waited for this long does not come as blocks of this peer use to. */
  get lateAfterMs(): number {
    if (this.#smoothedMs === null) return LATE_UNMEASURED_MS;
    return Math.max(LATE_AT_LEAST_MS, this.#smoothedMs + 4 * this.#deviationMs);
  }
}
