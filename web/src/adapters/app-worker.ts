/**
 * This page's part in keeping the app: asks the service worker to hold it, looks for newer builds and says when one is
 * ready. It registers no worker, for saving does that, and it never reloads a page unasked.
 */
import type { AppFacts, AppMessage } from '../worker/app-protocol.ts';
import { whenIdle } from './next-task.ts';
import { WORKER_CHANGE } from './service-worker.ts';
import { keepFrom, unlessElsewhere } from './topic-lock.ts';

export interface AppWorker {
  /** Whether nothing moves in this tab: then a newer worker may take over. */
  setIdle(isIdle: boolean): void;
  /** The server may have another build by now. */
  look(): void;
  /** A person's word: begins anew, with the newest build. */
  reload(): Promise<void>;
}

/** Asked that often at most: the browser itself asks at each visit. */
const LOOK_INTERVAL_MS = 10 * 60_000;
/** A worker that knows the question answers at once. */
const ANSWER_TIMEOUT_MS = 2_000;
/**
 * A worker that is told to take over does so within a second or two. Where something woke the one before it once more, the
 * browser waits until that has had nothing to do for half a minute.
 */
const CHANGE_TIMEOUT_MS = 60_000;
/** A person waits for no worker longer than this: the page comes from the network all the same. */
const RELOAD_PATIENCE_MS = 2_000;
/** The app is kept on a page that is never idle, too. */
const KEEP_TIMEOUT_MS = 60_000;

/** @param onNewer a build newer than this page's is ready */
export function watchAppWorker(onNewer: () => void): AppWorker {
  return new Watch(onNewer);
}

class Watch implements AppWorker {
  readonly #onNewer: () => void;
  readonly #entry = entryPath();
  #registration: ServiceWorkerRegistration | null = null;
  #isIdle = false;
  #lookedMs = performance.now();

  constructor(onNewer: () => void) {
    this.#onNewer = onNewer;
    const workers = navigator.serviceWorker;
    if (workers === undefined) return; // as on every page over plain http
    void workers.ready.then((registration) => this.#begin(registration));
    let before = workers.controller;
    workers.addEventListener('controllerchange', () => {
      const now = workers.controller;
      // The first to be there is no newer than the page.
      if (before !== null && now !== null) void this.#compare(now);
      before = now;
    });
    addEventListener('online', () => this.look());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.look();
    });
  }

  setIdle(isIdle: boolean): void {
    const became = isIdle && !this.#isIdle;
    this.#isIdle = isIdle;
    if (became) void this.#makeWay();
  }

  look(): void {
    const now = performance.now();
    if (this.#registration === null || now - this.#lookedMs < LOOK_INTERVAL_MS) return;
    this.#lookedMs = now;
    this.#registration.update().catch(() => undefined); // the server is away: another time
  }

  async reload(): Promise<void> {
    const patience = new Promise((resolve) => setTimeout(resolve, RELOAD_PATIENCE_MS));
    await Promise.race([this.#makeWay(true), patience]);
    location.reload();
  }

  #begin(registration: ServiceWorkerRegistration): void {
    this.#registration = registration;
    whenIdle(() => void keepApp(registration), KEEP_TIMEOUT_MS);
    if (registration.waiting !== null) void this.#arrived(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') void this.#arrived(worker);
      });
    });
  }

  async #arrived(worker: ServiceWorker): Promise<void> {
    // Without another before it, it came with this very page.
    if (this.#registration?.active === null) return;
    await this.#compare(worker);
    await this.#makeWay();
  }

  async #compare(worker: ServiceWorker): Promise<void> {
    const facts = await ask(worker, this.#entry);
    if (facts?.isSameBuild === false) this.#onNewer();
  }

  /** Nothing is broken off: not here, and not by the worker that would have to go. */
  async #makeWay(isWanted = false): Promise<void> {
    const { active = null, waiting = null } = this.#registration ?? {};
    if (waiting === null || active === null || !(this.#isIdle || isWanted)) return;
    await unlessElsewhere(WORKER_CHANGE, async () => {
      const facts = await ask(active, this.#entry);
      // A newer one still may have come in its place meanwhile.
      if (facts?.isBusy !== false || waiting.state !== 'installed') return;
      const over = tookPlace(waiting);
      tell(waiting, { type: 'flockdrop-take-over' });
      await over;
    });
  }
}

/** Names the build: it changes whenever a script of it does. */
function entryPath(): string {
  const script = document.querySelector<HTMLScriptElement>('script[type=module][src]');
  return script === null ? '' : new URL(script.src).pathname;
}

function tell(worker: ServiceWorker | null, message: AppMessage, ports: MessagePort[] = []): void {
  worker?.postMessage(message, ports);
}

/** Not while another takes its place: the browser would begin it anew, and the other would wait for it to end. */
async function keepApp(registration: ServiceWorkerRegistration): Promise<void> {
  const letGo = await keepFrom(WORKER_CHANGE);
  tell(registration.active, { type: 'flockdrop-keep-app' });
  await letGo();
}

/** `null`: it does not answer. */
function ask(worker: ServiceWorker, entry: string): Promise<AppFacts | null> {
  const { port1, port2 } = new MessageChannel();
  return new Promise<AppFacts | null>((resolve) => {
    const timer = setTimeout(resolve, ANSWER_TIMEOUT_MS, null);
    port1.onmessage = (event: MessageEvent<AppFacts>) => {
      clearTimeout(timer);
      resolve(event.data);
    };
    tell(worker, { type: 'flockdrop-ask-app', entry }, [port2]);
  }).finally(() => port1.close());
}

/** Once it has, or never will, or took too long. */
function tookPlace(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, CHANGE_TIMEOUT_MS);
    worker.addEventListener('statechange', () => {
      if (worker.state !== 'activated' && worker.state !== 'redundant') return;
      clearTimeout(timer);
      resolve();
    });
  });
}
