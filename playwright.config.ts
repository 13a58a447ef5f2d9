import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './e2e/support/browser.mjs';

const executablePath = findChromium();

export default defineConfig({
  projects: [
    // First: it is one file, and at the end the other worker would have nothing to do beside it.
    { name: 'firefox', testDir: 'e2e/firefox' },
    { name: 'journeys', testDir: 'e2e/journeys' },
  ],
  outputDir: 'test-results/journeys',
  // A journey waits more than it works, so two share two cores; three are slower. None asks for a speed that the other could take.
  workers: 2,
  retries: 0,
  // Each waits for what it expects, and so these only end what would never come: the slowest machine must not meet them.
  timeout: 600_000,
  expect: { timeout: 180_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter:
    process.env.CI === undefined
      ? [['list']]
      : [['list'], ['json', { outputFile: 'test-results/journeys.json' }]],
  use: {
    launchOptions: { ...(executablePath === null ? {} : { executablePath }), args: [...chromiumArgs] },
    // Without pictures and copies of pages, which took a tenth of the time: a failure says what was on the page.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
  },
});
