// Fresh tabs for each run: two contexts share nothing but the browser.

const LIMIT_MS = 10 * 60_000;

/**
 * @template T
 * @param {import('@playwright/test').Browser} browser
 * @param {(a: import('@playwright/test').Page, b: import('@playwright/test').Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withTwoTabs(browser, use) {
  const contexts = [await browser.newContext(), await browser.newContext()];
  try {
    const [a, b] = await Promise.all(contexts.map((context) => context.newPage()));
    if (a === undefined || b === undefined) throw new Error('no tabs');
    return await inTime(use(a, b));
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

/**
 * @template T
 * @param {import('@playwright/test').Browser} browser
 * @param {(page: import('@playwright/test').Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withTab(browser, use) {
  const context = await browser.newContext();
  try {
    return await inTime(use(await context.newPage()));
  } finally {
    await context.close();
  }
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
