// How much memory the pages of one browser hold: all its renderers together, so that nobody need know which is whose.
import { readFileSync } from 'node:fs';

/** Between two samples a tab takes in a few MB at most. */
const SAMPLE_MS = 200;

/** Samples the renderers of one browser. Reads `/proc`, which only Linux has. */
export class RendererMemory {
  /** @type {() => Promise<readonly number[]>} */
  #pids;
  /** @type {Map<string, number[]>} samples by phase, the last one under way */
  #phases = new Map();
  /** @type {Promise<void>} */
  #sampling = Promise.resolve();
  #isStopped = false;

  /** @param {() => Promise<readonly number[]>} pids */
  constructor(pids) {
    this.#pids = pids;
  }

  /** @param {import('@playwright/test').BrowserContext} context of a browser that has no other */
  static async of(context) {
    const browser = context.browser();
    if (browser === null) throw new Error('this browser cannot be asked for its processes');
    const session = await browser.newBrowserCDPSession();
    return new RendererMemory(async () => {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    });
  }

  start() {
    this.#sampling = this.#sample();
    // `stop` tells; when something else failed before, the browser is gone, and nobody asks any more.
    this.#sampling.catch(() => undefined);
  }

  /** What comes from now on is `phase`. @param {string} phase */
  begin(phase) {
    this.#phases.set(phase, []);
  }

  /** @returns {Promise<Record<string, { startMiB: number, peakMiB: number, endMiB: number }>>} by phase */
  async stop() {
    this.#isStopped = true;
    await this.#sampling;
    const mib = (/** @type {number | undefined} */ kib) => Math.round((kib ?? 0) / 1024);
    return Object.fromEntries(
      [...this.#phases].map(([phase, samples]) => [
        phase,
        { startMiB: mib(samples[0]), peakMiB: mib(Math.max(...samples)), endMiB: mib(samples.at(-1)) },
      ]),
    );
  }

  async #sample() {
    while (!this.#isStopped) {
      const sum = (await this.#pids()).reduce((all, pid) => all + residentKiB(pid), 0);
      if (sum === 0) throw new Error('memory is read from /proc, which only Linux has');
      [...this.#phases.values()].at(-1)?.push(sum);
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
  }
}

/**
 * Heap, buffers and shared memory; mapped files are the browser's own program (memory.mjs says why not `smaps_rollup`).
 * @param {number} pid
 */
function residentKiB(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (/** @type {RegExp} */ pattern) => Number(pattern.exec(status)?.[1] ?? 0);
    return field(/^RssAnon:\s+(\d+)/m) + field(/^RssShmem:\s+(\d+)/m);
  } catch {
    return 0; // it has ended
  }
}
