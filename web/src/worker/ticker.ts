/**
 * A timer that a hidden tab does not slow down. It holds one pending wake-up and knows nothing of its purpose.
 */
import type { TickerReply, TickerRequest } from './protocol.ts';

/** Longer delays overflow the browser's timer; the clock asks again when woken early. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

let timer: ReturnType<typeof setTimeout> | undefined;

addEventListener('message', (event: MessageEvent<TickerRequest>) => {
  const { id, delayMs } = event.data;
  clearTimeout(timer);
  if (delayMs === null) return;
  timer = setTimeout(
    () => postMessage({ id } satisfies TickerReply),
    Math.min(Math.ceil(delayMs), LONGEST_DELAY_MS),
  );
});
