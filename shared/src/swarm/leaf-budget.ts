import { LEAVES_BURST, LEAVES_INTERVAL_MS } from './constants.ts';

/** What a peer may ask for: one a second, and a few at once, because requests do not arrive as evenly as they are sent. */
export class LeafBudget {
  #left = LEAVES_BURST;
  #atMs = 0;

  /** False: it asks too often. */
  take(nowMs: number): boolean {
    const gained = (nowMs - this.#atMs) / LEAVES_INTERVAL_MS;
    this.#left = Math.min(LEAVES_BURST, this.#left + gained);
    this.#atMs = nowMs;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
