import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './e2e/support/browser.mjs';

const executablePath = findChromium();

export default defineConfig({
  projects: [
    { name: 'journeys', testDir: 'e2e/journeys' },
    { name: 'firefox', testDir: 'e2e/firefox' },
  ],
  outputDir: 'test-results/journeys',
  // Each journey runs several browsers' worth of work: one at a time keeps their timing honest on small machines.
  workers: 1,
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
    trace: 'retain-on-failure',
  },
});
