// Speed and memory, side by side with a bare data channel and WebTorrent, interleaved in one run.
//   npm run bench -- [--suite transfer|hash|memory] [--runs 5] [--out file.json]
import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from '../support/browser.mjs';
import { transferChannel } from './channel.mjs';
import { hashFlockdrop, memoryFlockdrop, startServer, transferFlockdrop } from './flockdrop.mjs';
import { describeMachine } from './machine.mjs';
import { servePages } from './pages.mjs';
import { judge, median, printTable, printVerdicts } from './report.mjs';
import { hashWebTorrent, startTracker, transferWebTorrent } from './webtorrent.mjs';

const MIB = 1024 * 1024;
const RIVALS = fileURLToPath(new URL('rivals', import.meta.url));

const { values: flags } = parseArgs({
  options: { suite: { type: 'string' }, runs: { type: 'string', default: '5' }, out: { type: 'string' } },
});
const runs = Number(flags.runs);
const wants = (/** @type {string} */ suite) => flags.suite === undefined || flags.suite === suite;

/** Rivals drag native modules that nobody here needs: their scripts do not run. */
function installRivals() {
  if (existsSync(join(RIVALS, 'node_modules/webtorrent'))) return;
  console.log('installing the rivals');
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: RIVALS,
    stdio: 'inherit',
  });
}

/** @param {string} path @param {number} mib random bytes, which nothing can compress */
function writeRandom(path, mib) {
  const file = openSync(path, 'w');
  const chunk = Buffer.alloc(MIB);
  for (let at = 0; at < mib; at++) writeSync(file, randomFillSync(chunk));
  closeSync(file);
  return path;
}

/**
 * Runs every contender once, then all again: what disturbs the machine disturbs them alike.
 * @param {Record<string, () => Promise<number>>} contenders @param {string} unit
 */
async function interleave(contenders, unit) {
  /** @type {Record<string, number[]>} */
  const results = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    const order = Object.entries(contenders);
    for (const [name, measure] of [
      ...order.slice(run % order.length),
      ...order.slice(0, run % order.length),
    ]) {
      const value = await measure();
      results[name]?.push(Math.round(value));
      console.log(`run ${run + 1}: ${name} ${Math.round(value)} ${unit}`);
    }
  }
  return results;
}

const folder = mkdtempSync(join(tmpdir(), 'flockdrop-bench-'));
installRivals();
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: [...chromiumArgs],
});
const [pages, tracker, server] = await Promise.all([servePages(), startTracker(), startServer()]);
const ours = { browser, server: server.url };
const theirs = { browser, pages: pages.url, tracker: tracker.url };
/** @type {{ machine: string, date: string, runs: number, suites: Record<string, unknown>, verdicts: import('./report.mjs').Verdict[] }} */
const report = {
  machine: describeMachine(browser),
  date: new Date().toISOString().slice(0, 10),
  runs,
  suites: {},
  verdicts: [],
};

try {
  if (wants('transfer')) {
    const bytes = 100 * MIB;
    const path = writeRandom(join(folder, 'hundred.bin'), 100);
    const ms = await interleave(
      {
        channel: () => transferChannel({ browser, pages: pages.url, bytes }),
        webtorrent: () => transferWebTorrent({ ...theirs, path }),
        flockdrop: () => transferFlockdrop({ ...ours, path }),
      },
      'ms',
    );
    const rate = (/** @type {string} */ name) => bytes / 1e6 / (median(ms[name] ?? []) / 1e3);
    report.suites.transfer = { file: '100 MiB', unit: 'ms', ms };
    report.verdicts.push(
      judge('transfer: throughput / bare channel', rate('flockdrop') / rate('channel'), 'at least', 0.8),
      judge('transfer: throughput / WebTorrent', rate('flockdrop') / rate('webtorrent'), 'at least', 1.2),
    );
    printTable('100 MiB, click to verified and stored', [
      ['who', 'median ms', 'MB/s', 'runs'],
      ...Object.entries(ms).map(([name, all]) => [
        name,
        String(median(all)),
        rate(name).toFixed(1),
        all.join(' '),
      ]),
    ]);
    rmSync(path);
  }
  const gib = wants('hash') || wants('memory') ? writeRandom(join(folder, 'gib.bin'), 1024) : '';
  if (wants('hash')) {
    const ms = await interleave(
      {
        webtorrent: () => hashWebTorrent({ ...theirs, path: gib }),
        flockdrop: () => hashFlockdrop({ ...ours, path: gib }),
      },
      'ms',
    );
    const [mine, other] = [median(ms.flockdrop ?? []), median(ms.webtorrent ?? [])];
    report.suites.hash = { file: '1 GiB', unit: 'ms', ms };
    report.verdicts.push(
      judge('hash: WebTorrent / ours', other / mine, 'at least', 4),
      judge('hash: 1 GiB to link, seconds', mine / 1e3, 'at most', 4),
    );
    printTable('1 GiB, dropped to link shown', [
      ['who', 'median ms', 'runs'],
      ...Object.entries(ms).map(([name, all]) => [name, String(median(all)), all.join(' ')]),
    ]);
  }
  if (wants('memory')) {
    const grown = await memoryFlockdrop({ ...ours, path: gib });
    const mib = grown.map((bytes) => Math.round(bytes / MIB));
    report.suites.memory = { file: '1 GiB', unit: 'MiB', growthOfEachRenderer: mib };
    report.verdicts.push(judge('memory: largest growth of a renderer, MiB', mib[0] ?? 0, 'at most', 250));
    printTable('1 GiB transfer, growth of each renderer', [['MiB'], ...mib.map((value) => [String(value)])]);
  }
  printVerdicts(report.verdicts);
  console.log(`\n${report.machine}`);
  if (flags.out !== undefined) writeFileSync(flags.out, `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await browser.close();
  await Promise.all([pages.close(), tracker.close(), server.close()]);
  rmSync(folder, { recursive: true });
}
