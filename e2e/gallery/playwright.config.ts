import { defineConfig } from '@playwright/test';
import journeys from '../../playwright.config.ts';

export default defineConfig({
  ...journeys,
  projects: [{ name: 'gallery', testDir: '.' }],
  outputDir: '../../test-results/gallery',
  reporter: [['list']],
});
