import { expect, test, vi } from 'vitest';
import { createTickerClock } from '../../src/adapters/clock.ts';
import type { TickerRequest } from '../../src/worker/protocol.ts';

function fakeTicker() {
  const requests: TickerRequest[] = [];
  const worker = Object.assign(new EventTarget(), {
    postMessage: (request: TickerRequest) => requests.push(request),
    terminate: () => undefined,
  });
  const ring = (id: number): void => {
    worker.dispatchEvent(new MessageEvent('message', { data: { id } }));
  };
  return { clock: createTickerClock(worker as unknown as Worker), requests, ring };
}

test('only the last wish is granted, once, and not before its time', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const { clock, requests, ring } = fakeTicker();
  const rung: string[] = [];
  clock.wakeAt(1500, () => rung.push('first'));
  clock.wakeAt(1200, () => rung.push('second'));
  expect(requests).toEqual([
    { id: 1, delayMs: 500 },
    { id: 2, delayMs: 200 },
  ]);
  ring(1);
  expect(rung).toEqual([]);
  now.mockReturnValue(1199.5);
  ring(2);
  expect(rung).toEqual([]);
  expect(requests.at(-1)).toEqual({ id: 3, delayMs: 0.5 });
  now.mockReturnValue(1200);
  ring(3);
  ring(3);
  expect(rung).toEqual(['second']);
});

test('the same wish again costs no message, and taking back what was not asked neither', () => {
  const { clock, requests } = fakeTicker();
  const rung: string[] = [];
  clock.wakeAt(null, () => undefined);
  clock.wakeAt(5e9, () => rung.push('a'));
  clock.wakeAt(5e9, () => rung.push('b'));
  expect(requests).toHaveLength(1);
  clock.wakeAt(null, () => undefined);
  expect(requests.at(-1)).toEqual({ id: 2, delayMs: null });
});
