// Two browsers with a long path between them, and all the servers on the sharing side of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { EmulatedPath, pathProblem, RUN_IN } from '../nat-lab/path/emulated-path.mjs';
import { chromiumArgs } from '../support/browser.mjs';

const SERVE = fileURLToPath(new URL('./serve.mjs', import.meta.url));
const RATE_BPS = 50e6;

/** @typedef {import('../nat-lab/path/emulated-path.mjs').Conditions} Conditions */
/** @typedef {{ pages: string, tracker: string, app: string }} Where */

/** What is measured, by the name of its suite. @type {Readonly<Record<string, Conditions>>} */
export const PATHS = {
  'long-path': { rttMs: 40, rateBps: RATE_BPS, loss: 0 },
  'long-path-lossy': { rttMs: 40, rateBps: RATE_BPS, loss: 0.001 },
  'long-path-far': { rttMs: 120, rateBps: RATE_BPS, loss: 0.0005 },
};

/** How long a file would take at the whole rate of every path. @param {number} length bytes */
export const atFullRateMs = (length) => (length * 8_000) / RATE_BPS;

/**
 * A path, servers and browsers of its own for one run: nothing that an earlier one did to windows or queues is left.
 * @template T
 * @param {string} executablePath
 * @param {Conditions} conditions
 * @param {(browser: import('./tabs.mjs').Browser, where: Where) => Promise<T>} use `browser` gives a tab on either side in
 *   turn, the sharing side first
 * @returns {Promise<T>}
 */
export async function overPath(executablePath, conditions, use) {
  const problem = pathProblem();
  if (problem !== null) throw new Error(`no emulated path: ${problem}`);
  /** @type {(() => Promise<unknown>)[]} */
  const closers = [];
  try {
    const path = await EmulatedPath.open(conditions);
    closers.push(() => path.close());
    const { where, close } = await serve(path);
    closers.push(close);
    const secure = [where.pages, where.app.replace(/\/$/, '')].join(',');
    const browsers = [];
    for (const side of /** @type {const} */ (['left', 'right'])) {
      const browser = await chromium.launch({
        executablePath: RUN_IN,
        env: { ...process.env, ...path.inNamespace(side, executablePath) },
        // What the browser grants to localhost and https alone, as hashing: there is neither across a path.
        args: [...chromiumArgs, `--unsafely-treat-insecure-origin-as-secure=${secure}`],
      });
      closers.push(() => browser.close());
      browsers.push(browser);
    }
    let turn = 0;
    return await use({ newContext: () => browsers[turn++ % browsers.length].newContext() }, where);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** @param {EmulatedPath} path @returns {Promise<{ where: Where, close: () => Promise<unknown> }>} */
async function serve(path) {
  const [command, args] = path.command('left', process.execPath, SERVE, path.addresses.left);
  const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = await new Promise((resolve, reject) => {
    createInterface(server.stdout).once('line', resolve);
    server.once('close', () => reject(new Error('the servers did not start')));
  });
  return {
    where: JSON.parse(said),
    close() {
      const gone = once(server, 'close');
      server.stdin.end();
      return gone;
    },
  };
}
