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
      // What their modules hold are caches, and no test here replaces any: these files share what they import.
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
