// Fresh tabs for each run: contexts share nothing but the browser.

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {(tabs: { sharing: Page, receiving: Page }, run: () => Promise<number>) => Promise<number>} Watch */

/** @typedef {Pick<import('@playwright/test').Browser, 'newContext'>} Browser whoever gives contexts: one browser, or several in turn */

/** @type {Watch} */
export const justRun = (_tabs, run) => run();

const LIMIT_MS = 10 * 60_000;

/**
 * @template T
 * @param {Browser} browser
 * @param {number} count
 * @param {(pages: import('@playwright/test').Page[]) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withTabs(browser, count, use) {
  /** @type {import('@playwright/test').BrowserContext[]} */
  const contexts = [];
  try {
    while (contexts.length < count) contexts.push(await browser.newContext());
    return await inTime(use(await Promise.all(contexts.map((context) => context.newPage()))));
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

/**
 * @template T
 * @param {Browser} browser
 * @param {(a: import('@playwright/test').Page, b: import('@playwright/test').Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
export function withTwoTabs(browser, use) {
  return withTabs(browser, 2, ([a, b]) => {
    if (a === undefined || b === undefined) throw new Error('no tabs');
    return use(a, b);
  });
}

/**
 * @template T
 * @param {Browser} browser
 * @param {(page: import('@playwright/test').Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
export function withTab(browser, use) {
  return withTabs(browser, 1, ([page]) => {
    if (page === undefined) throw new Error('no tab');
    return use(page);
  });
}

/**
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>} rejects when the work takes longer than anything here should
 */
export async function inTime(work) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${LIMIT_MS / 60_000} minutes`)), LIMIT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
