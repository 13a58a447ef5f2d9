/**
 * The session's time. Who is in sight wakes itself; a hidden tab's own timers run late, so it has itself woken by a
 * worker, which is started when the tab is first hidden.
 */
import type { TickerReply, TickerRequest } from '../worker/protocol.ts';
import { nextTask } from './next-task.ts';

/** Longer delays overflow the browser's timer; who is woken early asks again. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export interface Clock {
  /** Milliseconds, monotonic, from an arbitrary start. */
  now(): number;
  /** Calls back once `now()` has reached `at`. Replaces the previous wish; `null` takes it back. */
  wakeAt(at: number | null, callback: () => void): void;
  close(): void;
}

/** What the clock has to know of its page. */
export type Sight = Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>;

export function createClock(): Clock {
  return createClockOf(
    document,
    () => new Worker(new URL('../worker/ticker.ts', import.meta.url), { type: 'module', name: 'ticker' }),
  );
}

/** @param startTicker called once at most */
export function createClockOf(page: Sight, startTicker: () => Worker): Clock {
  const now = (): number => performance.now();
  let ticker: Worker | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let id = 0;
  let wish: { readonly at: number; readonly callback: () => void } | null = null;

  const ring = (asked: number): void => {
    if (asked !== id || wish === null) return;
    // The two threads' clocks tick alike but round differently, so the worker may be a little early.
    if (now() < wish.at) {
      ask();
      return;
    }
    const { callback } = wish;
    wish = null;
    callback();
  };
  const start = (): Worker => {
    const worker = startTicker();
    worker.addEventListener('message', (event: MessageEvent<TickerReply>) => ring(event.data.id));
    return worker;
  };
  /** From now on nothing that was asked before is heard. */
  const ask = (): void => {
    id++;
    clearTimeout(timer);
    const delayMs = wish === null ? null : Math.max(0, wish.at - now());
    if (page.hidden) {
      if (delayMs !== null) ticker ??= start();
      ticker?.postMessage({ id, delayMs } satisfies TickerRequest);
    } else if (delayMs !== null) {
      timer = setTimeout(ring, Math.min(Math.ceil(delayMs), LONGEST_DELAY_MS), id);
    }
  };
  /** In a task of its own, which a page that is going never runs: it would start a worker, and be held up by it. */
  const seen = async (): Promise<void> => {
    await nextTask();
    if (wish !== null) ask();
  };
  page.addEventListener('visibilitychange', seen);
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
      ask();
    },
    close() {
      wish = null;
      page.removeEventListener('visibilitychange', seen);
      clearTimeout(timer);
      ticker?.terminate();
    },
  };
}
