import { defineConfig } from '@playwright/test';

const json = '../../test-results/nat-lab.json';

export default defineConfig({
  outputDir: '../../test-results/nat-lab',
  projects: [
    { name: 'places', testDir: '.', testIgnore: 'path/**' },
    // Speeds are compared there: nothing runs beside them.
    { name: 'paths', testDir: 'path', workers: 1, dependencies: ['places'] },
  ],
  // Each has networks of its own, whose routers each test turns into what it needs; most of a test is waiting.
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
