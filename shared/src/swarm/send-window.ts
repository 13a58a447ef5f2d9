/** The high-water mark, bytes: a block of full length, or a link could not be busy; and more than a fast one needs. */
const LEAST_BYTES = 64 * 1024;
const MOST_BYTES = 1024 * 1024;
/** A full buffer is so much of what the link takes. */
const FULL_MS = 250;
/** What drains in less time tells more of the moment than of the link. */
const LEAST_SAMPLE_MS = 50;
/** A link that became slower is believed within this time; one that became faster at once, but not more than this at a time. */
const SLOWER_MS = 1_000;
const FASTER = 2;

/**
 * How much of what is sent may lie in the send buffer of a link. What lies there can be neither put in order nor taken
 * back: on a slow line a mebibyte for each of several peers keeps all of them waiting for half a minute, also those whose
 * turn it is. So the buffer is full at a quarter of a second of what the link was seen to take
 * (docs/decisions/0017-send-window.md). It sends nothing; marks are in bytes.
 */
export class SendWindow {
  /** What the link was seen to take, bytes per second. */
  #bps = 0;
  /** In the buffer: at the last look, and sent since. */
  #buffered = 0;
  #drained = 0;
  #sinceMs = Number.NEGATIVE_INFINITY;
  /** It was empty at some time since then. */
  #idled = true;

  /** At or above it: stop sending. */
  get highWater(): number {
    return Math.min(MOST_BYTES, Math.max(LEAST_BYTES, Math.floor((this.#bps * FULL_MS) / 1_000)));
  }

  /** At or below it: go on. */
  get lowWater(): number {
    return Math.floor(this.highWater / 4);
  }

  /** So much was put into the buffer, right after a look at it. */
  sent(bytes: number): void {
    this.#buffered += bytes;
  }

  /** @param buffered bytes that the buffer holds now */
  look(buffered: number, nowMs: number): void {
    this.#drained += this.#buffered - buffered;
    this.#buffered = buffered;
    this.#idled ||= buffered === 0;
    const ms = nowMs - this.#sinceMs;
    if (ms < LEAST_SAMPLE_MS) return;
    this.#learn((this.#drained / ms) * 1_000, ms);
    this.#drained = 0;
    this.#sinceMs = nowMs;
    this.#idled = buffered === 0;
  }

  /** A link that had nothing to send for a part of the time takes at least that much. */
  #learn(bps: number, ms: number): void {
    // After a rest a whole block may vanish into the path's own queues, or the page have been too busy to look.
    const known = Math.max(this.#bps, (LEAST_BYTES * 1_000) / FULL_MS);
    if (bps > this.#bps) this.#bps = Math.min(bps, FASTER * known);
    else if (!this.#idled) this.#bps += (bps - this.#bps) * Math.min(1, ms / SLOWER_MS);
  }
}
