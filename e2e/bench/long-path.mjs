// 30 MiB of one pair over long paths.
import { fileURLToPath } from 'node:url';
import { overPath } from '../nat-lab/path/two-browsers.mjs';

const SERVE = fileURLToPath(new URL('./serve.mjs', import.meta.url));
const RATE_BPS = 50e6;

/** @typedef {import('../nat-lab/path/emulated-path.mjs').Conditions} Conditions */

/** What is measured, by the name of its suite. @type {Readonly<Record<string, Conditions>>} */
export const PATHS = {
  'long-path': { rttMs: 40, rateBps: RATE_BPS, loss: 0 },
  'long-path-lossy': { rttMs: 40, rateBps: RATE_BPS, loss: 0.001 },
  'long-path-far': { rttMs: 120, rateBps: RATE_BPS, loss: 0.0005 },
};

/** How long a file would take at the whole rate of every path. @param {number} length bytes */
export const atFullRateMs = (length) => (length * 8_000) / RATE_BPS;

/**
 * @template T
 * @param {string} executablePath
 * @param {Conditions} conditions
 * @param {(browser: import('./tabs.mjs').Browser, where: { pages: string, tracker: string, app: string }) => Promise<T>} use
 *   `browser` gives a tab on either side in turn, the servers' side first
 * @returns {Promise<T>}
 */
export function farApart(executablePath, conditions, use) {
  return overPath({ executablePath, conditions, server: SERVE }, ({ left, right, urls }) => {
    let turn = 0;
    const { pages = '', tracker = '', app = '' } = urls;
    return use({ newContext: () => (turn++ % 2 === 0 ? left : right).newContext() }, { pages, tracker, app });
  });
}
