/**
 * Has Chromium's collector come sooner. What goes into the database is copied on its way, and the copies stay until it
 * comes, which it does for so many bytes of buffers, not for those copies. A buffer that nobody touches is counted
 * whole, and costs no memory but addresses: docs/benchmarks. It does cost time, so it is for what nobody waits for.
 */

/** Of untouched buffer for each byte that was stored: the more, the sooner it comes. */
const FACTOR = 16;
const MAX_BYTES = 64 * 1024 * 1024;

export class Collector {
  /** Elsewhere such a buffer may cost what it is counted for. */
  readonly #isWorthIt = typeof navigator === 'object' && 'userAgentData' in navigator;
  /** Held, or whoever makes the bundle smaller leaves it out as something that nobody uses. */
  #untouched: ArrayBuffer | null = null;

  /** After `bytes` were stored. */
  hasten(bytes: number): void {
    if (!this.#isWorthIt) return;
    try {
      this.#untouched = new ArrayBuffer(Math.min(FACTOR * bytes, MAX_BYTES));
    } catch {
      this.#untouched = null; // no such stretch of addresses is free: it comes when it comes
    }
  }

  /** Bytes that are held. */
  get untouched(): number {
    return this.#untouched?.byteLength ?? 0;
  }
}
