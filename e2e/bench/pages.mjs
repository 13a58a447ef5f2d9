// Serves the blank page that the channel runs in and the one that loads WebTorrent, on localhost: a secure context.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const FORM = '<!doctype html><title>bench</title><link rel=icon href="data:,"><input type=file>';
const LOADER =
  '<script type=module>import WebTorrent from "/webtorrent.min.js"; globalThis.WebTorrent = WebTorrent;</script>';

/**
 * @param {URL} webtorrentBundle
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function servePages(webtorrentBundle) {
  const server = createServer(async (request, response) => {
    if (request.url === '/webtorrent.min.js') {
      response.setHeader('Content-Type', 'text/javascript');
      response.end(await readFile(webtorrentBundle));
    } else {
      response.setHeader('Content-Type', 'text/html');
      response.end(request.url === '/webtorrent' ? FORM + LOADER : FORM);
    }
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    url: `http://localhost:${portOf(server)}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * @param {import('node:net').Server} server a listening one
 * @returns {number}
 */
export function portOf(server) {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
