import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'default'] } },
  test: {
    include: ['{shared,signaling,web}/test/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
  },
});
