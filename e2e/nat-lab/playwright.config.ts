import { defineConfig } from '@playwright/test';

const json = '../../test-results/nat-lab.json';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/nat-lab',
  // One network, and routers that each test turns into what it needs.
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 60_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [
    ['list'],
    ['./reporter.ts'],
    ...(process.env.CI === undefined ? [] : [['json', { outputFile: json }] as const]),
  ],
});
