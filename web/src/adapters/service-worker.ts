/** Where the plugin serves the service worker: as a module while developing, as one plain script once built. */
const WORKER_URL = import.meta.env.DEV ? '/dev-sw.js?dev-sw' : '/sw.js';
const WORKER_TYPE: WorkerType = import.meta.env.DEV ? 'module' : 'classic';

/**
 * What a tab does alone when it lets a newer worker take the place of the active one, and what who saves keeps it from: a
 * worker that goes takes what it was just offered with it.
 */
export const WORKER_CHANGE = 'worker-change';

/** One that is not ready after this may never be. */
const READY_TIMEOUT_MS = 10_000;

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

/** `null` where there is none, or not in time: what needs it now goes on without, and one that comes late serves the next. */
export async function workerInTime(): Promise<ServiceWorkerRegistration | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, READY_TIMEOUT_MS, null);
  });
  try {
    return await Promise.race([registerWorker(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Where its messages come from; there, once a worker was registered. */
export function workers(): ServiceWorkerContainer {
  return navigator.serviceWorker;
}
