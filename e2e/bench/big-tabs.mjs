// People with a profile on disk each, who act through the promised hooks: a private window would keep in memory what it
// stores, and say nothing about the app.
import { chromium } from '@playwright/test';
import { chromiumArgs } from '../support/browser.mjs';
import { watchLongTasks } from './long-tasks.mjs';

/** What is waited for takes minutes at most; only what will never come meets this. */
const LIMIT_MS = 30 * 60_000;

/** @typedef {{ context: import('@playwright/test').BrowserContext, page: import('@playwright/test').Page }} Someone */

/**
 * @param {string} executablePath
 * @param {string} folder of the profile
 * @returns {Promise<Someone>} with one blank page
 */
export async function profileOf(executablePath, folder) {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: [...chromiumArgs],
    acceptDownloads: true,
  });
  context.setDefaultTimeout(LIMIT_MS);
  await watchLongTasks(context);
  const [page] = context.pages();
  return { context, page: page ?? (await context.newPage()) };
}

/**
 * @param {import('@playwright/test').Page} page on the home page
 * @param {'file-input' | 'folder-input'} input
 * @param {string} path
 * @returns {Promise<{ link: string }>}
 */
export async function share(page, input, path) {
  await page.getByTestId(input).setInputFiles(path);
  await until(page, () => {
    const link = document.querySelector('[data-testid=share-link]')?.getAttribute('data-link');
    return Boolean(link) || document.querySelector('[data-testid=error]') !== null;
  });
  return { link: (await page.getByTestId('share-link').getAttribute('data-link')) ?? '' };
}

/**
 * Opens a link, gives the word, and waits for the last piece.
 * @param {import('@playwright/test').Page} page
 * @param {string} link
 */
export async function download(page, link) {
  await page.goto(link);
  await page.getByTestId('start-download').click();
  await until(page, () => {
    const state = document.querySelector('[data-testid=share]')?.getAttribute('data-state') ?? '';
    // Who opens a link the moment it is made may come before the one who made it: that ends by itself.
    const error = document.querySelector('[data-testid=error]:not([data-code=no-peers])');
    return state === 'complete' || error !== null;
  });
  const state = await page.getByTestId('share').getAttribute('data-state');
  if (state !== 'complete') throw new Error(`the download ended: ${await errorOf(page)}`);
  return {};
}

/**
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<{ path: string }>} of what an ordinary download of everything saved
 */
export async function save(page) {
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('save').first().click(),
  ]);
  return { path: await saved.path() };
}

/** @param {import('@playwright/test').Page} page */
async function errorOf(page) {
  return page.getByTestId('error').first().getAttribute('data-code');
}

/** @param {import('@playwright/test').Page} page the sharer's, when all of it is in its storage */
export async function isKept(page) {
  await page.getByText('Kept in this browser').waitFor();
  return {};
}

/**
 * @template {object} T
 * @param {string} what told when it begins, so that whoever waits knows for what
 * @param {() => Promise<T>} work
 * @returns {Promise<T & { ms: number }>}
 */
export async function timed(what, work) {
  console.error(`${what} …`);
  const begin = performance.now();
  const result = await work();
  return { ...result, ms: Math.round(performance.now() - begin) };
}

/** Looks rarely: looking takes time of the page that is watched. */
const LOOK_EVERY_MS = 200;

/**
 * @param {import('@playwright/test').Page} page
 * @param {() => boolean} isSo runs in the page
 */
async function until(page, isSo) {
  await page.waitForFunction(isSo, undefined, { polling: LOOK_EVERY_MS });
}
