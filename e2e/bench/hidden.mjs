// Whether a tab that nobody looks at keeps its speed. Playwright tells every page that it is looked at, and switches the
// browser's throttling off: these browsers are started and joined without that, as a person has them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { chromiumArgs } from '../support/browser.mjs';
import { share, startAt, visit } from './flockdrop.mjs';
import { inTime } from './tabs.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/**
 * @param {string} executablePath
 * @param {{ app: string, file: string, profiles: readonly [string, string], isHidden: boolean }} options
 * @returns {Promise<{ ms: number }>} from the word to download to the last piece verified and stored, with both tabs
 *   behind others, or with both in front
 */
export async function transferUnseen(executablePath, { app, file, profiles, isHidden }) {
  const browsers = await Promise.all(profiles.map((profile) => PlainBrowser.start(executablePath, profile)));
  try {
    const [a, b] = browsers.map(({ page }) => page);
    if (a === undefined || b === undefined) throw new Error('no tabs');
    await a.goto(app);
    const { link } = await inTime(share(a, app, file));
    await visit(b, link);
    if (isHidden) await Promise.all([a, b].map(hide));
    const { start, end } = await inTime(startAt(b));
    return { ms: end - start };
  } finally {
    await Promise.all(browsers.map((browser) => browser.stop()));
    await Promise.all(profiles.map((profile) => rm(profile, { recursive: true, force: true })));
  }
}

/** @param {Page} page */
async function hide(page) {
  const other = await page.context().newPage();
  await other.bringToFront();
  const state = await page.evaluate(() => document.visibilityState);
  if (state !== 'hidden') throw new Error('the tab is still seen: nothing would be measured');
}

class PlainBrowser {
  /** @readonly @type {Page} */
  page;
  #process;
  #connection;

  /**
   * @param {import('node:child_process').ChildProcess} process
   * @param {import('@playwright/test').Browser} connection
   * @param {Page} page
   */
  constructor(process, connection, page) {
    this.#process = process;
    this.#connection = connection;
    this.page = page;
  }

  /** @param {string} executablePath @param {string} profile a folder */
  static async start(executablePath, profile) {
    const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'];
    const child = spawn(executablePath, [...chromiumArgs, ...own], { stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      const connection = await chromium.connectOverCDP(await inTime(endpointOf(child)), {
        noDefaults: true,
        isLocal: true,
      });
      const page = connection.contexts()[0]?.pages()[0];
      if (page === undefined) throw new Error('the browser has no tab');
      return new PlainBrowser(child, connection, page);
    } catch (error) {
      child.kill();
      throw error;
    }
  }

  async stop() {
    // Not `exit`: its children hold the same pipe, and write into the profile until they are gone as well.
    const gone = once(this.#process, 'close');
    await this.#connection.close();
    this.#process.kill();
    await gone;
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} where it is spoken to */
function endpointOf(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += String(chunk);
      const endpoint = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (endpoint !== undefined) resolve(endpoint);
    });
    child.once('exit', () => reject(new Error(`the browser ended:\n${said}`)));
  });
}
