// The benchmark: `--suite transfer,hash` (all, see suites.mjs; `reach` is several), `--only channel,windowed,webtorrent,flockdrop` (all),
// `--runs 5`, `--out file.json` (test-results/bench.json). Prints a table and writes every run as JSON. Fails when
// something could not be measured; a missed target is a result.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from '../support/browser.mjs';
import { Server } from '../support/server.mjs';
import { Fixtures } from './fixtures.mjs';
import { describeMachine } from './machine.mjs';
import { servePages } from './pages.mjs';
import { ReachLab } from './reach.mjs';
import { print } from './report.mjs';
import { installRivals, startTracker, webtorrentBundle } from './rivals.mjs';
import { CONTESTANTS, GROUPS, plansOf, SUITES } from './suites.mjs';
import { judge } from './verdicts.mjs';

const DEFAULT_OUT = fileURLToPath(new URL('../../test-results/bench.json', import.meta.url));

const { values } = parseArgs({
  options: {
    suite: { type: 'string', default: SUITES.join(',') },
    only: { type: 'string', default: CONTESTANTS.join(',') },
    runs: { type: 'string', default: '5' },
    out: { type: 'string', default: DEFAULT_OUT },
  },
});
const suiteNames = listOf(values.suite, [...SUITES, ...Object.keys(GROUPS)]).flatMap(
  (name) => GROUPS[name] ?? [name],
);
const only = listOf(values.only, CONTESTANTS);
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs wants a whole number from 1');

const fixtures = new Fixtures();
/** @type {(() => unknown)[]} */
const closers = [() => fixtures.remove()];
try {
  await main();
} finally {
  for (const close of closers.reverse()) await close();
}

async function main() {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error('no Chromium: run e2e/support/browser.mjs or set CHROMIUM_PATH');
  const browser = await chromium.launch({ executablePath, args: [...chromiumArgs] });
  closers.push(() => browser.close());
  const machine = describeMachine(browser.version());
  console.log(
    Object.entries(machine)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', '),
  );
  const where = await start();
  const reach = new ReachLab();
  closers.push(() => reach.close());

  /** @type {Record<string, import('./report.mjs').Suite>} */
  const suites = {};
  const plans = plansOf({ browser, executablePath, where, fixtures, reach });
  for (const [name, plan] of Object.entries(plans)) {
    if (!suiteNames.includes(name)) continue;
    const problem = plan.problem?.() ?? null;
    if (problem === null) suites[name] = await measure(name, plan);
    else console.log(`${name} is left out: ${problem}`);
  }

  const verdicts = judge(suites);
  print(suites, verdicts);
  const measured = { date: new Date().toISOString(), machine, suites, verdicts };
  const out = resolve(values.out);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, `${JSON.stringify(measured, null, 2)}\n`);
  console.log(`\nevery run as JSON: ${out}`);
  const samples = Object.values(suites).flatMap((suite) => Object.values(suite.runs).flat());
  if (samples.some((sample) => 'error' in sample)) process.exitCode = 1;
}

/** Starts what the chosen contestants need. */
async function start() {
  if (only.includes('webtorrent')) installRivals();
  const pages = await servePages(webtorrentBundle);
  closers.push(pages.close);
  const where = { pages: pages.url, tracker: '', app: '' };
  if (only.includes('webtorrent')) {
    const tracker = await startTracker();
    closers.push(tracker.close);
    where.tracker = tracker.url;
  }
  if (only.includes('flockdrop')) {
    const server = await Server.start();
    closers.push(() => server.down());
    where.app = `${server.url}/`;
  }
  return where;
}

/**
 * Contestants take turns, and each round begins with another: what the machine does meanwhile falls on all alike.
 * @param {string} name
 * @param {import('./suites.mjs').Plan} plan
 * @returns {Promise<import('./report.mjs').Suite>}
 */
async function measure(name, { length, contestants }) {
  const file = await fixtures.file(length);
  const chosen = Object.keys(contestants).filter((contestant) => only.includes(programOf(contestant)));
  /** @type {import('./report.mjs').Suite['runs']} */
  const results = Object.fromEntries(chosen.map((contestant) => [contestant, []]));
  for (let round = 0; round < runs; round++) {
    const turn = chosen.map((_, i) => chosen[(i + round) % chosen.length] ?? '');
    for (const contestant of turn) {
      const result = await contestants[contestant]?.(file).catch((error) => ({
        error: String(error.message),
      }));
      results[contestant]?.push(result);
      const minutes = (performance.now() / 60_000).toFixed(1);
      console.error(`${minutes} min  ${name} ${round + 1}/${runs} ${contestant} ${JSON.stringify(result)}`);
    }
  }
  return { length, wanted: runs, runs: results };
}

/** @param {string} contestant `flockdrop-two` is Flockdrop in another way */
function programOf(contestant) {
  return contestant.split('-')[0] ?? '';
}

/** @param {string} text @param {readonly string[]} known */
function listOf(text, known) {
  const names = text.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of ${known.join(', ')}`);
  return names;
}
