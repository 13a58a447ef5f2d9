/**
 * The service worker: answers the app's own downloads and streams and clicks on its notifications, and keeps the app itself
 * so that it opens without a network. Every other request goes to the network as if it were not there.
 */
import { AppCache, type AppFile } from './worker/app-cache.ts';
import type { AppFacts, AppMessage } from './worker/app-protocol.ts';
import { Download, refusal } from './worker/download.ts';
import { DOWNLOAD_PATH, type DownloadManifest, type WorkerMessage } from './worker/download-protocol.ts';
import { NOT_RECEIVED, RECEIVED, receive, SHARE_TARGET } from './worker/inbox.ts';
import { answerNotificationClicks } from './worker/notification-click.ts';
import { randomUuid } from './worker/random-uuid.ts';
import { refusalWords } from './worker/refusals.ts';
import { answerStream, StreamPort } from './worker/stream.ts';
import { STREAM_PATH, type StreamQuestion } from './worker/stream-protocol.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly AppFile[] };

/** The build puts the list of its files here; there is none while developing. */
const app = new AppCache({
  files: self.__WB_MANIFEST,
  origin: self.location.origin,
  caches: self.caches,
  fetch: (request) => fetch(request),
});

answerNotificationClicks(self);

/** Offered and not yet asked for, by id. Lost when the browser stops the worker, so pages keep it awake while they save. */
const downloads = new Map<string, Download>();
/** Those, the ones that run, and what a player reads just now. */
let openBodies = 0;
/** A tab has a handful at most; more is a page gone wrong. */
const MAX_DOWNLOADS = 256;

self.addEventListener('install', (event) => {
  // The first one must not make saving wait for the app: it keeps that once a page asks. A later one takes the place
  // of one that works, and has time.
  if (self.registration.active !== null) event.waitUntil(app.keep());
  // It takes no page over that began without it: that goes on as it began, unless it asks.
});

self.addEventListener('message', (event) => {
  const message: WorkerMessage | AppMessage = event.data;
  const [port] = event.ports;
  switch (message.type) {
    case 'flockdrop-download':
      if (port !== undefined) offer(message.manifest, port);
      return;
    case 'flockdrop-claim':
      event.waitUntil(self.clients.claim().then(() => port?.postMessage('claimed')));
      return;
    case 'flockdrop-keep-app':
      event.waitUntil(keepApp());
      return;
    case 'flockdrop-ask-app':
      event.waitUntil(tellFacts(message.entry, port));
      return;
    case 'flockdrop-take-over':
      event.waitUntil(self.skipWaiting());
  }
});

function offer(manifest: DownloadManifest, port: MessagePort): void {
  if (downloads.size >= MAX_DOWNLOADS) downloads.clear();
  openBodies++;
  const end = () => {
    openBodies--;
    downloads.delete(manifest.id);
  };
  downloads.set(manifest.id, new Download(manifest, port, end));
}

/** Another page could ask it for something just when it has to go, and the browser would then begin it anew. */
async function tellFacts(entry: string, port: MessagePort | undefined): Promise<void> {
  const isBusy = openBodies > 0 || (await allPages()).filter(isTab).length > 1;
  port?.postMessage({ isSameBuild: app.has(entry), isBusy } satisfies AppFacts);
}

/** Where that does not work out, the next page asks again. */
async function keepApp(): Promise<void> {
  try {
    await app.keep();
    await app.tidy((await allPages()).length < 2);
  } catch {
    // Offline, or the server has a newer build by now: what is kept stays as it is.
  }
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  const answer = answerTo(event.request, url);
  if (answer !== null) event.respondWith(answer);
});

/** `null`: the network's affair. */
function answerTo(request: Request, url: URL): Promise<Response> | Response | null {
  const streamed = idIn(url, STREAM_PATH);
  if (streamed !== null) return answerStream(request, streamed, () => findStream(streamed));
  const id = idIn(url, DOWNLOAD_PATH);
  if (id === null) return url.pathname === SHARE_TARGET ? takeIn(request) : app.answer(request);
  const download = downloads.get(id);
  // Once only: a reload of the address must not start reading again.
  downloads.delete(id);
  return download?.respond() ?? refusal(404, refusalWords('download-over'));
}

/** The first part of the path below `root`; `null` when it is not below. */
function idIn({ pathname }: URL, root: string): string | null {
  return pathname.startsWith(root) ? (pathname.slice(root.length).split('/')[0] ?? '') : null;
}

/** The page that shows it. Each is asked: an address says nothing of whose it is. */
async function findStream(id: string): Promise<StreamPort | null> {
  const ports = (await allPages()).filter(isTab).map((page) => {
    const { port1, port2 } = new MessageChannel();
    page.postMessage({ type: 'flockdrop-stream', id } satisfies StreamQuestion, [port2]);
    return port1;
  });
  const stream = await StreamPort.find(ports, { onClosed: () => openBodies-- });
  if (stream !== null) openBodies++;
  return stream;
}

/** Another app handed something over: it waits in the inbox, and the page opens that shows it. */
async function takeIn(request: Request): Promise<Response> {
  if (request.method !== 'POST') return Response.redirect('/', 303);
  try {
    await receive(await request.formData(), randomUuid(), Date.now());
    return Response.redirect(RECEIVED, 303);
  } catch {
    return Response.redirect(NOT_RECEIVED, 303);
  }
}

/** With their frames, whether it serves them or not. */
function allPages(): Promise<readonly WindowClient[]> {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true });
}

/** Previews are shown in no frame. */
function isTab({ frameType }: Client): boolean {
  return frameType === 'top-level';
}
