/**
 * Long work in short tasks: between them the page answers clicks and draws. Not by timers, which a hidden page runs
 * once a second.
 */

/** A task may take 50 ms before a person notices; half of that is left to whatever else it brings. */
const TASK_MS = 25;
/** Safari has no word for an idle page. */
const IDLE_DELAY_MS = 200;

/** Held until they have rung, so that none is thrown away before. */
const pending = new Set<MessageChannel>();

/** Resolves in a task of its own. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    pending.add(channel);
    channel.port1.onmessage = () => {
      pending.delete(channel);
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}

/** `work` for each item in order, in as many tasks as it takes; the first of them is the caller's. */
export async function inShortTasks<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let endsAt = performance.now() + TASK_MS;
  for (const item of items) {
    if (performance.now() >= endsAt) {
      await nextTask();
      endsAt = performance.now() + TASK_MS;
    }
    work(item);
  }
}

/** Calls back when the next frame is drawn, or as soon as nobody sees the page: then none is. */
export function afterDrawing(callback: () => void): void {
  if (document.hidden) {
    callback();
    return;
  }
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    document.removeEventListener('visibilitychange', end);
    callback();
  };
  document.addEventListener('visibilitychange', end);
  requestAnimationFrame(() => void nextTask().then(end));
}

/** @param maxMs a page that is never idle does it after this many milliseconds all the same */
export function whenIdle(work: () => void, maxMs: number): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: maxMs });
  else setTimeout(work, Math.min(IDLE_DELAY_MS, maxMs));
}
