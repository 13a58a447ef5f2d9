import type { Alarms } from './alarms.ts';

/** Snapshots a second at most: four. */
const LEAST_INTERVAL_MS = 250;
/** And this seldom where the machine is busy. */
const MOST_INTERVAL_MS = 1_000;
/** So many times as long as the one before took to be on screen, within these bounds. */
const DRAWINGS_PER_INTERVAL = 10;

/** Calls back once what was told until now is on screen, or nobody looks. */
export type AfterDrawing = (callback: () => void) => void;

/**
 * When what a person sees is told: at once where it matters, else four times a second at most. To draw takes the processor
 * from what is drawn: where there is too little of it, which shows in how long it takes until a snapshot is on screen,
 * they are told of less often.
 */
export class Publisher {
  readonly #alarms: Alarms;
  readonly #publish: () => boolean;
  readonly #afterDrawing: AfterDrawing;
  #lastPublished = Number.NEGATIVE_INFINITY;
  #isPlanned = false;
  /** Of the last snapshots, ms; a single one that was quick is believed half. */
  #drawingMs = 0;
  #isDrawing = false;

  /** @param publish tells it; true while something goes on moving by itself */
  constructor(alarms: Alarms, publish: () => boolean, afterDrawing: AfterDrawing) {
    this.#alarms = alarms;
    this.#publish = publish;
    this.#afterDrawing = afterDrawing;
  }

  changed(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    const at = Math.max(this.#alarms.now(), this.#lastPublished + this.#intervalMs());
    this.#alarms.set(this, at, () => this.publish());
  }

  publish(): void {
    this.#isPlanned = false;
    this.#lastPublished = this.#alarms.now();
    const isMoving = this.#publish();
    this.#watchDrawing();
    if (isMoving) this.changed();
  }

  #intervalMs(): number {
    return Math.max(LEAST_INTERVAL_MS, DRAWINGS_PER_INTERVAL * this.#drawingMs);
  }

  #watchDrawing(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    const since = this.#alarms.now();
    this.#afterDrawing(() => {
      this.#isDrawing = false;
      const ms = Math.min(this.#alarms.now() - since, MOST_INTERVAL_MS / DRAWINGS_PER_INTERVAL);
      this.#drawingMs = Math.max(ms, this.#drawingMs / 2);
    });
  }
}
