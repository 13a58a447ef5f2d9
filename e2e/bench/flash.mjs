// A flash crowd: one seed, and six who begin at once, each with a slow line up. What counts is when the last one has it
// all, beside the fluid bound: the least time that the lines allow, were pieces infinitely small and everyone all-knowing.
import { bareCrowd } from './bare-crowd.mjs';
import * as flockdrop from './flockdrop.mjs';
import { withTabs } from './tabs.mjs';
import * as webtorrent from './webtorrent.mjs';

const DOWNLOADERS = 6;
/** Bytes/s, of the seed and of each downloader. */
const UPLOAD_LIMIT = 2_000_000;

/**
 * @param {number} length bytes
 * @returns {number} ms: the seed must send each byte once, and the lines together every downloader's every byte
 */
export function fluidMs(length) {
  const all = (DOWNLOADERS * length) / ((1 + DOWNLOADERS) * UPLOAD_LIMIT);
  return Math.max(length / UPLOAD_LIMIT, all) * 1000;
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {{ app: string, file: string }} options
 */
export function crowdOfFlockdrop(browser, { app, file }) {
  return withTabs(browser, 1 + DOWNLOADERS, async ([seed, ...downloaders]) => {
    const { link } = await flockdrop.share(seed, `${app}#up=${UPLOAD_LIMIT}`, file);
    await Promise.all(downloaders.map((page) => flockdrop.visit(page, `${link}&up=${UPLOAD_LIMIT}`)));
    return spread(await Promise.all(downloaders.map(flockdrop.startAt)));
  });
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {import('./webtorrent.mjs').Options} options
 */
export function crowdOfWebTorrent(browser, options) {
  const limited = { ...options, uploadLimit: UPLOAD_LIMIT };
  return withTabs(browser, 1 + DOWNLOADERS, async (pages) => {
    await Promise.all(pages.map((page) => webtorrent.open(page, options.pages)));
    const [seed, ...downloaders] = pages;
    const { link } = await webtorrent.seed(seed, limited);
    return spread(await Promise.all(downloaders.map((page) => webtorrent.download(page, link, limited))));
  });
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {{ pages: string, length: number }} options
 */
export async function crowdOfChannels(browser, { pages, length }) {
  const limits = { downloaders: DOWNLOADERS, uploadLimit: UPLOAD_LIMIT };
  return spread(await bareCrowd(browser, { pages, length, ...limits }));
}

/**
 * @param {readonly { start: number, end: number }[]} spans
 * @returns {{ ms: number, firstMs: number }} from the first who was told to start to the last, and the first, with it all
 */
function spread(spans) {
  const start = Math.min(...spans.map((span) => span.start));
  const ends = spans.map((span) => span.end - start);
  return { ms: Math.max(...ends), firstMs: Math.min(...ends) };
}
