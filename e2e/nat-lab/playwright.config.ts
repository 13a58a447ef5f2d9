import { defineConfig } from '@playwright/test';

const json = '../../test-results/nat-lab.json';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/nat-lab',
  projects: [
    // Each worker has a network of its own, with routers that each test turns into what it needs. They wait more than they work.
    { name: 'networks', testIgnore: 'path/**', fullyParallel: true },
    // These measure, and so each has the machine to itself.
    { name: 'paths', testDir: 'path', dependencies: ['networks'], workers: 1 },
  ],
  workers: 2,
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
