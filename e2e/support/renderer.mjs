// Which of Chromium's processes runs a page.

const BURN_MS = 400;
const MOST_BURNS = 20;

/**
 * Chromium does not say which process runs a page, but it does say what each has burnt.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<number>} process id
 */
export async function rendererOf(page) {
  const browser = page.context().browser();
  if (browser === null) throw new Error('this browser cannot be asked for its processes');
  const session = await browser.newBrowserCDPSession();
  const renderers = async () =>
    (await session.send('SystemInfo.getProcessInfo')).processInfo.filter(({ type }) => type === 'renderer');
  const before = new Map((await renderers()).map(({ id, cpuTime }) => [id, cpuTime]));
  try {
    // On a busy machine a burn gets only a part of its time.
    for (let burn = 0; burn < MOST_BURNS; burn++) {
      await page.evaluate((ms) => {
        for (const end = performance.now() + ms; performance.now() < end; );
      }, BURN_MS);
      const burnt = (await renderers()).map(({ id, cpuTime }) => ({
        id,
        seconds: cpuTime - (before.get(id) ?? 0),
      }));
      const [busiest, next] = burnt.sort((x, y) => y.seconds - x.seconds);
      if (busiest !== undefined && busiest.seconds > BURN_MS / 2000 + (next?.seconds ?? 0)) return busiest.id;
    }
  } finally {
    await session.detach();
  }
  throw new Error('no renderer found');
}
