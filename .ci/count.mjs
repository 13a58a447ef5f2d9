// Sums what the two test runners reported of themselves. A report that is missing counts as a failure.
import { existsSync, readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;

/** @param {string} path @param {(report: any) => [number, number]} read */
function add(path, read) {
  if (!existsSync(path)) {
    failed++;
    return;
  }
  const [good, bad] = read(JSON.parse(readFileSync(path, 'utf8')));
  passed += good;
  failed += bad;
}

add('test-results/units.json', (report) => [
  report.numPassedTests,
  report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1),
]);
add('test-results/journeys.json', ({ stats }) => [stats.expected, stats.unexpected + stats.flaky]);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
