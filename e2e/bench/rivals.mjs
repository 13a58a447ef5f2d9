// Installs WebTorrent for the benchmark, and nowhere else: the app's own lock file never sees it.
import { existsSync } from 'node:fs';
import { install } from './install.mjs';
import { portOf } from './pages.mjs';

const FOLDER = new URL('./rivals/', import.meta.url);
const TRACKER = new URL('./node_modules/bittorrent-tracker/server.js', FOLDER);

export const webtorrentBundle = new URL('./node_modules/webtorrent/dist/webtorrent.min.js', FOLDER);

export function installRivals() {
  if (existsSync(webtorrentBundle) && existsSync(TRACKER)) return;
  console.error('installing the rivals');
  install(FOLDER);
}

/**
 * @param {string} [host]
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} a tracker for browsers alone
 */
export async function startTracker(host = 'localhost') {
  const { default: Tracker } = await import(TRACKER.href);
  const tracker = new Tracker({ udp: false, http: false, ws: true, stats: false });
  await new Promise((resolve, reject) => {
    tracker.once('listening', resolve);
    tracker.once('error', reject);
    tracker.listen(0, host);
  });
  // Tabs that leave without a word are no error of the benchmark's.
  for (const event of ['error', 'warning']) tracker.on(event, () => {});
  return {
    url: `ws://${host}:${portOf(tracker.http)}`,
    close: () => new Promise((resolve) => tracker.close(resolve)),
  };
}
