import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { compression } from 'vite-plugin-compression2';
import { VitePWA } from 'vite-plugin-pwa';
import { compileMessages } from './messages-plugin.ts';

const SERVER = 'http://localhost:8080';

/**
 * What is fetched together with the entry that asks for it, by the page that is opened: `index.html` has them preloaded. And what
 * `main.tsx` has fetched later: the view of a link that begins by itself, and the rest while the start page is read.
 */
const FETCHED_AHEAD = [
  { name: 'preload', pages: 'home link', module: '/features/app/index.ts' },
  { name: 'preload', pages: 'go', module: '/src/start.ts' },
  { name: 'view', pages: 'go', module: '/features/app/index.ts' },
  { name: 'rest', pages: 'home', module: '/src/start.ts' },
  { name: 'rest', pages: 'home', module: '/features/app/pages.ts' },
];

function fetchAhead(): Plugin {
  return {
    name: 'fetch-ahead',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const withImports = (file: string, files = new Set<string>()): ReadonlySet<string> => {
          const chunk = bundle[file];
          if (files.has(file) || chunk?.type !== 'chunk' || chunk.isEntry) return files;
          files.add(file);
          for (const imported of chunk.imports) withImports(imported, files);
          return files;
        };
        return FETCHED_AHEAD.flatMap(({ name, pages, module }) =>
          Object.values(bundle)
            .filter((chunk) => chunk.type === 'chunk' && chunk.facadeModuleId?.endsWith(module))
            .map(({ fileName }) => ({
              tag: 'meta',
              attrs: {
                name,
                'data-pages': pages,
                content: [...withImports(fileName)].map((file) => `/${file}`).join(' '),
              },
            })),
        );
      },
    },
  };
}

/** Small ones for what simple-peer asks for, which is Node's streams and buffers and three quarters of its weight. */
function standIns(names: readonly string[]) {
  const folder = new URL('./src/adapters/simple-peer/', import.meta.url);
  return names.map((name) => ({
    find: new RegExp(`^${name}$`),
    replacement: fileURLToPath(new URL(`${name}.cjs`, folder)),
  }));
}

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    compileMessages(),
    fetchAhead(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      // What the app needs without a network, as a list for the worker; the saver registers that.
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['index.html', 'icon.svg', 'assets/*.{js,css}'],
        dontCacheBustURLsMatching: /^assets\//,
      },
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
  resolve: {
    conditions: ['source', 'module', 'browser', 'development|production'],
    alias: standIns(['readable-stream', 'randombytes', 'debug', 'buffer']),
  },
  worker: {
    format: 'es',
    // Else it would be put where it could be needed at once, and be loaded with every worker.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'plain-hashes', test: /@noble/ }] } } },
  },
  build: {
    target: 'es2023',
    sourcemap: true,
    // Else what the bundler adds for every part would lie in this one, and the start page load it.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'sha2', test: /@noble\/hashes\/(?:_md|_u64|sha2|utils)/ },
            // Evaluated before what is drawn with it, in a task of its own.
            {
              name: 'react',
              test: /node_modules\/(?:react|react-dom|scheduler)\/|features\/app\/react\.ts/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/signal': { target: SERVER, ws: true }, '/healthz': SERVER } },
});
