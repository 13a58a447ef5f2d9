// Flockdrop as a person has it: the built app from its own server, driven through the promised hooks alone.
import { justRun, withTab, withTwoTabs } from './tabs.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ app: string, file: string, watch?: import('./tabs.mjs').Watch }} Options `watch`: is told of the tabs and runs the transfer */

/**
 * @param {import('./tabs.mjs').Browser} browser
 * @param {Options} options
 * @returns {Promise<{ ms: number }>} from the word to download to the last piece verified and stored
 */
export function transfer(browser, { app, file, watch = justRun }) {
  return withTwoTabs(browser, async (a, b) => {
    const { link } = await share(a, app, file);
    await visit(b, link);
    return { ms: await watch({ sharing: a, receiving: b }, () => start(b)) };
  });
}

/**
 * @param {import('./tabs.mjs').Browser} browser
 * @param {Options} options
 * @returns {Promise<{ ms: number }>} from the file to its link
 */
export function hash(browser, { app, file }) {
  return withTab(browser, async (page) => {
    const { ms } = await share(page, app, file);
    return { ms };
  });
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} app
 * @param {string} file
 * @returns {Promise<{ link: string, ms: number }>}
 */
export async function share(page, app, file) {
  if (page.url() !== app) await page.goto(app);
  const input = page.getByTestId('file-input');
  await input.waitFor({ state: 'attached' });
  await page.evaluate(armShare);
  await input.setInputFiles(file);
  return page.evaluate(() => globalThis.benchShared);
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} link
 * @returns {Promise<number>} milliseconds
 */
export async function download(page, link) {
  await visit(page, link);
  return start(page);
}

/** @param {Page} page @param {string} link @returns {Promise<void>} when the page waits for a person's word */
export async function visit(page, link) {
  await page.goto(link);
  await page.getByTestId('start-download').waitFor();
}

/** @param {Page} page @returns {Promise<number>} milliseconds from that word to the last piece verified and stored */
async function start(page) {
  const span = await startAt(page);
  return span.end - span.start;
}

/** @param {Page} page @returns {Promise<{ start: number, end: number }>} the same on the machine's clock, ms */
export const startAt = (page) => page.evaluate(clickAndWatch);

/** Runs in the tab. Watches from the moment the input has its file; polling would add its own error. */
function armShare() {
  let start = 0;
  document.addEventListener(
    'change',
    () => {
      start = performance.now();
    },
    { capture: true, once: true },
  );
  globalThis.benchShared = new Promise((resolve, reject) => {
    new MutationObserver((_, observer) => {
      const link = document.querySelector('[data-testid=share-link]')?.getAttribute('data-link');
      const error = document.querySelector('[data-testid=error]');
      if (!link && error === null) return;
      observer.disconnect();
      if (link) resolve({ link, ms: performance.now() - start });
      else reject(new Error(error.getAttribute('data-code') ?? 'error'));
    }).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-link'],
    });
  });
}

/** Runs in the tab. Times of different tabs can be compared: each says its own on the machine's clock. */
function clickAndWatch() {
  return new Promise((resolve, reject) => {
    new MutationObserver((_, observer) => {
      const share = document.querySelector('[data-testid=share]');
      const state = share?.getAttribute('data-state');
      const isDone =
        state === 'complete' || state === 'seeding' || share?.getAttribute('data-progress') === '1';
      if (!isDone && state !== 'error') return;
      observer.disconnect();
      const code = document.querySelector('[data-testid=error]')?.getAttribute('data-code');
      if (isDone) resolve({ start: began, end: performance.timeOrigin + performance.now() });
      else reject(new Error(code ?? 'error'));
    }).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-state', 'data-progress'],
    });
    const began = performance.timeOrigin + performance.now();
    document.querySelector('[data-testid=start-download]').click();
  });
}
