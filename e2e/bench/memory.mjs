// How much the renderer of each tab grows while a file of 2 GiB goes through. Real profiles on disk: a private window would keep
// what it stores in memory, and say nothing about the app.
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { chromiumArgs } from '../support/browser.mjs';
import { rendererOf } from '../support/renderer.mjs';
import { download, share } from './flockdrop.mjs';
import { inTime } from './tabs.mjs';

/** A tab takes in 40 MB/s at most, so that between two samples a peak can hide 4 MB. */
const SAMPLE_MS = 100;
const SETTLE_MS = 2_000;

/**
 * @param {string} executablePath
 * @param {{ app: string, file: string, profiles: readonly [string, string] }} options
 * @returns {Promise<{ sharingMiB: number, receivingMiB: number, ms: number }>} peak less baseline of each tab
 */
export async function memory(executablePath, { app, file, profiles }) {
  const contexts = [];
  try {
    for (const profile of profiles)
      contexts.push(
        await chromium.launchPersistentContext(profile, { executablePath, args: [...chromiumArgs] }),
      );
    const [a, b] = await Promise.all(contexts.map((context) => context.newPage()));
    if (a === undefined || b === undefined) throw new Error('no tabs');
    await Promise.all([a.goto(app), b.goto(app)]);
    await Promise.all([a, b].map((page) => page.getByTestId('file-input').waitFor({ state: 'attached' })));
    const growths = [await Growth.of(a), await Growth.of(b)];
    await sleep(SETTLE_MS);
    for (const growth of growths) growth.start();
    try {
      const { link } = await inTime(share(a, app, file));
      const ms = await inTime(download(b, link));
      await sleep(SETTLE_MS);
      const [sharingMiB = 0, receivingMiB = 0] = growths.map((growth) => growth.mib);
      return { sharingMiB, receivingMiB, ms };
    } finally {
      for (const growth of growths) growth.stop();
    }
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

class Growth {
  #pid;
  #baseline = 0;
  #peak = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {number} pid */
  constructor(pid) {
    this.#pid = pid;
  }

  /** @param {import('@playwright/test').Page} page */
  static async of(page) {
    return new Growth(await rendererOf(page));
  }

  start() {
    this.#baseline = residentKiB(this.#pid);
    if (this.#baseline === 0) throw new Error('memory is read from /proc, which only Linux has');
    this.#timer = setInterval(() => {
      this.#peak = Math.max(this.#peak, residentKiB(this.#pid));
    }, SAMPLE_MS);
  }

  stop() {
    clearInterval(this.#timer);
  }

  get mib() {
    // A renderer that was replaced would have stopped growing, and read as a good result.
    if (residentKiB(this.#pid) === 0) throw new Error('the tab moved to another process');
    return (this.#peak - this.#baseline) / 1024;
  }
}

/**
 * What the process has in memory that is its own doing: the heap, buffers, and shared memory, which counts whole here.
 * Mapped files do not count: they are the browser's program. The kernel keeps these sums anyway, so that reading them
 * disturbs nothing. `smaps_rollup` would split shared pages fairly, but it walks all the page tables under the lock that
 * the process needs to get memory: read four times a second, it halved the speed of the transfer.
 * @param {number} pid
 * @returns {number} KiB; 0 when the process is gone
 */
function residentKiB(pid) {
  let status = '';
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return 0;
  }
  const field = (/** @type {RegExp} */ pattern) => Number(pattern.exec(status)?.[1] ?? 0);
  return field(/^RssAnon:\s+(\d+)/m) + field(/^RssShmem:\s+(\d+)/m);
}

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
