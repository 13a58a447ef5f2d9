const BURST = 12;
const REFILL_MS = 5_000;

/** How many lanes a peer may have us answer: two full sets at once, then one every five seconds. */
export class OfferBudget {
  #left = BURST;
  #countedMs: number | null = null;

  take(nowMs: number): boolean {
    const earned = Math.floor((nowMs - (this.#countedMs ?? nowMs)) / REFILL_MS);
    this.#left = Math.min(BURST, this.#left + earned);
    this.#countedMs = (this.#countedMs ?? nowMs) + earned * REFILL_MS;
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }
}
