import type { Clock } from '../adapters/clock.ts';

/** Many wake-ups on the one clock: each key has at most one, and setting it again replaces it. */
export class Alarms {
  readonly #clock: Clock;
  readonly #due = new Map<object, { readonly at: number; readonly ring: () => void }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** @param at in the clock's milliseconds; `null` takes the alarm of `key` back */
  set(key: object, at: number | null, ring: () => void): void {
    if (at === null) this.#due.delete(key);
    else this.#due.set(key, { at, ring });
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
      alarm.ring();
    }
    this.#plan();
  }
}
