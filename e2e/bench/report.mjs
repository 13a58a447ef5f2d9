// Medians, ratios and verdicts: printed as a table, kept as JSON. Every figure comes from the runs.

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * @typedef {{ name: string, value: number, target: string, met: boolean }} Verdict
 * @param {string} name @param {number} value @param {'at least' | 'at most'} sense @param {number} bound
 * @returns {Verdict}
 */
export function judge(name, value, sense, bound) {
  const met = sense === 'at least' ? value >= bound : value <= bound;
  return { name, value: Number(value.toFixed(3)), target: `${sense} ${bound}`, met };
}

/** @param {string} title @param {readonly (readonly string[])[]} rows first row: headings */
export function printTable(title, rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

/** @param {readonly Verdict[]} verdicts */
export function printVerdicts(verdicts) {
  printTable('Targets', [
    ['what', 'measured', 'target', ''],
    ...verdicts.map(({ name, value, target, met }) => [name, String(value), target, met ? 'met' : 'MISSED']),
  ]);
}
