// The rival: WebTorrent's own browser bundle with its own tracker, both in the same browser as we are.
import { withTwo } from './pages.mjs';

/** @returns {Promise<{ url: string, close: () => Promise<void> }>} */
export async function startTracker() {
  const { default: Server } = await import('./rivals/node_modules/bittorrent-tracker/server.js');
  const tracker = new Server({ udp: false, http: false, ws: true, stats: false });
  await new Promise((resolve, reject) => {
    tracker.on('error', reject);
    tracker.listen(0, 'localhost', () => resolve(undefined));
  });
  const { port } = tracker.ws.address();
  return { url: `ws://localhost:${port}`, close: () => new Promise((resolve) => tracker.close(resolve)) };
}

/**
 * Milliseconds from the file given to the torrent ready.
 * @param {{ browser: import('@playwright/test').Browser, pages: string, tracker: string, path: string }} options
 */
export function hashWebTorrent({ browser, pages, tracker, path }) {
  return withTwo(browser, async (ada) => (await seed(ada, pages, tracker, path)).ms);
}

/**
 * Milliseconds from adding the magnet to every piece verified (its `done`).
 * @param {{ browser: import('@playwright/test').Browser, pages: string, tracker: string, path: string }} options
 */
export function transferWebTorrent({ browser, pages, tracker, path }) {
  return withTwo(browser, async (ada, ben) => {
    const { magnet } = await seed(ada, pages, tracker, path);
    await load(ben, pages);
    return ben.evaluate(download, magnet);
  });
}

/** @param {import('@playwright/test').Page} page @param {string} pages */
async function load(page, pages) {
  await page.goto(pages);
  await page.addScriptTag({
    type: 'module',
    content: "import W from '/webtorrent.min.js'; globalThis.WebTorrent = W;",
  });
  await page.waitForFunction(() => 'WebTorrent' in globalThis);
}

/**
 * @param {import('@playwright/test').Page} page @param {string} pages @param {string} tracker @param {string} path
 * @returns {Promise<{ ms: number, magnet: string }>}
 */
async function seed(page, pages, tracker, path) {
  await load(page, pages);
  await page.setInputFiles('#file', path);
  return page.evaluate(async (announce) => {
    const { WebTorrent } = /** @type {any} */ (globalThis);
    const input = /** @type {HTMLInputElement} */ (document.getElementById('file'));
    const client = new WebTorrent({ tracker: { rtcConfig: { iceServers: [] } } });
    const begun = performance.now();
    const torrent = await new Promise((resolve) => {
      client.seed([...(input.files ?? [])], { announce: [announce] }, resolve);
    });
    return { ms: performance.now() - begun, magnet: /** @type {any} */ (torrent).magnetURI };
  }, tracker);
}

/** In the page. @param {string} magnet */
function download(magnet) {
  const { WebTorrent } = /** @type {any} */ (globalThis);
  const client = new WebTorrent({ tracker: { rtcConfig: { iceServers: [] } } });
  const begun = performance.now();
  return new Promise((resolve) => {
    client.add(magnet, (/** @type {any} */ torrent) => {
      if (torrent.done) resolve(performance.now() - begun);
      else torrent.on('done', () => resolve(performance.now() - begun));
    });
  });
}
