import type { Clock } from '../adapters/clock.ts';

/** Lateness is kept for this window and the one before it. */
const LATENESS_WINDOW_MS = 1_000;

/** Many wake-ups on the one clock: each key has at most one, and setting it again replaces it. */
export class Alarms {
  readonly #clock: Clock;
  readonly #due = new Map<
    object,
    { readonly at: number; readonly couldRingMs: number; readonly ring: () => void }
  >();
  #windowSinceMs = Number.NEGATIVE_INFINITY;
  #mostLateMs = 0;
  #mostLateBeforeMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** The most that a wake-up of the last second or two was late, ms: how far the page is behind with its work. */
  get lateMs(): number {
    this.#turnWindow();
    return Math.max(this.#mostLateMs, this.#mostLateBeforeMs);
  }

  /** @param at in the clock's milliseconds; `null` takes the alarm of `key` back */
  set(key: object, at: number | null, ring: () => void): void {
    if (at === null) this.#due.delete(key);
    else {
      const set = this.#due.get(key);
      const couldRingMs = set?.at === at ? set.couldRingMs : Math.max(at, this.now());
      this.#due.set(key, { at, couldRingMs, ring });
    }
    this.#plan();
  }

  #plan(): void {
    let next: number | null = null;
    for (const { at } of this.#due.values()) if (next === null || at < next) next = at;
    this.#clock.wakeAt(next, () => this.#ring());
  }

  #ring(): void {
    const now = this.now();
    for (const [key, alarm] of [...this.#due]) {
      if (alarm.at > now || this.#due.get(key) !== alarm) continue;
      this.#due.delete(key);
      this.#turnWindow();
      this.#mostLateMs = Math.max(this.#mostLateMs, now - alarm.couldRingMs);
      alarm.ring();
    }
    this.#plan();
  }

  #turnWindow(): void {
    const ageMs = this.now() - this.#windowSinceMs;
    if (ageMs < LATENESS_WINDOW_MS) return;
    this.#mostLateBeforeMs = ageMs < 2 * LATENESS_WINDOW_MS ? this.#mostLateMs : 0;
    this.#mostLateMs = 0;
    this.#windowSinceMs = this.now();
  }
}
