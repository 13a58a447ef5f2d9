// The targets, and what was reached of each.
import { fluidMs } from './flash.mjs';
import { atFullRateMs } from './long-path.mjs';
import { medianOf } from './medians.mjs';

/** @typedef {'PASS' | 'MISS' | 'REPORTED' | 'NOT MEASURED'} Outcome `REPORTED`: worth knowing, and without a target */
/** @typedef {{ name: string, value: number | null, target: string, verdict: Outcome }} Verdict */
/** @typedef {import('./report.mjs').Suite} Suite */

/** @type {Record<string, (suite: Suite) => Verdict[]>} */
const JUDGES = {
  transfer: (suite) => [
    ...transfer('transfer', suite),
    reported('transfer, × windowed channel', faster(suite, 'windowed')),
  ],
  'transfer-1g': (suite) => transfer('transfer of 1 GiB', suite),
  hash: (suite) => [
    atLeast("hash to link, × WebTorrent's seeding", faster(suite, 'webtorrent'), 6),
    // WebTorrent copies the file into its own store after it knows the magnet, and seeds only then.
    reported("hash to link, × WebTorrent's magnet", faster(suite, 'webtorrent', 'linkMs')),
    // About 4 s for 1 GiB: a tenth over still is.
    atMost('hash of 1 GiB to link, s', divide(medianOf(suite, 'flockdrop', 'ms'), 1000), 4.4),
  ],
  open: (suite) => [
    atMost("link to 1 MiB, × WebTorrent's time", divide(1, faster(suite, 'webtorrent')), 0.5),
    reported(
      "bare page to 1 MiB, × WebTorrent's time",
      divide(medianOf(suite, 'channel', 'ms'), medianOf(suite, 'webtorrent', 'ms')),
    ),
    reported(
      "link to 1 MiB, × WebTorrent's until read",
      divide(1, faster(suite, 'webtorrent', 'readableMs')),
    ),
  ],
  flash: (suite) => {
    const bound = fluidMs(suite.length);
    return [
      atMost('flash crowd, × fluid bound', divide(medianOf(suite, 'flockdrop', 'ms'), bound), 1.25),
      reported(
        'flash crowd of WebTorrent, × fluid bound',
        divide(medianOf(suite, 'webtorrent', 'ms'), bound),
      ),
      reported(
        'flash crowd of bare channels, × fluid bound',
        divide(medianOf(suite, 'windowed', 'ms'), bound),
      ),
      reported('flash crowd, × the speed of bare channels', faster(suite, 'windowed')),
      atLeast('flash crowd, × sooner than WebTorrent', faster(suite, 'webtorrent'), 3.5),
    ];
  },
  seeds: (suite) => [
    atLeast('two seeds, × the speed of one', faster(suite, 'flockdrop', 'ms', 'flockdrop-two'), 1),
    atLeast('seeds that gave, of two, fewest', extreme(suite, 'flockdrop-two', 'givers', Math.min), 2),
  ],
  smooth: (suite) => [
    atMost('tasks > 50 ms, sharing tab', medianOf(suite, 'flockdrop', 'sharingTasks'), 0),
    atMost('tasks > 50 ms, receiving tab', medianOf(suite, 'flockdrop', 'receivingTasks'), 0),
    reported('longest task of all runs, ms', extreme(suite, 'flockdrop', 'longestMs', Math.max)),
  ],
  hidden: (suite) => [
    atLeast(
      'hidden tabs, × the speed of those in front',
      faster(suite, 'flockdrop', 'ms', 'flockdrop-hidden'),
      0.8,
    ),
  ],
  page: (suite) => [
    atLeast('peers connected beside the page, fewest', extreme(suite, 'flockdrop', 'peers', Math.min), 50),
    atMost('tasks > 50 ms by the clock, with them', medianOf(suite, 'flockdrop', 'longTasks'), 0),
    atMost('tasks > 50 ms on a core, with them', medianOf(suite, 'flockdrop', 'busyTasks'), 0),
    atMost('updates of the page a second', medianOf(suite, 'flockdrop', 'updatesPerSecond'), 4),
    atMost('time that updates take, %', medianOf(suite, 'flockdrop', 'uiPercent'), 5),
    atLeast(
      'page in sight, × the speed out of sight',
      divide(medianOf(suite, 'flockdrop-hidden', 'ms'), medianOf(suite, 'flockdrop-visible', 'ms')),
      0.97,
    ),
  ],
  memory: (suite) => [
    atMost('memory of the sharing tab, MiB', medianOf(suite, 'flockdrop', 'sharingMiB'), 150),
    atMost('memory of the receiving tab, MiB', medianOf(suite, 'flockdrop', 'receivingMiB'), 150),
  ],
  'reach-lan': (suite) => [
    atMost("first piece on a LAN, × WebTorrent's time", firstPiece(suite).ratio, 0.5),
    reported("bare page's first 64 KiB, × WebTorrent's time", firstPiece(suite, 'channel').ratio),
    reported('first piece on a LAN, s', firstPiece(suite).seconds),
  ],
  'reach-punched': (suite) => [
    atMost('first piece through punched holes, s', firstPiece(suite).seconds, 1.5),
    reported("first piece through holes, × WebTorrent's time", firstPiece(suite).ratio),
  ],
  'reach-relay': (suite) => [
    atMost('first piece through the relay, s', firstPiece(suite).seconds, 3),
    reported("first piece through it, × WebTorrent's time", firstPiece(suite).ratio),
  ],
  'reach-throughput': (suite) => [atLeast('relay throughput, × bare channel', faster(suite, 'channel'), 0.9)],
  'long-path': (suite) => [
    atLeast(
      'long path, × its rate',
      divide(atFullRateMs(suite.length), medianOf(suite, 'flockdrop', 'ms')),
      0.7,
    ),
    atLeast('long path, × WebTorrent', faster(suite, 'webtorrent'), 1.7),
    reported('long path, × bare channel', faster(suite, 'channel')),
  ],
  'long-path-lossy': (suite) => [
    atLeast('long path with loss, × WebTorrent', faster(suite, 'webtorrent'), 3),
    atLeast('long path with loss, × bare channel', faster(suite, 'channel'), 2.5),
  ],
  'long-path-far': (suite) => [
    atLeast('long path of 120 ms, × WebTorrent', faster(suite, 'webtorrent'), 3),
    reported('long path of 120 ms, × bare channel', faster(suite, 'channel')),
  ],
  profile: (suite) => [
    reported(
      'CPU of a transfer, × bare channel',
      divide(medianOf(suite, 'flockdrop', 'cpuSeconds'), medianOf(suite, 'channel', 'cpuSeconds')),
    ),
  ],
};

/**
 * @param {Record<string, Suite>} suites
 * @returns {Verdict[]} one for each target of the suites that ran
 */
export function judge(suites) {
  return Object.entries(suites).flatMap(([name, suite]) => JUDGES[name]?.(suite) ?? []);
}

/** @param {string} name @param {Suite} suite @returns {Verdict[]} */
const transfer = (name, suite) => [
  atLeast(`${name}, × bare channel`, faster(suite, 'channel'), 0.95),
  atLeast(`${name}, × WebTorrent`, faster(suite, 'webtorrent'), 1.3),
  // Before the word, Flockdrop has its signaling socket open and no peer. WebTorrent has neither, and so this one leaves
  // its connecting out while Flockdrop's own still counts.
  atLeast(`${name}, × WebTorrent once connected`, faster(suite, 'webtorrent', 'connectedMs'), 1.3),
];

/** From the link opened. @param {Suite} suite */
function firstPiece(suite, contestant = 'flockdrop') {
  const ms = medianOf(suite, contestant, 'firstMs');
  return { seconds: divide(ms, 1000), ratio: divide(ms, medianOf(suite, 'webtorrent', 'firstMs')) };
}

/**
 * How many times as fast as a rival.
 * @param {Suite} suite
 * @param {string} rival
 * @param {string} figure the rival's
 */
const faster = (suite, rival, figure = 'ms', contestant = 'flockdrop') =>
  divide(medianOf(suite, rival, figure), medianOf(suite, contestant, 'ms'));

/**
 * @param {Suite} suite
 * @param {string} contestant
 * @param {string} figure
 * @param {(...values: number[]) => number} pick `Math.min` or `Math.max`
 * @returns {number | null} of all runs; none when one failed
 */
function extreme(suite, contestant, figure, pick) {
  if (medianOf(suite, contestant, figure) === null) return null;
  return pick(...suite.runs[contestant].map((run) => run[figure]));
}

/** @param {number | null} a @param {number | null} b */
const divide = (a, b) => (a === null || b === null ? null : a / b);

/** @param {string} name @param {number | null} value @param {number} bound @returns {Verdict} */
const atLeast = (name, value, bound) => ({
  name,
  value,
  target: `≥ ${bound}`,
  verdict: verdictOf(value, value >= bound),
});

/** @param {string} name @param {number | null} value @param {number} bound @returns {Verdict} */
const atMost = (name, value, bound) => ({
  name,
  value,
  target: `≤ ${bound}`,
  verdict: verdictOf(value, value <= bound),
});

/** @param {string} name @param {number | null} value @returns {Verdict} */
const reported = (name, value) => ({
  name,
  value,
  target: 'no target',
  verdict: value === null ? 'NOT MEASURED' : 'REPORTED',
});

/** @param {number | null} value @param {boolean} isMet @returns {Outcome} */
function verdictOf(value, isMet) {
  if (value === null) return 'NOT MEASURED';
  return isMet ? 'PASS' : 'MISS';
}
