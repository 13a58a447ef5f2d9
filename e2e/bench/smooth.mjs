// Whether the page stays alive under load: the tasks of the main thread that took longer than 50 ms while a file went
// through at full speed. The browser counts a task's time on the clock, also when another process had the core.
import * as flockdrop from './flockdrop.mjs';

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {{ app: string, file: string }} options
 * @returns {Promise<{ ms: number, sharingTasks: number, receivingTasks: number, longestMs: number }>} `longestMs`: 0 when
 *   there was none
 */
export async function smooth(browser, options) {
  /** @type {number[][]} */
  let tasks = [];
  const { ms } = await flockdrop.transfer(browser, {
    ...options,
    async watch({ sharing, receiving }, run) {
      const tabs = [sharing, receiving];
      await Promise.all(tabs.map((page) => page.evaluate(watchTasks)));
      const result = await run();
      tasks = await Promise.all(tabs.map((page) => page.evaluate(() => globalThis.benchTasks())));
      return result;
    },
  });
  const [sharing = [], receiving = []] = tasks;
  return {
    ms,
    sharingTasks: sharing.length,
    receivingTasks: receiving.length,
    longestMs: Math.max(0, ...sharing, ...receiving),
  };
}

/** Runs in the tab. */
function watchTasks() {
  /** @type {number[]} */
  const tasks = [];
  const start = performance.now();
  const note = (/** @type {PerformanceEntry[]} */ entries) => {
    for (const { startTime, duration } of entries) if (startTime >= start) tasks.push(duration);
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'longtask' });
  globalThis.benchTasks = () => {
    note(observer.takeRecords());
    return tasks;
  };
}
