import { expect, test } from 'vitest';
import { Alarms } from '../../src/session/alarms.ts';

/** A page that is woken when it gets round to it. */
class BusyPage {
  nowMs = 0;
  #callback: (() => void) | null = null;
  readonly alarms = new Alarms({
    now: () => this.nowMs,
    wakeAt: (_at, callback) => {
      this.#callback = callback;
    },
    close: () => undefined,
  });

  wakeAt(ms: number): void {
    this.nowMs = ms;
    this.#callback?.();
  }
}

test('an alarm tells how late it rang, for a second or two', () => {
  const page = new BusyPage();
  expect(page.alarms.lateMs).toBe(0);
  page.alarms.set({}, 100, () => undefined);
  page.wakeAt(180);
  expect(page.alarms.lateMs).toBe(80);
  page.alarms.set({}, 200, () => undefined);
  page.wakeAt(230);
  expect(page.alarms.lateMs).toBe(80);
  page.nowMs = 1_179;
  expect(page.alarms.lateMs).toBe(80);
  page.nowMs = 2_300;
  expect(page.alarms.lateMs).toBe(0);
});

test('an alarm that was set for a time gone by is as late as it could not have been sooner', () => {
  const page = new BusyPage();
  page.nowMs = 500;
  page.alarms.set({}, 100, () => undefined);
  page.wakeAt(510);
  expect(page.alarms.lateMs).toBe(10);
});

test('setting an alarm again for the same time hides nothing of its lateness', () => {
  const page = new BusyPage();
  const key = {};
  page.alarms.set(key, 100, () => undefined);
  page.nowMs = 300;
  page.alarms.set(key, 100, () => undefined);
  page.wakeAt(320);
  expect(page.alarms.lateMs).toBe(220);
});
