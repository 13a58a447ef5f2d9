/** Where the plugin serves the service worker: as a module while developing, as one plain script once built. */
const WORKER_URL = import.meta.env.DEV ? '/dev-sw.js?dev-sw' : '/sw.js';
const WORKER_TYPE: WorkerType = import.meta.env.DEV ? 'module' : 'classic';

let registering: Promise<ServiceWorkerRegistration | null> | undefined;

/** `null` where the browser has none for us: over plain http, in some private windows, while the server is away. */
export function registerWorker(): Promise<ServiceWorkerRegistration | null> {
  registering ??= (async () => {
    if (navigator.serviceWorker === undefined) return null;
    try {
      await navigator.serviceWorker.register(WORKER_URL, { scope: '/', type: WORKER_TYPE });
      return await navigator.serviceWorker.ready;
    } catch {
      registering = undefined; // the server may have been away: try again the next time
      return null;
    }
  })();
  return registering;
}

/** Where its messages come from; there, once a worker was registered. */
export function workers(): ServiceWorkerContainer {
  return navigator.serviceWorker;
}
