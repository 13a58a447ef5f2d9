/**
 * The session's time. Wake-ups are timed in a worker, because a hidden tab's own timers run late.
 */
import type { TickerReply, TickerRequest } from '../worker/protocol.ts';

export interface Clock {
  /** Milliseconds, monotonic, from an arbitrary start. */
  now(): number;
  /** Calls back once `now()` has reached `at`. Replaces the previous wish; `null` takes it back. */
  wakeAt(at: number | null, callback: () => void): void;
  close(): void;
}

/** Starts the ticker worker. */
export function createClock(): Clock {
  return createTickerClock(
    new Worker(new URL('../worker/ticker.ts', import.meta.url), { type: 'module', name: 'ticker' }),
  );
}

/** A clock on a given ticker. */
export function createTickerClock(worker: Worker): Clock {
  const now = (): number => performance.now();
  let id = 0;
  let wish: { readonly at: number; readonly callback: () => void } | null = null;
  const request = (delayMs: number | null): void => {
    id++;
    worker.postMessage({ id, delayMs } satisfies TickerRequest);
  };
  worker.addEventListener('message', (event: MessageEvent<TickerReply>) => {
    if (event.data.id !== id || wish === null) return;
    // The two threads' clocks tick alike but round differently, so the worker may be a little early.
    if (now() < wish.at) {
      request(wish.at - now());
      return;
    }
    const { callback } = wish;
    wish = null;
    callback();
  });
  return {
    now,
    wakeAt(at, callback) {
      // A session asks after every event, mostly for the same moment.
      if (at === wish?.at) {
        wish = { at, callback };
        return;
      }
      if (at === null && wish === null) return;
      wish = at === null ? null : { at, callback };
      request(at === null ? null : Math.max(0, at - now()));
    },
    close() {
      wish = null;
      worker.terminate();
    },
  };
}
