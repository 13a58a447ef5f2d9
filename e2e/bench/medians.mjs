// The middle of several runs.

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
 * @param {import('./report.mjs').Suite} suite
 * @param {string} contestant
 * @param {string} figure
 * @returns {number | null} none when a run failed: those left are too few, and may be the lucky ones
 */
export function medianOf(suite, contestant, figure) {
  const runs = suite.runs[contestant] ?? [];
  const good = runs.flatMap((run) => (typeof run[figure] === 'number' ? [run[figure]] : []));
  return good.length >= suite.wanted ? median(good) : null;
}
