// From a link opened in a browser that has never seen the app to a small file whole: loading the app, starting it,
// finding the seed, connecting and fetching. Times are the page's own, from the start of its navigation.
import * as flockdrop from './flockdrop.mjs';
import { withTwoTabs } from './tabs.mjs';
import * as webtorrent from './webtorrent.mjs';

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {{ app: string, file: string }} options
 * @returns {Promise<{ ms: number, firstMs: number }>} until the last and the first piece are verified and stored
 */
export function openInFlockdrop(browser, { app, file }) {
  return withTwoTabs(browser, async (a, b) => {
    const { link } = await flockdrop.share(a, app, file);
    await a.locator('[data-testid=share][data-state=seeding]').waitFor();
    await b.addInitScript(watchFromTheStart);
    await b.goto(`${link}&go=1`);
    return b.evaluate(() => globalThis.benchOpened);
  });
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {import('./webtorrent.mjs').Options} options
 * @returns {Promise<{ ms: number, firstMs: number, readableMs: number }>} until the last and the first piece are verified,
 *   and until the file is read
 */
export function openInWebTorrent(browser, options) {
  return withTwoTabs(browser, async (a, b) => {
    await webtorrent.open(a, options.pages);
    const { link } = await webtorrent.seed(a, options);
    const ice = encodeURIComponent(JSON.stringify(options.iceServers ?? []));
    await b.goto(`${options.pages}/open?ice=${ice}#${link}`);
    const { ms, firstMs, readableMs } = await b.evaluate(() => globalThis.benchOpened);
    return { ms, firstMs, readableMs };
  });
}

/** Runs in the tab, before anything of the page does. */
function watchFromTheStart() {
  globalThis.benchOpened = new Promise((resolve, reject) => {
    let firstMs = 0;
    new MutationObserver((_, observer) => {
      const share = document.querySelector('[data-testid=share]');
      const state = share?.getAttribute('data-state');
      const isDone = state === 'complete' || state === 'seeding';
      if (firstMs === 0 && Number(share?.getAttribute('data-progress')) > 0) firstMs = performance.now();
      if (!isDone && state !== 'error') return;
      observer.disconnect();
      const code = document.querySelector('[data-testid=error]')?.getAttribute('data-code');
      if (isDone) resolve({ ms: performance.now(), firstMs });
      else reject(new Error(code ?? 'error'));
    }).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-state', 'data-progress'],
    });
  });
}
