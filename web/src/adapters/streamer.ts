/**
 * Gives a file an address of our own origin, under which the service worker answers the browser's media element with what
 * the page reads: whole or in parts, several requests at a time, as the bytes come. Where no service worker is available
 * there is no such address, and the browser keeps the file first.
 */
import { READ_BYTES, type WorkerMessage } from '../worker/download-protocol.ts';
import { randomUuid } from '../worker/random-uuid.ts';
import {
  type OfferedStream,
  STREAM_PATH,
  type StreamAnswer,
  type StreamQuestion,
  type StreamRequest,
} from '../worker/stream-protocol.ts';
import { composeBlob } from './compose-blob.ts';
import { workerInTime, workers } from './service-worker.ts';

/** A worker that does not know the word is an older one: it streams nothing. */
const CLAIM_TIMEOUT_MS = 5_000;
/** The page hears that it was taken over on another way than the worker's word comes, which may be quicker. */
const CONTROL_TIMEOUT_MS = 1_000;
/** Firefox stops a service worker that hears nothing for about 30 s, whether it is answering or not. */
const PING_INTERVAL_MS = 8_000;

/** Reads for one request of the browser's. */
export interface StreamReader {
  /** At least one byte, in a buffer of its own which is given away, and at most `length`. Rejects once it is closed. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** The browser wants no more of this. */
  close(): void;
}

export interface StreamOptions extends OfferedStream {
  /** Shown nowhere, but what the browser calls a file that somebody saves out of a player. */
  readonly name: string;
  open(): StreamReader;
}

export interface Stream {
  /** Of our own origin; works until it is closed. */
  readonly url: string;
  close(): void;
}

const offered = new Map<string, StreamOptions>();
const requests = new Set<OpenRequest>();
let isListening = false;
let pinging: ReturnType<typeof setInterval> | null = null;

/** `null` where nothing can be streamed. */
export async function openStream(options: StreamOptions): Promise<Stream | null> {
  if (!(await canStream())) return null;
  listen();
  const id = randomUuid();
  offered.set(id, options);
  return {
    url: `${STREAM_PATH}${id}/${encodeURIComponent(options.name)}`,
    close() {
      offered.delete(id);
      for (const request of requests) if (request.options === options) request.close();
    },
  };
}

/** For where nothing can be streamed: the browser keeps all of it first, on disk where it is large. */
export async function openWhole({ length, mediaType, open }: StreamOptions): Promise<Stream> {
  const reader = open();
  let at = 0;
  const whole = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const bytes = await reader.read(at, Math.min(READ_BYTES, length - at));
      at += bytes.byteLength;
      controller.enqueue(bytes);
      if (at === length) controller.close();
    },
  });
  try {
    const blob = await composeBlob(whole);
    const url = URL.createObjectURL(blob.slice(0, blob.size, mediaType));
    return { url, close: () => URL.revokeObjectURL(url) };
  } finally {
    reader.close();
  }
}

/** Whether a worker that understands us answers the requests of this page, which it does not after a forced reload. */
export async function canStream(): Promise<boolean> {
  const worker = (await workerInTime())?.active;
  if (worker == null) return false;
  const { port1, port2 } = new MessageChannel();
  const isClaimed = new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, CLAIM_TIMEOUT_MS, false);
    port1.onmessage = () => {
      clearTimeout(timer);
      resolve(true);
    };
  });
  worker.postMessage({ type: 'flockdrop-claim' } satisfies WorkerMessage, [port2]);
  return (await isClaimed) && (await isControlled());
}

function isControlled(): Promise<boolean> {
  if (workers().controller !== null) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, CONTROL_TIMEOUT_MS, false);
    const taken = () => {
      clearTimeout(timer);
      resolve(true);
    };
    workers().addEventListener('controllerchange', taken, { once: true });
  });
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  workers().addEventListener('message', ({ data, ports }: MessageEvent<StreamQuestion>) => {
    const [port] = ports;
    if (data?.type !== 'flockdrop-stream' || port === undefined) return;
    const options = offered.get(data.id);
    if (options !== undefined) {
      requests.add(new OpenRequest(port, options));
      keepAwake();
      return;
    }
    port.postMessage({ type: 'not-mine' } satisfies StreamAnswer);
    port.close();
  });
  workers().startMessages();
}

/** While there are requests the worker hears of us. */
function keepAwake(): void {
  pinging ??= setInterval(() => {
    if (requests.size > 0) {
      workers().controller?.postMessage({ type: 'flockdrop-ping' } satisfies WorkerMessage);
      return;
    }
    if (pinging !== null) clearInterval(pinging);
    pinging = null;
  }, PING_INTERVAL_MS);
}

/** One request of the browser's, as long as somebody reads its answer. */
class OpenRequest {
  readonly options: StreamOptions;
  readonly #port: MessagePort;
  readonly #reader: StreamReader;
  #isClosed = false;

  constructor(port: MessagePort, options: StreamOptions) {
    this.options = options;
    this.#port = port;
    this.#reader = options.open();
    port.onmessage = ({ data }: MessageEvent<StreamRequest>) => this.#handle(data);
    // The worker is gone, where a browser tells so.
    port.addEventListener('close', () => this.#end());
    this.#answer({ type: 'mine', length: options.length, mediaType: options.mediaType });
  }

  close(): void {
    this.#answer({ type: 'failed', message: 'The preview was closed.' });
    this.#end();
  }

  #handle(request: StreamRequest): void {
    switch (request.type) {
      case 'read':
        void this.#read(request.offset, request.length);
        return;
      case 'ping':
        this.#answer({ type: 'pong' });
        return;
      case 'closed':
        this.#end();
    }
  }

  async #read(offset: number, length: number): Promise<void> {
    try {
      const bytes = await this.#reader.read(offset, length);
      this.#answer({ type: 'bytes', bytes }, [bytes.buffer]);
    } catch (error) {
      if (this.#isClosed) return;
      this.#answer({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
      this.#end();
    }
  }

  #answer(answer: StreamAnswer, buffers: ArrayBuffer[] = []): void {
    if (!this.#isClosed) this.#port.postMessage(answer, buffers);
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    requests.delete(this);
    this.#reader.close();
    // Not at once: closing a port may overtake what was said last.
    setTimeout(() => this.#port.close());
  }
}
