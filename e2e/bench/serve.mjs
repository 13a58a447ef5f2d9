// All that tabs need from a server, in a process of its own, for those who run it elsewhere than here: `node serve.mjs <host>`
// says where everything is, as one line of JSON, and ends when nobody holds its input any more.
import { once } from 'node:events';
import { Server } from '../support/server.mjs';
import { servePages } from './pages.mjs';
import { startTracker, webtorrentBundle } from './rivals.mjs';

const host = process.argv[2] ?? 'localhost';
const pages = await servePages(webtorrentBundle, host);
const tracker = await startTracker(host);
const server = await Server.start({ host });
console.log(JSON.stringify({ pages: pages.url, tracker: tracker.url, app: `${server.url}/` }));
await once(process.stdin.resume(), 'end');
await server.down();
process.exit();
