import { expect, test } from 'vitest';
import { Alarms } from '../../src/session/alarms.ts';
import { Publisher } from '../../src/session/publisher.ts';
import { HandClock } from './hand-clock.ts';

/** Something that never stands still, on a screen that takes `drawingMs` for each snapshot; `null`: nobody looks. */
class Watched {
  drawingMs: number | null = 0;
  readonly told: number[] = [];
  readonly #clock = new HandClock();
  readonly publisher: Publisher;

  constructor() {
    const alarms = new Alarms(this.#clock);
    this.publisher = new Publisher(
      alarms,
      () => this.told.push(alarms.now()) > 0,
      (callback) => {
        if (this.drawingMs === null) callback();
        else alarms.set({}, alarms.now() + this.drawingMs, callback);
      },
    );
    this.publisher.publish();
  }

  /** @returns how many snapshots were told meanwhile */
  live(ms: number): number {
    const before = this.told.length;
    this.#clock.advanceTo(this.#clock.now() + ms);
    return this.told.length - before;
  }
}

test.each([
  ['at once', 0, 40],
  ['with the next frame of the screen', 17, 40],
  ['a little late', 50, 20],
  ['late', 100, 10],
  ['very late', 5_000, 10],
])('what is drawn %s, after %i ms, is told %i times in ten seconds', (_when, drawingMs, times) => {
  const watched = new Watched();
  watched.drawingMs = drawingMs;
  watched.live(10_000);
  expect(watched.live(10_000)).toBe(times);
});

test.each([0, 400])('what nobody sees is told as often as ever, after %i ms for each before', (drawingMs) => {
  const watched = new Watched();
  watched.drawingMs = drawingMs;
  watched.live(10_000);
  watched.drawingMs = null;
  watched.live(3_000);
  expect(watched.live(10_000)).toBe(40);
});

test('once the machine has time again, snapshots are as frequent as ever within three seconds', () => {
  const watched = new Watched();
  watched.drawingMs = 400;
  watched.live(10_000);
  watched.drawingMs = 5;
  watched.live(3_000);
  expect(watched.live(10_000)).toBe(40);
});

test('what matters is told at once, however busy the machine is', () => {
  const watched = new Watched();
  watched.drawingMs = 400;
  watched.live(10_000);
  const before = watched.told.length;
  watched.publisher.publish();
  expect(watched.told.length).toBe(before + 1);
});
