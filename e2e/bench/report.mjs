// Turns raw runs into medians, ratios and verdicts, and prints them. Throws nothing away: the JSON keeps every run.

/** @typedef {{ name: string, value: number | null, target: string, verdict: 'PASS' | 'MISS' | 'NOT MEASURED' }} Verdict */
/** @typedef {Record<string, number>} Sample a run's figures by name, or nothing when it failed */
/** @typedef {{ length: number, runs: Record<string, (Sample | { error: string })[]> }} Suite */

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
 * @returns {number | null} over the runs that did not fail
 */
function medianOf(suite, contestant, figure) {
  const runs = suite?.runs[contestant] ?? [];
  return median(runs.flatMap((run) => (typeof run[figure] === 'number' ? [run[figure]] : [])));
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
    verdicts.push(atLeast('transfer, × WebTorrent', faster(transfer, 'webtorrent'), 1.2));
    // Flockdrop connects before it asks for the word; this leaves WebTorrent's connecting out as well.
    verdicts.push(
      atLeast('transfer, × WebTorrent once connected', faster(transfer, 'webtorrent', 'connectedMs'), 1.2),
    );
  }
  if (hash !== undefined) {
    verdicts.push(atLeast('hash, × WebTorrent', faster(hash, 'webtorrent'), 4));
    // About 4 s for 1 GiB: a tenth over still is.
    verdicts.push(atMost('hash of 1 GiB, s', divide(medianOf(hash, 'flockdrop', 'ms'), 1000), 4.4));
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
  for (const [name, { length, runs }] of Object.entries(suites)) {
    console.log(`\n${name}, ${length / 2 ** 20} MiB`);
    for (const [contestant, samples] of Object.entries(runs)) {
      const ms = medianOf(suites[name], contestant, 'ms');
      const each = samples.map((run) => ('error' in run ? 'failed' : (run.ms / 1000).toFixed(2))).join(' ');
      const speed = ms === null ? '—' : `${(length / ms / 1000).toFixed(1)} MB/s`;
      console.log(`  ${contestant.padEnd(12)}${speed.padStart(12)}   median ${seconds(ms)} of ${each}`);
    }
  }
  console.log('');
  for (const { name, value, target, verdict } of verdicts)
    console.log(
      `${verdict.padEnd(13)}${name.padEnd(40)}${(value?.toFixed(2) ?? '—').padStart(9)}   ${target}`,
    );
}

/** @param {number | null} ms */
const seconds = (ms) => (ms === null ? '—' : `${(ms / 1000).toFixed(2)} s`);

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

/** @param {number | null} value @param {boolean} isMet @returns {Verdict['verdict']} */
function verdictOf(value, isMet) {
  if (value === null) return 'NOT MEASURED';
  return isMet ? 'PASS' : 'MISS';
}
