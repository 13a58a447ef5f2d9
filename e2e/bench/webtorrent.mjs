// WebTorrent's own browser bundle with its own defaults; only its public STUN servers and trackers are left out.
import { withTab, withTwoTabs } from './tabs.mjs';

/** @typedef {{ pages: string, tracker: string, file: string, uploadLimit?: number, iceServers?: RTCIceServer[] }} Options
 * `uploadLimit`: bytes/s */

const UNLIMITED = -1;

/**
 * @param {import('./tabs.mjs').Browser} browser
 * @param {Options} options
 * @returns {Promise<{ ms: number, connectedMs: number }>} to the last verified piece: from `add`, and from the first
 *   handshake on
 */
export function transfer(browser, options) {
  return withTwoTabs(browser, async (a, b) => {
    await Promise.all([open(a, options.pages), open(b, options.pages)]);
    const { link } = await seed(a, options);
    const { start, connected, end } = await download(b, link, options);
    return { ms: end - start, connectedMs: end - connected };
  });
}

/**
 * @param {import('./tabs.mjs').Browser} browser
 * @param {Options} options
 * @returns {Promise<{ ms: number, linkMs: number }>} from the file to seeding it, and to the magnet being known
 */
export function hash(browser, options) {
  return withTab(browser, async (page) => {
    await open(page, options.pages);
    const { ms, linkMs } = await seed(page, options);
    return { ms, linkMs };
  });
}

/** @param {import('@playwright/test').Page} page @param {string} pages */
export async function open(page, pages) {
  await page.goto(`${pages}/webtorrent`);
  await page.waitForFunction(() => globalThis.WebTorrent !== undefined);
}

/**
 * @param {import('@playwright/test').Page} page an open one
 * @param {Options} options
 * @returns {Promise<{ ms: number, linkMs: number, link: string }>} when it seeds and the tracker knows it
 */
export async function seed(page, { tracker, file, uploadLimit = UNLIMITED, iceServers = [] }) {
  await page.evaluate(armSeed, { tracker, uploadLimit, iceServers });
  await page.locator('input').setInputFiles(file);
  const seeded = await page.evaluate(() => globalThis.seeded);
  await page.evaluate(() => globalThis.announced);
  return seeded;
}

/**
 * @param {import('@playwright/test').Page} page an open one
 * @param {string} link
 * @param {{ tracker: string, uploadLimit?: number }} options
 * @returns {Promise<{ start: number, connected: number, end: number }>} `add`, the first handshake and the last verified
 *   piece, on the machine's clock, ms
 */
export function download(page, link, { tracker, uploadLimit = UNLIMITED }) {
  return page.evaluate(add, { link, tracker, uploadLimit });
}

/**
 * Runs in the seeder's tab. WebTorrent says that it seeds only once it has copied the file into its chunk store. Its
 * magnet is complete earlier, at `infoHash`, the first moment with a link: `metadata` and the announce follow in the
 * same turn, and the copying after them.
 */
function armSeed({ tracker, uploadLimit, iceServers }) {
  const input = document.querySelector('input');
  const client = new globalThis.WebTorrent({ tracker: { rtcConfig: { iceServers } }, uploadLimit });
  globalThis.announced = new Promise((announced) => {
    globalThis.seeded = new Promise((resolve, reject) => {
      client.on('error', reject);
      input.addEventListener('change', () => {
        const start = performance.now();
        let linkMs = 0;
        client
          .seed(input.files[0], { announce: [tracker] }, (torrent) =>
            resolve({ ms: performance.now() - start, linkMs, link: torrent.magnetURI }),
          )
          .once('infoHash', () => {
            linkMs = performance.now() - start;
          })
          .once('trackerAnnounce', () => announced());
      });
    });
  });
}

/** Runs in the receiver's tab. */
function add({ link, tracker, uploadLimit }) {
  const client = new globalThis.WebTorrent({ tracker: { rtcConfig: { iceServers: [] } }, uploadLimit });
  const now = () => performance.timeOrigin + performance.now();
  return new Promise((resolve, reject) => {
    client.on('error', reject);
    let connected = 0;
    const start = now();
    const torrent = client.add(link, { announce: [tracker] });
    torrent.once('wire', () => {
      connected = now();
    });
    torrent.once('done', () => {
      resolve({ start, connected, end: now() });
    });
  });
}
