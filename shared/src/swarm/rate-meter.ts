/**
 * A rate in bytes per second that forgets exponentially. Owns one number and the time it was last touched;
 * unbiased from the first byte on, because the weight of the time not yet lived is divided out.
 */
export class RateMeter {
  /** Time constant: half of the weight lies in the last 0.7 of it. */
  readonly #tauMs: number;
  #sum = 0;
  #startedMs: number | null = null;
  #touchedMs = 0;
  #total = 0;

  constructor(tauMs = 2_000) {
    this.#tauMs = tauMs;
  }

  /** All bytes ever added. */
  get total(): number {
    return this.#total;
  }

  add(bytes: number, nowMs: number): void {
    if (this.#startedMs === null) {
      this.#startedMs = nowMs;
      this.#touchedMs = nowMs;
    }
    this.#decay(nowMs);
    this.#sum += bytes;
    this.#total += bytes;
  }

  /** Bytes per second. */
  bps(nowMs: number): number {
    if (this.#startedMs === null) return 0;
    this.#decay(nowMs);
    if (this.#sum < 1) return 0;
    const livedMs = Math.max(nowMs - this.#startedMs, 100);
    const weightMs = this.#tauMs * (1 - Math.exp(-livedMs / this.#tauMs));
    return (this.#sum / weightMs) * 1_000;
  }

  #decay(nowMs: number): void {
    if (nowMs <= this.#touchedMs) return;
    this.#sum *= Math.exp(-(nowMs - this.#touchedMs) / this.#tauMs);
    this.#touchedMs = nowMs;
  }
}
