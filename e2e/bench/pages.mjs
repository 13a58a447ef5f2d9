// Serves the pages that the bare channel runs in and those that load WebTorrent, on localhost a secure context.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { BARE_PAGE, passSignals } from './bare-link.mjs';

const FORM = '<!doctype html><title>bench</title><link rel=icon href="data:,"><input type=file>';
const LOADER =
  '<script type=module>import WebTorrent from "/webtorrent.min.js"; globalThis.WebTorrent = WebTorrent;</script>';
/** A page whose link is a magnet in its fragment, as an app of WebTorrent's has it: it adds that as soon as it can.
 * Its ICE servers stand in its query, if it has any. */
const OPENER = `<script type=module>
import WebTorrent from "/webtorrent.min.js";
globalThis.benchOpened = new Promise((resolve, reject) => {
  const iceServers = JSON.parse(new URLSearchParams(location.search).get("ice") ?? "[]");
  const client = new WebTorrent({ tracker: { rtcConfig: { iceServers } } });
  let firstMs = 0;
  client.on("error", reject);
  const torrent = client.add(location.hash.slice(1));
  torrent.once("verified", () => { firstMs = performance.now(); });
  torrent.once("done", async function () {
    const ms = performance.now();
    const bytes = await this.files[0].arrayBuffer();
    resolve({ ms, firstMs, readableMs: performance.now(), length: bytes.byteLength });
  });
});
</script>`;
const BODIES = { '/bare': BARE_PAGE, '/webtorrent': LOADER, '/open': OPENER };

/**
 * @param {URL} webtorrentBundle
 * @param {string} [host]
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function servePages(webtorrentBundle, host = 'localhost') {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://bench.invalid');
    if (pathname === '/webtorrent.min.js') {
      response.setHeader('Content-Type', 'text/javascript');
      response.end(await readFile(webtorrentBundle));
    } else {
      response.setHeader('Content-Type', 'text/html');
      response.end(FORM + (BODIES[pathname] ?? ''));
    }
  });
  passSignals(server);
  server.listen(0, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${portOf(server)}`,
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
