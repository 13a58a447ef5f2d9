import type { Alarms } from './alarms.ts';

/** Snapshots a second at most: four. */
const PUBLISH_INTERVAL_MS = 250;

/** When what a person sees is told: at once where it matters, else four times a second at most. */
export class Publisher {
  readonly #alarms: Alarms;
  readonly #publish: () => boolean;
  #lastPublished = Number.NEGATIVE_INFINITY;
  #isPlanned = false;

  /** @param publish tells it; true while something goes on moving by itself */
  constructor(alarms: Alarms, publish: () => boolean) {
    this.#alarms = alarms;
    this.#publish = publish;
  }

  changed(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    const at = Math.max(this.#alarms.now(), this.#lastPublished + PUBLISH_INTERVAL_MS);
    this.#alarms.set(this, at, () => this.publish());
  }

  publish(): void {
    this.#isPlanned = false;
    this.#lastPublished = this.#alarms.now();
    if (this.#publish()) this.changed();
  }
}
