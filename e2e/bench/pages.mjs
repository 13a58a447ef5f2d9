// Serves the pages of the rivals, and nothing of ours: each contender gets its page from its own server.
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const WEBTORRENT = fileURLToPath(
  new URL('rivals/node_modules/webtorrent/dist/webtorrent.min.js', import.meta.url),
);

const PAGE = `<!doctype html><meta charset="utf-8"><title>rival</title><input type="file" id="file">`;

/** @returns {Promise<{ url: string, close: () => Promise<void> }>} */
export async function servePages() {
  const server = createServer((request, response) => {
    if (request.url === '/webtorrent.min.js') {
      response.setHeader('Content-Type', 'text/javascript');
      createReadStream(WEBTORRENT).pipe(response);
      return;
    }
    response.setHeader('Content-Type', 'text/html');
    response.end(PAGE);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://localhost:${address.port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(() => resolve(undefined)));
    },
  };
}

/**
 * Two people with browser profiles of their own, for as long as `use` lasts.
 * @template T
 * @param {import('@playwright/test').Browser} browser
 * @param {(ada: import('@playwright/test').Page, ben: import('@playwright/test').Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withTwo(browser, use) {
  const contexts = [await browser.newContext(), await browser.newContext()];
  try {
    const [ada, ben] = await Promise.all(contexts.map((context) => context.newPage()));
    if (ada === undefined || ben === undefined) throw new Error('no pages');
    return await use(ada, ben);
  } finally {
    for (const context of contexts) await context.close();
  }
}
