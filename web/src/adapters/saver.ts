/**
 * Saves files through an ordinary browser download, streamed by the service worker from whatever `read` returns.
 * It never holds more than a few MiB. Where no service worker is available, as on pages over plain http, the browser
 * puts the file together first.
 */
import { openArchive } from '../worker/archive.ts';
import {
  DOWNLOAD_PATH,
  type DownloadAnswer,
  type DownloadEvent,
  type DownloadManifest,
  type WorkerMessage,
} from '../worker/download-protocol.ts';
import { randomUuid } from '../worker/random-uuid.ts';
import { composeBlob } from './compose-blob.ts';
import { registerWorker, WORKER_CHANGE, workerInTime } from './service-worker.ts';
import { keepFrom } from './topic-lock.ts';

/** The service worker must take the offer, and the browser ask for the download, within this. */
const START_TIMEOUT_MS = 20_000;
/** Firefox stops a service worker that hears nothing for about 30 s, download or not. */
const PING_INTERVAL_MS = 8_000;
/** Pings without an answer after which the worker, and with it the download, is taken for gone. */
const MAX_UNANSWERED_PINGS = 4;
/** After its download ended, a frame may still be needed to begin it. */
const FRAME_LIFETIME_MS = 30_000;
/** Without a service worker the whole is put together first: no browser is sure to hold more. */
const MAX_BLOB_BYTES = 2 * 1024 * 1024 * 1024;
const OBJECT_URL_LIFETIME_MS = 60_000;

export interface SaveFile {
  /** Safe, relative, `/`-separated. */
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** Milliseconds since the epoch. */
  readonly lastModified?: number;
}

/** `save-unsupported` · `save-no-room` · `save-failed` · `save-cancelled`, or the code of an error that `read` threw. */
export interface SaveProblem {
  readonly code: string;
  readonly message: string;
  /** Which of several messages of that code it is. */
  readonly words?: string;
  /** What the message names. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface SaveOptions {
  /** What the browser shall call it, extension included. */
  readonly name: string;
  readonly files: readonly SaveFile[];
  /** False needs exactly one file. */
  readonly zip: boolean;
  /** Bytes in a buffer of their own, which is given away; at most 1 MiB is asked at a time. `fileIndex` counts in `files`. */
  read(fileIndex: number, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** 0–1. */
  onProgress(progress: number): void;
  onDone(): void;
  onError(problem: SaveProblem): void;
}

export interface Saving {
  cancel(): void;
}

/** Registers the service worker ahead of the first save; resolves to whether saving can stream. */
export async function prepareSaving(): Promise<boolean> {
  return (await registerWorker()) !== null;
}

/** Call from a gesture. Ends in exactly one of onDone and onError. */
export function saveDownload(options: SaveOptions): Saving {
  const save = new Save(options);
  void save.run();
  return save;
}

class Save implements Saving {
  readonly #options: SaveOptions;
  readonly #manifest: DownloadManifest;
  readonly #total: number;
  #served = 0;
  #ended = false;
  /** Undone at the end, whichever it is. */
  readonly #cleanups: (() => void)[] = [];
  /** Aborted at the end. */
  readonly #over = new AbortController();
  #port: MessagePort | null = null;
  /** Once a worker streams it. */
  #letWorkerGo = (): Promise<void> => Promise.resolve();
  #unanswered = 0;

  constructor(options: SaveOptions) {
    this.#options = options;
    this.#manifest = {
      id: randomUuid(),
      name: options.name,
      zip: options.zip,
      files: options.files.map(({ path, length, lastModified = Date.now() }) => ({
        path,
        length,
        lastModified,
      })),
    };
    this.#total = options.files.reduce((sum, file) => sum + file.length, 0);
  }

  cancel(): void {
    this.#fail({ code: 'save-cancelled', message: 'Saving was cancelled.' });
  }

  async run(): Promise<void> {
    const registration = await workerInTime();
    if (registration !== null) this.#letWorkerGo = await keepFrom(WORKER_CHANGE);
    if (this.#ended) {
      await this.#letWorkerGo();
      return;
    }
    const worker = registration?.active;
    if (worker) this.#stream(worker);
    else await this.#compose();
  }

  #stream(worker: ServiceWorker): void {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#cleanups.push(() => port1.close());
    port1.onmessage = (event: MessageEvent<DownloadEvent>) => void this.#handle(event.data);
    const start = setTimeout(() => {
      this.#fail({
        code: 'save-failed',
        words: 'save-failed.not-started',
        message: 'The browser did not start the download. Try again.',
      });
    }, START_TIMEOUT_MS);
    this.#cleanups.push(() => clearTimeout(start));
    this.#started = () => clearTimeout(start);
    const ping = setInterval(() => this.#ping(worker), PING_INTERVAL_MS);
    this.#cleanups.push(() => clearInterval(ping));
    worker.postMessage({ type: 'flockdrop-download', manifest: this.#manifest } satisfies WorkerMessage, [
      port2,
    ]);
  }

  #started = (): void => undefined;

  /** A worker that was stopped forgets its downloads and says nothing: only its silence tells. */
  #ping(worker: ServiceWorker): void {
    if (this.#unanswered >= MAX_UNANSWERED_PINGS) {
      this.#fail({
        code: 'save-failed',
        words: 'save-failed.broken-off',
        message: 'The browser stopped this download before its end. Save again.',
      });
      return;
    }
    this.#unanswered++;
    worker.postMessage({ type: 'flockdrop-ping' } satisfies WorkerMessage);
    this.#answer({ type: 'ping' });
  }

  async #handle(event: DownloadEvent): Promise<void> {
    this.#unanswered = 0;
    switch (event.type) {
      case 'pong':
        return;
      case 'offered':
        this.#navigate();
        return;
      case 'started':
        this.#started();
        this.#answer({ type: 'ready' });
        return;
      case 'read':
        await this.#serve(event.file, event.offset, event.length);
        return;
      case 'done':
        this.#finish();
        return;
      case 'cancelled':
        this.cancel();
        return;
      case 'failed':
        this.#fail(stopped(event.message));
    }
  }

  /** A navigation inside a hidden frame reaches the service worker even where the page itself is uncontrolled. */
  #navigate(): void {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.src = `${DOWNLOAD_PATH}${this.#manifest.id}/${encodeURIComponent(this.#manifest.name)}`;
    document.body.append(frame);
    // A small file is read to its end before the browser has turned the navigation into a download.
    this.#cleanups.push(() => setTimeout(() => frame.remove(), FRAME_LIFETIME_MS));
  }

  async #serve(file: number, offset: number, length: number): Promise<void> {
    try {
      const bytes = await this.#read(file, offset, length);
      this.#answer({ type: 'bytes', bytes }, [bytes.buffer]);
    } catch (error) {
      this.#fail(problemOf(error));
    }
  }

  async #read(file: number, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#options.read(file, offset, length);
    this.#served += length;
    if (!this.#ended && this.#total > 0) this.#options.onProgress(this.#served / this.#total);
    return bytes;
  }

  async #compose(): Promise<void> {
    if (this.#total > MAX_BLOB_BYTES) {
      this.#fail({
        code: 'save-unsupported',
        message:
          'The browser lets this page save at most 2 GiB at a time. Save file by file, or open Flockdrop over https:// and outside of private windows.',
      });
      return;
    }
    try {
      const archive = openArchive(this.#manifest, (file, offset, length) => this.#read(file, offset, length));
      const blob = await composeBlob(archive.stream, this.#over.signal);
      if (this.#ended) return;
      clickDownload(blob, this.#options.name);
      this.#finish();
    } catch (error) {
      this.#fail(problemOf(error));
    }
  }

  #answer(answer: DownloadAnswer, buffers: ArrayBuffer[] = []): void {
    if (!this.#ended) this.#port?.postMessage(answer, buffers);
  }

  #finish(): void {
    if (this.#end()) void this.#letWorkerGo().then(this.#options.onDone);
  }

  #fail(problem: SaveProblem): void {
    this.#answer({ type: 'abort', message: problem.message });
    if (this.#end()) void this.#letWorkerGo().then(() => this.#options.onError(problem));
  }

  #end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.#over.abort();
    for (const cleanup of this.#cleanups) cleanup();
    return true;
  }
}

function clickDownload(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), OBJECT_URL_LIFETIME_MS);
}

function problemOf(error: unknown): SaveProblem {
  if (!(error instanceof Error)) return stopped(String(error));
  const { code, message, words, values, path } = error as Error & Partial<SaveProblem & { path: string }>;
  if (typeof code !== 'string') return stopped(message);
  return {
    code,
    message,
    ...(words === undefined ? {} : { words }),
    ...(values === undefined ? (path === undefined ? {} : { values: { path } }) : { values }),
  };
}

function stopped(reason: string): SaveProblem {
  return { code: 'save-failed', message: `Saving stopped: ${reason}`, values: { reason } };
}
