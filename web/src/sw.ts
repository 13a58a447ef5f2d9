/**
/**
 * The service worker: answers the app's own downloads and streams, clicks on its notifications, and nothing else. It
 * caches nothing, and every other request goes to the network as if it were not there.
 */
import { Download, refusal } from './worker/download.ts';
import { DOWNLOAD_PATH, type WorkerMessage } from './worker/download-protocol.ts';
import { answerNotificationClicks } from './worker/notification-click.ts';
import { answerStream, StreamPort } from './worker/stream.ts';
import { STREAM_PATH, type StreamQuestion } from './worker/stream-protocol.ts';

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
  if (port === undefined) return;
  if (message.type === 'flockdrop-claim') {
    event.waitUntil(self.clients.claim().then(() => port.postMessage('claimed')));
    return;
  }
  if (message.type !== 'flockdrop-download') return;
  if (downloads.size >= MAX_DOWNLOADS) downloads.clear();
  const { manifest } = message;
  downloads.set(manifest.id, new Download(manifest, port, () => downloads.delete(manifest.id)));
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  const streamed = idIn(url, STREAM_PATH);
  if (streamed !== null) event.respondWith(answerStream(event.request, streamed, () => findStream(streamed)));
  const id = idIn(url, DOWNLOAD_PATH);
  if (id === null) return;
  const download = downloads.get(id);
  // Once only: a reload of the address must not start reading again.
  downloads.delete(id);
  event.respondWith(download?.respond() ?? refusal(404, GONE));
});

/** The first part of the path below `root`; `null` when it is not below. */
function idIn({ pathname }: URL, root: string): string | null {
  return pathname.startsWith(root) ? (pathname.slice(root.length).split('/')[0] ?? '') : null;
}

/** The page that shows it. Each is asked: an address says nothing of whose it is. */
async function findStream(id: string): Promise<StreamPort | null> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const ports = pages.map((page) => {
    const { port1, port2 } = new MessageChannel();
    page.postMessage({ type: 'flockdrop-stream', id } satisfies StreamQuestion, [port2]);
    return port1;
  });
  return StreamPort.find(ports);
}
