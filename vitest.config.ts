import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { compileMessages } from './web/messages-plugin.ts';

const SHARING = ['{shared,signaling}/test/**/*.test.ts', 'web/test/{store,text,ui}/**/*.test.{ts,tsx}'];

export default defineConfig({
  plugins: [compileMessages()],
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'default'] } },
  test: {
    projects: [
      // No test here replaces a module, nor relies on what one has kept: these files share what they import.
      { extends: true, test: { name: 'sharing', include: SHARING, isolate: false } },
      {
        extends: true,
        test: { name: 'isolated', include: ['web/test/**/*.test.{ts,tsx}'], exclude: SHARING },
      },
    ],
    testTimeout: 30_000,
    // Some files wait more than they work. Its own choice leaves a core to somebody who waits at the keyboard.
    maxWorkers: availableParallelism() + 1,
    ...(process.env.CI === undefined
      ? {}
      : { reporters: ['default', 'json'], outputFile: { json: 'test-results/units.json' } }),
  },
});
