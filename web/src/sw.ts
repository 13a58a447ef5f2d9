/**
 * The service worker: answers the app's own downloads, clicks on its notifications, and nothing else. It caches nothing, and every request that
 * is not a download goes to the network as if it were not there.
 */
import { Download, refusal } from './worker/download.ts';
import { DOWNLOAD_PATH, type WorkerMessage } from './worker/download-protocol.ts';
import { answerNotificationClicks } from './worker/notification-click.ts';

declare const self: ServiceWorkerGlobalScope;

answerNotificationClicks(self);

/** Offered and not yet asked for, by id. Lost when the browser stops the worker, so pages keep it awake while they save. */
const downloads = new Map<string, Download>();
/** A tab has a handful at most; more is a page gone wrong. */
const MAX_DOWNLOADS = 256;

const GONE = 'This download is over, or the tab that offered it is closed. Open the share and save again.';

self.addEventListener('install', () => {
  void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  const message: WorkerMessage = event.data;
  const [port] = event.ports;
  if (message.type !== 'flockdrop-download' || port === undefined) return;
  if (downloads.size >= MAX_DOWNLOADS) downloads.clear();
  const { manifest } = message;
  downloads.set(manifest.id, new Download(manifest, port, () => downloads.delete(manifest.id)));
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || !url.pathname.startsWith(DOWNLOAD_PATH)) return;
  const id = url.pathname.slice(DOWNLOAD_PATH.length).split('/')[0] ?? '';
  const download = downloads.get(id);
  // Once only: a reload of the address must not start reading again.
  downloads.delete(id);
  event.respondWith(download?.respond() ?? refusal(404, GONE));
});
