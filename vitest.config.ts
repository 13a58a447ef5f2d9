import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { compileMessages } from './web/messages-plugin.ts';

export default defineConfig({
  plugins: [compileMessages()],
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'default'] } },
  test: {
    projects: [
      // What its modules hold are caches, and no test of it replaces any: its files share what they import.
      { extends: true, test: { name: 'shared', include: ['shared/test/**/*.test.ts'], isolate: false } },
      { extends: true, test: { name: 'others', include: ['{signaling,web}/test/**/*.test.{ts,tsx}'] } },
    ],
    testTimeout: 30_000,
    // Some files wait more than they work. Its own choice leaves a core to somebody who waits at the keyboard.
    maxWorkers: availableParallelism() + 1,
    ...(process.env.CI === undefined
      ? {}
      : { reporters: ['default', 'json'], outputFile: { json: 'test-results/units.json' } }),
  },
});
