/** Safari has no word for an idle page. */
const IDLE_DELAY_MS = 2_000;

/** @param maxMs a page that is never idle does it after this many milliseconds all the same */
export function whenIdle(work: () => void, maxMs: number): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: maxMs });
  else setTimeout(work, Math.min(IDLE_DELAY_MS, maxMs));
}
