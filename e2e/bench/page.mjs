// What the share page costs while it is looked at: a file comes at full speed from one peer, and fifty strangers are
// connected as well (see support/crowd.mjs). Long tasks and updates are counted in the page; what the updates cost is taken
// from the browser's own profiler and trace, so that the page is measured as it is.
import { gather } from '../support/crowd.mjs';
import { rendererOf } from '../support/renderer.mjs';
import { share, visit } from './flockdrop.mjs';
import { withTabs } from './tabs.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number, args?: { name?: string } }} TraceEvent times in µs */
/** @typedef {{ id: number, callFrame: { url: string, functionName: string }, children?: number[] }} ProfileNode */
/** @typedef {{ nodes: ProfileNode[], samples?: number[], timeDeltas?: number[] }} Profile as the browser gives it: times in µs */

const STRANGERS = 50;
/** One stranger gets a piece, and wants another, this often. */
const LIVES_EVERY_MS = 1_000;
/** Bytes/s until everybody is there. */
const TRICKLE = 20_000;
const SAMPLE_EVERY_US = 500;
/** A whole task of a thread. */
const TASK = 'RunTask';
/** One that keeps the page from answering. */
const LONG_MS = 50;
/** Rendering and scripts, whole tasks, and the page's own marks. */
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];
/** Marks of the page: the tracing itself takes tasks before and after. */
const [BEGUN, ENDED] = ['bench-begun', 'bench-ended'];
/** What the browser does on the main thread to show what has changed. */
const RENDERING = ['UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint', 'Layerize', 'Commit', 'UpdateLayer'];

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {{ app: string, file: string }} options
 * @returns {Promise<{ ms: number, peers: number, longTasks: number, longestMs: number, busyTasks: number,
 *   busiestMs: number, updatesPerSecond: number, uiPercent: number, scriptPercent: number, renderPercent: number,
 *   haves: number, blocks: number }>}
 *   `peers`: that were connected, at least. `longTasks`: over 50 ms by the clock, `busyTasks`: over 50 ms on a core.
 *   `uiPercent`: of the main thread's time, what updates took: script (making the
 *   snapshot included) and rendering
 */
export function pageWithCrowd(browser, { app, file }) {
  return withTabs(browser, 3, async ([sharer, receiver, strangers]) => {
    const { link } = await share(sharer, `${app}#up=${TRICKLE}`, file);
    await visit(receiver, link);
    await receiver.getByTestId('start-download').click();
    await gather(strangers, { app, sharer, receiver, count: STRANGERS, everyMs: LIVES_EVERY_MS });
    const lived = await strangers.evaluate(() => ({ ...globalThis.benchCrowd }));

    const watch = await Watch.begin(browser, receiver);
    const begun = performance.now();
    await sharer.evaluate(
      (hash) => {
        location.hash = hash;
      },
      `${new URL(link).hash}&up=0`,
    );
    const seen = await receiver.evaluate(untilDone, { begun: BEGUN, ended: ENDED });
    const ms = performance.now() - begun;
    const costs = await watch.end();
    const living = await strangers.evaluate(() => ({ ...globalThis.benchCrowd }));
    const percent = (/** @type {number} */ part) => (100 * part) / ms;
    return {
      ms,
      ...seen,
      busyTasks: costs.tasksMs.filter((task) => task > LONG_MS).length,
      busiestMs: Math.max(...costs.tasksMs),
      updatesPerSecond: Math.max(0, seen.updates - 1) / (ms / 1_000),
      uiPercent: percent(costs.scriptMs + costs.renderMs),
      scriptPercent: percent(costs.scriptMs),
      renderPercent: percent(costs.renderMs),
      haves: living.haves - lived.haves,
      blocks: living.blocks - lived.blocks,
    };
  });
}

/**
 * Runs in the tab. Until all of it is here: long tasks, and how often anything on the share's page was changed.
 * @param {{ begun: string, ended: string }} marks
 */
function untilDone({ begun, ended }) {
  const share = document.querySelector('[data-testid=share]');
  const start = performance.mark(begun).startTime;
  /** @type {number[]} */
  const tasks = [];
  const note = (/** @type {PerformanceEntry[]} */ entries) => {
    for (const { startTime, duration } of entries) if (startTime >= start) tasks.push(duration);
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'longtask' });
  let updates = 0;
  let peers = Number.POSITIVE_INFINITY;
  return new Promise((resolve, reject) => {
    new MutationObserver((_, mutations) => {
      updates++;
      const state = share?.getAttribute('data-state');
      peers = Math.min(peers, Number(share?.getAttribute('data-peers')));
      if (state === 'error') reject(new Error('the share stopped'));
      if (share?.getAttribute('data-progress') !== '1') return;
      mutations.disconnect();
      performance.mark(ended);
      note(observer.takeRecords());
      resolve({ updates, peers, longTasks: tasks.length, longestMs: Math.max(0, ...tasks) });
    }).observe(share ?? document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

/** The browser's profiler and trace of one page. */
class Watch {
  #browser;
  #session;
  #renderer;

  /**
   * @param {import('@playwright/test').Browser} browser
   * @param {import('@playwright/test').CDPSession} session
   * @param {number} renderer process id
   */
  constructor(browser, session, renderer) {
    this.#browser = browser;
    this.#session = session;
    this.#renderer = renderer;
  }

  /** @param {import('@playwright/test').Browser} browser @param {Page} page */
  static async begin(browser, page) {
    const renderer = await rendererOf(page);
    const session = await page.context().newCDPSession(page);
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
    await browser.startTracing(page, { categories: CATEGORIES });
    await session.send('Profiler.start');
    return new Watch(browser, session, renderer);
  }

  /** @returns {Promise<{ scriptMs: number, renderMs: number, tasksMs: readonly number[] }>} what updates have taken, and each task on a core */
  async end() {
    const { profile } = await this.#session.send('Profiler.stop');
    const trace = JSON.parse(String(await this.#browser.stopTracing()));
    await this.#session.detach();
    const main = mainThreadOf(trace.traceEvents, this.#renderer);
    return {
      scriptMs: updatesIn(profile) * onCore(main),
      renderMs: renderingIn(main),
      tasksMs: tasksIn(main, timeOf(trace.traceEvents, BEGUN), timeOf(trace.traceEvents, ENDED)),
    };
  }
}

/**
 * Time in the code of the pages, and in what they are told: everything under a `publish`, where a snapshot is made.
 * @param {Profile} profile
 */
function updatesIn({ nodes, samples = [], timeDeltas = [] }) {
  /** @type {Map<number, { own: boolean, parent: number | null }>} */
  const known = new Map();
  for (const { id, callFrame } of nodes) {
    const isPage = /\/(?:app|button|pages)-[\w-]+\.js$/.test(callFrame.url);
    known.set(id, { own: isPage || callFrame.functionName === 'publish', parent: null });
  }
  // Another name of a chunk would measure nothing.
  if (![...known.values()].some(({ own }) => own))
    throw new Error('no code of the pages was seen in the profile');
  for (const { id, children = [] } of nodes)
    for (const child of children) {
      const node = known.get(child);
      if (node !== undefined) node.parent = id;
    }
  const isUpdate = (/** @type {number | null} */ id) => {
    for (let at = id; at !== null; at = known.get(at)?.parent ?? null) if (known.get(at)?.own) return true;
    return false;
  };
  return samples.reduce((sum, id, at) => sum + (isUpdate(id) ? (timeDeltas[at] ?? 0) / 1_000 : 0), 0);
}

/**
 * @param {readonly TraceEvent[]} events
 * @param {number} renderer
 * @returns {readonly TraceEvent[]} what has a length, and happened on the main thread of that process
 */
function mainThreadOf(events, renderer) {
  const main = events.find(
    ({ name, pid, args }) => name === 'thread_name' && pid === renderer && args?.name === 'CrRendererMain',
  );
  const those = events.filter(({ ph, pid, tid }) => ph === 'X' && pid === renderer && tid === main?.tid);
  if (main === undefined || those.length === 0) throw new Error('the trace tells nothing of this page');
  return those;
}

/**
 * The part of its time that the thread was on a core: what else runs on the machine makes it wait, and the profiler does
 * not see that.
 * @param {readonly TraceEvent[]} events
 */
function onCore(events) {
  const timed = events.filter(({ tdur }) => tdur !== undefined);
  const all = timed.reduce((sum, { dur = 0 }) => sum + dur, 0);
  return all === 0 ? 1 : timed.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / all;
}

/** On a core, ms each. @param {readonly TraceEvent[]} events @param {number} from µs @param {number} to µs */
function tasksIn(events, from, to) {
  const those = events.filter(({ name, ts, dur = 0 }) => name === TASK && ts >= from && ts + dur <= to);
  if (those.length === 0) throw new Error('the trace tells of no task');
  return those.map(({ dur = 0, tdur = dur }) => tdur / 1_000);
}

/** µs. @param {readonly TraceEvent[]} events @param {string} mark */
function timeOf(events, mark) {
  const event = events.find(({ name }) => name === mark);
  if (event === undefined) throw new Error(`the trace has no mark ${mark}`);
  return event.ts;
}

/** On a core. @param {readonly TraceEvent[]} events */
function renderingIn(events) {
  const those = events.filter(({ name }) => RENDERING.includes(name));
  return those.reduce((sum, { dur = 0, tdur = dur }) => sum + tdur / 1_000, 0);
}
