import type { Clock } from '../../src/adapters/clock.ts';

/** A clock that is moved by hand. */
export class HandClock implements Clock {
  #now = 0;
  #wish: { readonly at: number; readonly callback: () => void } | null = null;

  now(): number {
    return this.#now;
  }

  wakeAt(at: number | null, callback: () => void): void {
    this.#wish = at === null ? null : { at, callback };
  }

  close(): void {
    this.#wish = null;
  }

  advanceTo(ms: number): void {
    while (this.#wish !== null && this.#wish.at <= ms) {
      const { at, callback } = this.#wish;
      this.#wish = null;
      this.#now = Math.max(this.#now, at);
      callback();
    }
    this.#now = ms;
  }
}
