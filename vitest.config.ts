import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'default'] } },
  test: {
    include: ['{shared,signaling,web}/test/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    ...(process.env.CI === undefined
      ? {}
      : { reporters: ['default', 'json'], outputFile: { json: 'test-results/units.json' } }),
  },
});
