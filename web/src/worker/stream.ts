/**
 * Answers a request for a file that a page shows, whole or a part of it, with the bytes that the page reads as they come.
 * Whatever the answer, nothing in it can run on our origin.
 */
import { rangeOf } from './byte-range.ts';
import { isInertType } from './inert-types.ts';
import { refusalWords } from './refusals.ts';
import type { OfferedStream, StreamAnswer, StreamRequest } from './stream-protocol.ts';

/** A page says at once whether a stream is its own. */
const FIND_TIMEOUT_MS = 10_000;
/** While a read waits for pieces the page is asked whether it is still there, and must say so before the next time. */
const PING_INTERVAL_MS = 10_000;
const READ_BYTES = 256 * 1024;

type Chunk = Uint8Array<ArrayBuffer>;

interface FindOptions {
  readonly timeoutMs?: number;
  readonly onClosed?: () => void;
}

/** One page's end of one request. */
export class StreamPort {
  readonly offer: OfferedStream;
  readonly #port: MessagePort;
  readonly #onClosed: () => void;
  #waiting: { resolve(bytes: Chunk): void; reject(error: Error): void } | null = null;
  #isClosed = false;

  private constructor(port: MessagePort, offer: OfferedStream, onClosed: () => void) {
    this.#port = port;
    this.offer = offer;
    this.#onClosed = onClosed;
  }

  /**
   * @param ports one to each page; `null` when none of them has it
   * @param onClosed once, when what was found is read to its end or no more
   */
  static find(
    ports: readonly MessagePort[],
    { timeoutMs = FIND_TIMEOUT_MS, onClosed = () => undefined }: FindOptions = {},
  ): Promise<StreamPort | null> {
    return new Promise((resolve) => {
      let asked = ports.length;
      const settle = (found: StreamPort | null) => {
        clearTimeout(timer);
        for (const port of ports) {
          if (found !== null && found.#port === port) continue;
          port.postMessage({ type: 'closed' } satisfies StreamRequest);
          port.close();
        }
        resolve(found);
      };
      const timer = setTimeout(settle, timeoutMs, null);
      for (const port of ports) {
        port.onmessage = ({ data }: MessageEvent<StreamAnswer>) => {
          if (data.type === 'mine') settle(new StreamPort(port, data, onClosed));
          else if (data.type === 'not-mine' && --asked === 0) settle(null);
        };
      }
      if (asked === 0) settle(null);
    });
  }

  /** At least one byte, at most `length`. One question at a time; rejects when the page fails or is gone. */
  read(offset: number, length: number, pingMs = PING_INTERVAL_MS): Promise<Chunk> {
    return new Promise<Chunk>((resolve, reject) => {
      let isAnswered = true;
      const timer = setInterval(() => {
        if (isAnswered) this.#tell({ type: 'ping' });
        else this.#waiting?.reject(new Error('The page does not answer.'));
        isAnswered = false;
      }, pingMs);
      const end = () => {
        clearInterval(timer);
        this.#waiting = null;
      };
      this.#waiting = {
        resolve(bytes) {
          end();
          resolve(bytes);
        },
        reject(error) {
          end();
          reject(error);
        },
      };
      this.#port.onmessage = ({ data }: MessageEvent<StreamAnswer>) => {
        isAnswered = true;
        if (data.type === 'bytes') this.#waiting?.resolve(data.bytes);
        else if (data.type === 'failed') this.#waiting?.reject(new Error(data.message));
      };
      this.#tell({ type: 'read', offset, length });
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiting?.reject(new Error('Nobody reads any more.'));
    this.#tell({ type: 'closed' });
    this.#port.close();
    this.#onClosed();
  }

  #tell(request: StreamRequest): void {
    this.#port.postMessage(request);
  }
}

/**
 * @param id of the address
 * @param find the page that offers it
 */
export async function answerStream(
  request: Pick<Request, 'method' | 'headers' | 'destination' | 'mode'>,
  id: string,
  find: () => Promise<StreamPort | null>,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, { Allow: 'GET, HEAD' });
  // In a tab of its own nothing of it is needed, and in a frame only what a page cannot show without one.
  if (request.destination === 'document') return refusal(403);
  const stream = await find();
  if (stream === null) return refusal(404);
  const { length, mediaType } = stream.offer;
  const isPdf = mediaType === 'application/pdf';
  if (!isInertType(mediaType) || (request.mode === 'navigate' && !isPdf)) {
    stream.close();
    return refusal(403);
  }
  const etag = `"${id}"`;
  const range = rangeOf(request.headers, etag, length);
  const described = { 'Accept-Ranges': 'bytes', ETag: etag };
  if (range.kind === 'unsatisfiable') {
    stream.close();
    return refusal(416, { ...described, 'Content-Range': `bytes */${length}` });
  }
  const first = range.kind === 'part' ? range.first : 0;
  const end = range.kind === 'part' ? range.last + 1 : length;
  const headers = {
    ...HARMLESS,
    ...(isPdf ? { 'Content-Security-Policy': PDF_POLICY } : {}),
    ...described,
    'Content-Type': mediaType,
    'Content-Length': String(end - first),
    ...(range.kind === 'part' ? { 'Content-Range': `bytes ${first}-${end - 1}/${length}` } : {}),
  };
  if (request.method === 'HEAD') stream.close();
  const body = request.method === 'HEAD' ? null : bodyOf(stream, first, end);
  return new Response(body, { status: range.kind === 'part' ? 206 : 200, headers });
}

/** What comes is read only as fast as it is taken. A failure errors it, so that it cannot pass for complete. */
function bodyOf(stream: StreamPort, first: number, end: number): ReadableStream<Chunk> {
  let at = first;
  return new ReadableStream<Chunk>(
    {
      async pull(controller) {
        try {
          if (at < end) {
            const bytes = await stream.read(at, Math.min(READ_BYTES, end - at));
            at += bytes.byteLength;
            controller.enqueue(bytes);
          }
          if (at < end) return;
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        stream.close();
      },
      cancel: () => stream.close(),
    },
    { highWaterMark: 0 },
  );
}

/** The browser's own viewer does not work in a sandbox. It runs nothing on our origin, and it is told that this is a PDF. */
const PDF_POLICY = "default-src 'none'; frame-ancestors 'self'";

const HARMLESS = {
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
} as const;

const REASONS = {
  403: () => refusalWords('preview-inside'),
  404: () => refusalWords('preview-over'),
  405: () => 'This can only be read.',
  416: () => 'The file is shorter than that.',
} as const;

function refusal(status: keyof typeof REASONS, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(REASONS[status](), {
    status,
    headers: { ...HARMLESS, ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
