// What keeps a page from answering: tasks of its main thread that took more than 50 ms, as the browser itself counts
// them. It counts time on the clock, also when another process had the core.

/** @typedef {{ atMs: number, ms: number }} LongTask `atMs` counts from the start of the page */

/**
 * Before the first page: notes from the beginning of each.
 * @param {import('@playwright/test').BrowserContext} context
 */
export async function watchLongTasks(context) {
  await context.addInitScript(() => {
    /** @type {{ atMs: number, ms: number }[]} */
    const tasks = [];
    Object.assign(globalThis, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        tasks.push({ atMs: Math.round(startTime), ms: Math.round(duration) });
    }).observe({ type: 'longtask', buffered: true });
  });
}

/**
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<readonly LongTask[]>} all since it was loaded
 */
export function longTasks(page) {
  return page.evaluate(() => globalThis.longTasks);
}
