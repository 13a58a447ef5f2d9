// Chromium's processes as the system sees them: what each of their threads has burnt.
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a thread's time in these for every program, whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100;

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {ReadonlyMap<number, string>} tabs process ids of renderers, and what to call them
 * @returns {Promise<Map<string, { name: string, seconds: number }>>} by process and thread id: `process: thread`, and the
 *   CPU seconds since it began
 */
export async function threadsOf(browser, tabs) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  /** @type {Map<string, { name: string, seconds: number }>} */
  const threads = new Map();
  for (const { id: pid, type } of processInfo) {
    const process = tabs.get(pid) ?? kindOf(pid, type);
    for (const tid of listed(`/proc/${pid}/task`)) {
      const stat = content(`/proc/${pid}/task/${tid}/stat`);
      // A thread's name may hold spaces and parentheses: what follows the last one is numbers.
      const end = stat.lastIndexOf(')');
      if (end < 0) continue;
      const thread = Number(tid) === pid ? 'main' : stat.slice(stat.indexOf('(') + 1, end);
      const fields = stat.slice(end + 2).split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      threads.set(`${pid}/${tid}`, { name: `${process}: ${thread}`, seconds: ticks / TICKS_PER_SECOND });
    }
  }
  if (threads.size === 0) throw new Error('threads are read from /proc, which only Linux has');
  return threads;
}

/** @param {number} pid @param {string} type as Chromium calls it @returns {string} a service by its name */
function kindOf(pid, type) {
  const service = /--utility-sub-type=(\w+)/.exec(content(`/proc/${pid}/cmdline`))?.[1];
  return service === undefined ? type : `${service} service`;
}

/** @param {string} folder @returns {string[]} none when the process is gone */
function listed(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** @param {string} path @returns {string} nothing when the process is gone */
function content(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
