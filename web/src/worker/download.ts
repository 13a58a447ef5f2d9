/**
 * One download inside the service worker: waits for the browser to ask for it, then streams what the page reads.
 * It keeps no bytes beyond the chunk under way.
 */
import { openArchive } from './archive.ts';
import type { DownloadAnswer, DownloadEvent, DownloadManifest } from './download-protocol.ts';
import { refusalWords } from './refusals.ts';

/** A page that says nothing for this long is gone: better a refusal than a download that never moves. */
const READY_TIMEOUT_MS = 10_000;
/** Reading may wait for slow storage, but a download must fail rather than hang. */
const READ_TIMEOUT_MS = 60_000;

type Chunk = Uint8Array<ArrayBuffer>;

interface Waiting {
  readonly resolve: (answer: DownloadAnswer) => void;
  readonly reject: (error: Error) => void;
}

export class Download {
  readonly #manifest: DownloadManifest;
  readonly #port: MessagePort;
  readonly #onEnd: () => void;
  #waiting: Waiting | null = null;
  #ended: Error | null = null;

  /** @param onEnd the download is over, well or not */
  constructor(manifest: DownloadManifest, port: MessagePort, onEnd: () => void) {
    this.#manifest = manifest;
    this.#port = port;
    this.#onEnd = onEnd;
    port.onmessage = (event: MessageEvent<DownloadAnswer>) => this.#answer(event.data);
    this.#tell({ type: 'offered' });
  }

  /** The response for the browser's download; 503 when the page that offered it does not answer. */
  async respond(): Promise<Response> {
    try {
      await this.#ask({ type: 'started' }, READY_TIMEOUT_MS);
    } catch (error) {
      this.#fail(error);
      return refusal(503, refusalWords('download-silent'));
    }
    const archive = openArchive(this.#manifest, (file, offset, length) => this.#read(file, offset, length));
    return new Response(this.#watched(archive.stream.getReader()), {
      headers: {
        'Content-Length': String(archive.length),
        'Content-Type': this.#manifest.zip ? 'application/zip' : 'application/octet-stream',
        'Content-Disposition': contentDisposition(this.#manifest.name),
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
      },
    });
  }

  /** The same stream, telling the page how it ends. A failure errors it, so that it cannot pass for complete. */
  #watched(reader: ReadableStreamDefaultReader<Chunk>): ReadableStream<Chunk> {
    return new ReadableStream<Chunk>(
      {
        pull: async (controller) => {
          try {
            const { done, value } = await reader.read();
            if (value !== undefined) controller.enqueue(value);
            if (!done) return;
            controller.close();
            this.#end({ type: 'done' });
          } catch (error) {
            controller.error(error);
            this.#fail(error);
          }
        },
        cancel: async (reason) => {
          this.#end({ type: 'cancelled' });
          await reader.cancel(reason);
        },
      },
      { highWaterMark: 1 },
    );
  }

  async #read(file: number, offset: number, length: number): Promise<Chunk> {
    const answer = await this.#ask({ type: 'read', file, offset, length }, READ_TIMEOUT_MS);
    if (answer.type !== 'bytes') throw new Error('The page did not answer with bytes.');
    return answer.bytes;
  }

  /** One question at a time; rejects when the page aborts or stays silent. */
  #ask(question: DownloadEvent, timeoutMs: number): Promise<DownloadAnswer> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const { promise, resolve, reject } = withResolvers<DownloadAnswer>();
    const timer = setTimeout(() => reject(new Error('The page does not answer.')), timeoutMs);
    this.#waiting = { resolve, reject };
    this.#tell(question);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting = null;
    });
  }

  #answer(answer: DownloadAnswer): void {
    if (answer.type === 'ping') {
      this.#tell({ type: 'pong' });
      return;
    }
    if (answer.type !== 'abort') {
      this.#waiting?.resolve(answer);
      return;
    }
    const error = new Error(answer.message);
    this.#waiting?.reject(error);
    this.#fail(error);
  }

  #fail(error: unknown): void {
    this.#end({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }

  #end(event: DownloadEvent): void {
    if (this.#ended !== null) return;
    this.#ended = new Error('The download is over.');
    this.#tell(event);
    this.#onEnd();
  }

  #tell(event: DownloadEvent): void {
    this.#port.postMessage(event);
  }
}

function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: Error) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** A plain answer to a download that cannot be. */
export function refusal(status: 404 | 503, text: string): Response {
  return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

/** RFC 6266 with the UTF-8 form of RFC 8187; the plain form is for whoever cannot read that. */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
