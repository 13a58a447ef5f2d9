// Sums what the two test runners reported of themselves. What could not run at all, a report or a file, is a failure.
import { existsSync, readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;

/** @param {string} path @param {(report: any) => [number, number]} read passed and failed */
function add(path, read) {
  if (!existsSync(path)) {
    failed++;
    return;
  }
  const [good, bad] = read(JSON.parse(readFileSync(path, 'utf8')));
  passed += good;
  failed += bad;
}

add('test-results/units.json', (report) => {
  // A file that does not load fails without one test of its own.
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const bad = report.numFailedTests + unloaded.length;
  // Errors outside of any test and file leave no other trace.
  return [report.numPassedTests, bad === 0 && !report.success ? 1 : bad];
});
// `errors` holds what belongs to no test: files that do not load, and a global set-up that failed.
for (const suite of ['journeys', 'nat-lab']) {
  add(`test-results/${suite}.json`, ({ stats, errors }) => [
    stats.expected,
    stats.unexpected + stats.flaky + errors.length,
  ]);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
