// Prints what was measured: every sample, and their medians. Throws nothing away: the JSON keeps every run.
import { median, medianOf } from './medians.mjs';
import { profileTable } from './profile.mjs';

/** @typedef {Record<string, number> | import('./profile.mjs').Profile} Sample a run's figures by name */
/** @typedef {{ length: number, wanted: number, runs: Record<string, (Sample | { error: string })[]> }} Suite `wanted`: runs */
/** @typedef {{ name: string, unit: 's' | 'MB/s' | 'MiB' | 'ms' | '%' | '1/s' | '' }} Figure `MB/s`: a time, and the speed of the file in it */

const CONTESTANTS = {
  channel: 'bare RTCDataChannel (64 KiB messages, bounded buffer)',
  windowed: 'windowed channel (acknowledged, 512 KiB in flight)',
  webtorrent: 'WebTorrent',
  flockdrop: 'Flockdrop',
  'flockdrop-two': 'Flockdrop, two seeds',
  'flockdrop-hidden': 'Flockdrop, tabs out of sight',
  'flockdrop-visible': 'Flockdrop, tabs in sight',
};

const TRANSFER = {
  ms: { name: '', unit: 'MB/s' },
  connectedMs: { name: ', once connected', unit: 'MB/s' },
};

const LINK = {
  firstMs: { name: ', until the first piece is verified', unit: 's' },
  ms: { name: ', until the last', unit: 's' },
};

/** The figures of each suite, and what they add to the contestant's name in the table. */
/** @type {Record<string, Record<string, Figure>>} */
const FIGURES = {
  transfer: TRANSFER,
  'transfer-1g': TRANSFER,
  hash: {
    ms: { name: '', unit: 'MB/s' },
    linkMs: { name: ', until its magnet is known', unit: 'MB/s' },
  },
  open: {
    firstMs: { name: ', until the first piece is verified', unit: 's' },
    ms: { name: ', until the last piece is verified', unit: 's' },
    readableMs: { name: ', until the file is read', unit: 's' },
  },
  flash: {
    ms: { name: ', the last of six', unit: 's' },
    firstMs: { name: ', the first of six', unit: 's' },
  },
  seeds: {
    ms: { name: '', unit: 'MB/s' },
    givers: { name: ', seeds that gave', unit: '' },
  },
  smooth: {
    ms: { name: '', unit: 'MB/s' },
    sharingTasks: { name: ', tasks > 50 ms, sharing tab', unit: '' },
    receivingTasks: { name: ', tasks > 50 ms, receiving tab', unit: '' },
    longestMs: { name: ', longest of them', unit: 'ms' },
  },
  page: {
    ms: { name: '', unit: 'MB/s' },
    peers: { name: ', peers, at least', unit: '' },
    longTasks: { name: ', tasks > 50 ms by the clock', unit: '' },
    longestMs: { name: ', longest of them', unit: 'ms' },
    busyTasks: { name: ', tasks > 50 ms on a core', unit: '' },
    busiestMs: { name: ', longest task on a core', unit: 'ms' },
    updatesPerSecond: { name: ', updates a second', unit: '1/s' },
    uiPercent: { name: ', time for updates', unit: '%' },
    scriptPercent: { name: ', of it script', unit: '%' },
    renderPercent: { name: ', of it rendering', unit: '%' },
  },
  memory: {
    sharingMiB: { name: ', sharing tab', unit: 'MiB' },
    receivingMiB: { name: ', receiving tab', unit: 'MiB' },
    ms: { name: '', unit: 'MB/s' },
  },
  'reach-lan': LINK,
  'reach-punched': LINK,
  'reach-relay': LINK,
  'reach-throughput': TRANSFER,
  'long-path': TRANSFER,
  'long-path-lossy': TRANSFER,
  'long-path-far': TRANSFER,
  profile: {
    ms: { name: '', unit: 'MB/s' },
    cpuSeconds: { name: ', CPU seconds', unit: '' },
  },
};

/** @param {Record<string, Suite>} suites @param {readonly import('./verdicts.mjs').Verdict[]} verdicts */
export function print(suites, verdicts) {
  for (const [name, suite] of Object.entries(suites)) {
    console.log(`\n${name}, ${suite.length / 2 ** 20} MiB, medians of ${suite.wanted}`);
    for (const [contestant, samples] of Object.entries(suite.runs)) {
      const figures = Object.entries(FIGURES[name] ?? {});
      const known = figures.filter(([figure]) => samples.some((run) => figure in run));
      // Who never came so far as to have a figure still has a line.
      for (const [key, figure] of known.length > 0 ? known : figures.slice(0, 1))
        printRow(suite, contestant, key, figure);
    }
    if (name === 'profile') for (const line of profileTable(suite.runs, median)) console.log(line);
  }
  console.log('');
  for (const { name, value, target, verdict } of verdicts)
    console.log(
      `${verdict.padEnd(13)}${name.padEnd(46)}${(value?.toFixed(2) ?? '—').padStart(9)}   ${target}`,
    );
}

/** @param {Suite} suite @param {string} contestant @param {string} key @param {Figure} figure */
function printRow(suite, contestant, key, { name, unit }) {
  const samples = suite.runs[contestant] ?? [];
  const isTime = unit === 's' || unit === 'MB/s';
  const show = (/** @type {number} */ value) => {
    if (isTime) return (value / 1000).toFixed(2);
    return value.toFixed(key === 'cpuSeconds' || unit === '%' || unit === '1/s' ? 2 : 0);
  };
  const value = medianOf(suite, contestant, key);
  const middle = value === null ? '—' : `${show(value)} ${isTime ? 's' : unit}`.trim();
  const speed = value === null || unit !== 'MB/s' ? '' : `${(suite.length / value / 1000).toFixed(1)} MB/s`;
  const each = samples.map((run) => (key in run ? show(run[key]) : 'failed')).join(' ');
  console.log(
    `  ${(CONTESTANTS[contestant] + name).padEnd(56)}${middle.padStart(9)}${speed.padStart(12)}   of ${each}`,
  );
}
