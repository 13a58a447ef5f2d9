import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression } from 'vite-plugin-compression2';
import { VitePWA } from 'vite-plugin-pwa';

const SERVER = 'http://localhost:8080';

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      // The worker answers downloads and caches nothing; the saver registers it.
      injectManifest: { injectionPoint: undefined, rollupFormat: 'iife' },
      injectRegister: false,
      manifest: false,
      devOptions: { enabled: true, type: 'module' },
    }),
    // Once, at build time: the server only picks.
    compression({
      include: /\.(js|css|html|svg|webmanifest)$/,
      threshold: 1_024,
      algorithms: ['brotliCompress', 'gzip'],
    }),
  ],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  worker: {
    format: 'es',
    // Else it would be put where it could be needed at once, and be loaded with every worker.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'plain-hashes', test: /@noble/ }] } } },
  },
  build: { target: 'es2023', sourcemap: true },
  server: { proxy: { '/signal': { target: SERVER, ws: true }, '/healthz': SERVER } },
});
