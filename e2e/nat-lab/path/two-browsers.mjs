// Two browsers with a long path between them, and the servers on the left side of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { chromiumArgs } from '../../support/browser.mjs';
import { EmulatedPath, pathProblem, RUN_IN } from './emulated-path.mjs';

/** @typedef {Record<string, string>} Urls what the servers are, by name */
/**
 * @typedef {object} Ends
 * @property {EmulatedPath} path
 * @property {Urls} urls
 * @property {import('@playwright/test').Browser} left
 * @property {import('@playwright/test').Browser} right
 */

/**
 * A path, servers and browsers of its own for one run: nothing that an earlier one did to windows or queues is left.
 * @template T
 * @param {object} options
 * @param {string} options.executablePath of Chromium
 * @param {import('./emulated-path.mjs').Conditions} options.conditions
 * @param {string} options.server a script that takes an address to listen on, says `Urls` as one line of JSON, and ends when
 *   nobody holds its input any more
 * @param {(ends: Ends) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function overPath({ executablePath, conditions, server }, use) {
  const problem = pathProblem();
  if (problem !== null) throw new Error(`no emulated path: ${problem}`);
  /** @type {(() => Promise<unknown>)[]} */
  const closers = [];
  try {
    const path = await EmulatedPath.open(conditions);
    closers.push(() => path.close());
    const { urls, close } = await serve(
      ...path.command('left', process.execPath, server, path.addresses.left),
    );
    closers.push(close);
    const launch = async (/** @type {import('./emulated-path.mjs').Side} */ side) => {
      const browser = await chromium.launch({
        executablePath: RUN_IN,
        env: { ...process.env, ...path.inNamespace(side, executablePath) },
        // What the browser grants to localhost and https alone, as hashing: there is neither across a path.
        args: [...chromiumArgs, `--unsafely-treat-insecure-origin-as-secure=${origins(urls)}`],
      });
      closers.push(() => browser.close());
      return browser;
    };
    return await use({ path, urls, left: await launch('left'), right: await launch('right') });
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** @param {Urls} urls */
const origins = (urls) =>
  Object.values(urls)
    .filter((url) => url.startsWith('http'))
    .map((url) => new URL(url).origin)
    .join(',');

/**
 * @param {string} command runs a script as `overPath` wants it
 * @param {string[]} args
 * @returns {Promise<{ urls: Urls, close: () => Promise<unknown> }>}
 */
export async function serve(command, args) {
  const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = await new Promise((resolve, reject) => {
    createInterface(server.stdout).once('line', resolve);
    server.once('close', () => reject(new Error('the servers did not start')));
  });
  return {
    urls: JSON.parse(said),
    close() {
      const gone = once(server, 'close');
      server.stdin.end();
      return gone;
    },
  };
}
