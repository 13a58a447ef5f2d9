/**
 * How long to wait before the next attempt. Pure.
 */
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * Exponential backoff with "equal jitter": half of the step is certain, half is random, so that the clients of a
 * restarted server do not return in one wave.
 * @param attempt failures in a row so far, from 0
 * @param random 0 ≤ random < 1
 * @returns milliseconds, from 250 to 30,000
 */
export function backoffMs(attempt: number, random: number): number {
  const step = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 16));
  return step / 2 + (step / 2) * random;
}
