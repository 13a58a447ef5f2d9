// Turns raw runs into medians, ratios and verdicts, and prints them. Throws nothing away: the JSON keeps every run.

/** @typedef {'PASS' | 'MISS' | 'REPORTED' | 'NOT MEASURED'} Outcome `REPORTED`: worth knowing, and without a target */
/** @typedef {{ name: string, value: number | null, target: string, verdict: Outcome }} Verdict */
/** @typedef {Record<string, number>} Sample a run's figures by name */
/** @typedef {{ length: number, wanted: number, runs: Record<string, (Sample | { error: string })[]> }} Suite `wanted`: runs */

const CONTESTANTS = {
  channel: 'bare RTCDataChannel (64 KiB messages, bounded buffer)',
  windowed: 'windowed channel (acknowledged, 512 KiB in flight)',
  webtorrent: 'WebTorrent',
  flockdrop: 'Flockdrop',
};

/** The figures of each suite, and what they add to the contestant's name in the table. */
const FIGURES = {
  transfer: { ms: '', connectedMs: ', once connected' },
  hash: { ms: '', linkMs: ', until its magnet is known' },
  memory: { sharingMiB: ', sharing tab', receivingMiB: ', receiving tab' },
};

/**
 * @param {readonly number[]} values
 * @returns {number | null}
 */
export function median(values) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return (upper + lower) / 2;
}

/**
 * @param {Suite | undefined} suite
 * @param {string} contestant
 * @param {string} figure
 * @returns {number | null} none when a run failed: those left are too few, and may be the lucky ones
 */
function medianOf(suite, contestant, figure) {
  const runs = suite?.runs[contestant] ?? [];
  const good = runs.flatMap((run) => (typeof run[figure] === 'number' ? [run[figure]] : []));
  return suite !== undefined && good.length >= suite.wanted ? median(good) : null;
}

/**
 * @param {Record<string, Suite>} suites
 * @returns {Verdict[]} one for each target of the suites that ran
 */
export function judge(suites) {
  const { transfer, hash, memory } = suites;
  /** How many times as fast as a rival. */
  const faster = (suite, rival, figure = 'ms') =>
    divide(medianOf(suite, rival, figure), medianOf(suite, 'flockdrop', 'ms'));
  const verdicts = [];
  if (transfer !== undefined) {
    verdicts.push(atLeast('transfer, × bare channel', faster(transfer, 'channel'), 0.8));
    verdicts.push(reported('transfer, × windowed channel', faster(transfer, 'windowed')));
    verdicts.push(atLeast('transfer, × WebTorrent', faster(transfer, 'webtorrent'), 1.2));
    // Before the word, Flockdrop has its signaling socket open and no peer. WebTorrent has neither, and so this one leaves
    // its connecting out while Flockdrop's own still counts.
    verdicts.push(
      atLeast('transfer, × WebTorrent once connected', faster(transfer, 'webtorrent', 'connectedMs'), 1.2),
    );
  }
  if (hash !== undefined) {
    verdicts.push(atLeast("hash to link, × WebTorrent's seeding", faster(hash, 'webtorrent'), 4));
    // WebTorrent copies the file into its own store after it knows the magnet, and seeds only then.
    verdicts.push(reported("hash to link, × WebTorrent's magnet", faster(hash, 'webtorrent', 'linkMs')));
    // About 4 s for 1 GiB: a tenth over still is.
    verdicts.push(atMost('hash of 1 GiB to link, s', divide(medianOf(hash, 'flockdrop', 'ms'), 1000), 4.4));
  }
  if (memory !== undefined) {
    verdicts.push(atMost('memory of the sharing tab, MiB', medianOf(memory, 'flockdrop', 'sharingMiB'), 250));
    verdicts.push(
      atMost('memory of the receiving tab, MiB', medianOf(memory, 'flockdrop', 'receivingMiB'), 250),
    );
  }
  return verdicts;
}

/** @param {Record<string, Suite>} suites @param {readonly Verdict[]} verdicts */
export function print(suites, verdicts) {
  for (const [name, suite] of Object.entries(suites)) {
    console.log(`\n${name}, ${suite.length / 2 ** 20} MiB, medians of ${suite.wanted}`);
    for (const [contestant, samples] of Object.entries(suite.runs)) {
      const figures = Object.entries(FIGURES[name]);
      const known = figures.filter(([figure]) => samples.some((run) => figure in run));
      // Who never came so far as to have a figure still has a line.
      for (const [figure, words] of known.length > 0 ? known : figures.slice(0, 1))
        printRow(suite, contestant, figure, words);
    }
  }
  console.log('');
  for (const { name, value, target, verdict } of verdicts)
    console.log(
      `${verdict.padEnd(13)}${name.padEnd(42)}${(value?.toFixed(2) ?? '—').padStart(9)}   ${target}`,
    );
}

/** @param {Suite} suite @param {string} contestant @param {string} figure @param {string} words */
function printRow(suite, contestant, figure, words) {
  const samples = suite.runs[contestant] ?? [];
  const isTime = figure.endsWith('s');
  const show = (/** @type {number} */ value) => (isTime ? (value / 1000).toFixed(2) : value.toFixed(0));
  const value = medianOf(suite, contestant, figure);
  const middle = value === null ? '—' : `${show(value)} ${isTime ? 's' : 'MiB'}`;
  const speed = value === null || !isTime ? '' : `${(suite.length / value / 1000).toFixed(1)} MB/s`;
  const each = samples.map((run) => (figure in run ? show(run[figure]) : 'failed')).join(' ');
  console.log(
    `  ${(CONTESTANTS[contestant] + words).padEnd(56)}${middle.padStart(9)}${speed.padStart(12)}   of ${each}`,
  );
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
