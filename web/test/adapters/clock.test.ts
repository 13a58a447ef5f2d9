import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClockOf } from '../../src/adapters/clock.ts';
import { nextTask } from '../../src/adapters/next-task.ts';
import type { TickerRequest } from '../../src/worker/protocol.ts';

function open({ hidden }: { readonly hidden: boolean }) {
  const requests: TickerRequest[] = [];
  const worker = Object.assign(new EventTarget(), {
    postMessage: (request: TickerRequest) => requests.push(request),
    terminate: () => undefined,
  });
  let started = 0;
  let startedBefore = 0;
  const page = Object.assign(new EventTarget(), { hidden });
  const clock = createClockOf(page as unknown as Document, () => {
    started++;
    return worker as unknown as Worker;
  });
  const ring = (id: number): void => {
    worker.dispatchEvent(new MessageEvent('message', { data: { id } }));
  };
  const show = async (isShown: boolean): Promise<void> => {
    page.hidden = !isShown;
    page.dispatchEvent(new Event('visibilitychange'));
    // A page that is going is hidden, too, and goes before its next task: it must start nothing.
    expect(started).toBe(startedBefore);
    await nextTask();
    startedBefore = started;
  };
  return { clock, requests, ring, show, started: () => started };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

test('a hidden page is woken by the worker: only the last wish is granted, once, and not before its time', () => {
  const { clock, requests, ring } = open({ hidden: true });
  const at = clock.now();
  const rung: string[] = [];
  clock.wakeAt(at + 500, () => rung.push('first'));
  clock.wakeAt(at + 200, () => rung.push('second'));
  expect(requests).toEqual([
    { id: 1, delayMs: 500 },
    { id: 2, delayMs: 200 },
  ]);
  ring(1);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(199);
  ring(2);
  expect(rung).toEqual([]);
  expect(requests.at(-1)).toEqual({ id: 3, delayMs: 1 });
  vi.advanceTimersByTime(1);
  ring(3);
  ring(3);
  expect(rung).toEqual(['second']);
});

test('one in sight wakes itself, and needs no worker', () => {
  const { clock, started } = open({ hidden: false });
  const at = clock.now();
  const rung: string[] = [];
  clock.wakeAt(at + 500, () => rung.push('first'));
  clock.wakeAt(at + 199.5, () => rung.push('second'));
  vi.advanceTimersByTime(199);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual(['second']);
  clock.wakeAt(clock.now() + 10, () => rung.push('taken back'));
  clock.wakeAt(null, () => undefined);
  vi.advanceTimersByTime(1_000);
  expect([rung, started()]).toEqual([['second'], 0]);
});

test('a wish is kept, and granted once, when the page is hidden and shown again', async () => {
  const { clock, requests, ring, show, started } = open({ hidden: false });
  const rung: string[] = [];
  clock.wakeAt(clock.now() + 500, () => rung.push('wish'));
  vi.advanceTimersByTime(100);
  await show(false);
  expect(requests).toEqual([{ id: 2, delayMs: 400 }]);
  // The page's own timer is given up: hidden, it would be late, and it must not ring as well.
  vi.advanceTimersByTime(300);
  await show(true);
  vi.advanceTimersByTime(99);
  ring(2);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  ring(3);
  await show(false);
  expect([rung, started()]).toEqual([['wish'], 1]);
});

test('farther ahead than a timer reaches', () => {
  const { clock } = open({ hidden: false });
  const rung: string[] = [];
  clock.wakeAt(clock.now() + 2 ** 31 + 1_000, () => rung.push('at last'));
  vi.advanceTimersByTime(2 ** 31);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(rung).toEqual(['at last']);
});

test('the same wish again costs no message, and taking back what was not asked neither', () => {
  const { clock, requests } = open({ hidden: true });
  const rung: string[] = [];
  clock.wakeAt(null, () => undefined);
  clock.wakeAt(5e9, () => rung.push('a'));
  clock.wakeAt(5e9, () => rung.push('b'));
  expect(requests).toHaveLength(1);
  clock.wakeAt(null, () => undefined);
  expect(requests.at(-1)).toEqual({ id: 2, delayMs: null });
});
