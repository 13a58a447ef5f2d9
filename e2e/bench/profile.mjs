// Where the time of a transfer goes: what each thread of Chromium's burns between its start and its end.
import { rendererOf } from '../support/renderer.mjs';
import { threadsOf } from './processes.mjs';

/** Less than this is noise: the system counts in hundredths. */
const WORTH_A_LINE_SECONDS = 0.03;

/** @typedef {{ ms: number, cpuSeconds: number, threads: Record<string, number> }} Profile `threads`: CPU seconds by name */

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {(watch: import('./tabs.mjs').Watch) => Promise<{ ms: number }>} transfer one that lets itself be watched
 * @returns {Promise<Profile>} threads of one name in one process are one; one that ended meanwhile is left out
 */
export async function profile(browser, transfer) {
  /** @type {Record<string, number>} */
  const threads = {};
  const { ms } = await transfer(async ({ sharing, receiving }, run) => {
    const tabs = new Map([
      [await rendererOf(sharing), 'sharing tab'],
      [await rendererOf(receiving), 'receiving tab'],
    ]);
    const before = await threadsOf(browser, tabs);
    const result = await run();
    for (const [id, { name, seconds }] of await threadsOf(browser, tabs))
      threads[name] = (threads[name] ?? 0) + seconds - (before.get(id)?.seconds ?? 0);
    return result;
  });
  const burnt = Object.entries(threads).filter(([, seconds]) => seconds > 0);
  const cpuSeconds = burnt.reduce((sum, [, seconds]) => sum + seconds, 0);
  return { ms, cpuSeconds, threads: Object.fromEntries(burnt) };
}

/**
 * @param {Record<string, readonly (Profile | { error: string })[]>} runs by contestant
 * @param {(values: readonly number[]) => number | null} median
 * @returns {string[]} a table: CPU seconds of each thread worth a line, a column for each contestant
 */
export function profileTable(runs, median) {
  const columns = Object.entries(runs).map(([contestant, samples]) => ({
    contestant,
    profiles: samples.flatMap((sample) => ('threads' in sample ? [sample.threads] : [])),
  }));
  const names = [...new Set(columns.flatMap(({ profiles }) => profiles.flatMap(Object.keys)))];
  const rows = names
    .map((name) => ({
      name,
      seconds: columns.map(({ profiles }) => median(profiles.map((threads) => threads[name] ?? 0)) ?? 0),
    }))
    .filter(({ seconds }) => Math.max(...seconds) >= WORTH_A_LINE_SECONDS)
    .sort((a, b) => Math.max(...b.seconds) - Math.max(...a.seconds));
  const line = (/** @type {string} */ name, /** @type {string[]} */ cells) =>
    `  ${name.padEnd(44)}${cells.map((cell) => cell.padStart(12)).join('')}`;
  return [
    line(
      'CPU seconds',
      columns.map(({ contestant }) => contestant),
    ),
    ...rows.map(({ name, seconds }) =>
      line(
        name,
        seconds.map((value) => value.toFixed(2)),
      ),
    ),
  ];
}
