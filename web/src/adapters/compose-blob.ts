/**
 * Puts a stream together as one file for an ordinary download, where no service worker may stream it. The page holds
 * one part of it at a time: what is put together lies with the browser, which keeps it on disk where it is large.
 */

/** Held in memory until the browser has taken it. */
const PART_BYTES = 16 * 1024 * 1024;

/** The browser has no room for all of it. */
export class NoRoomError extends Error {
  readonly code = 'save-no-room';
  constructor() {
    super(
      'The browser has no room to put this file together: it needs as much free space again. Free some and save again, or save file by file.',
    );
    this.name = 'NoRoomError';
  }
}

/**
 * Rejects with what the stream fails with, with the reason of `signal`, or with NoRoomError. However it ends before the
 * stream does, nothing more is read.
 */
export async function composeBlob(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal?: AbortSignal,
): Promise<Blob> {
  const source = new Source(stream);
  const stop = (): void => source.cancel(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  const parts: Blob[] = [];
  try {
    signal?.throwIfAborted();
    while (!source.isAtEnd) {
      // Not `new Blob`: Firefox keeps only the bodies of responses on disk.
      const part = await new Response(source.next(PART_BYTES)).blob();
      await confirm(part);
      signal?.throwIfAborted();
      parts.push(part);
    }
    const whole = new Blob(parts);
    await confirm(whole);
    return whole;
  } catch (error) {
    source.cancel(error);
    signal?.throwIfAborted();
    // Browsers report a body that failed as a network error of their own.
    throw source.failure ?? new NoRoomError();
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Chromium makes a blob for which there is no room all the same, and only reading it tells. */
async function confirm(blob: Blob): Promise<void> {
  const last = blob.slice(Math.max(0, blob.size - 1));
  await last.arrayBuffer();
}

/** Cuts a stream into shorter ones. */
class Source {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #failure: unknown;
  #isAtEnd = false;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.getReader();
  }

  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  get failure(): unknown {
    return this.#failure;
  }

  /** Whoever fills it stops. */
  cancel(reason: unknown): void {
    this.#reader.cancel(reason).catch(() => undefined);
  }

  /** At least `length` bytes, unless the stream ends before. */
  next(length: number): ReadableStream<Uint8Array<ArrayBuffer>> {
    let left = length;
    return new ReadableStream({
      pull: async (controller) => {
        const { done, value } = await this.#read();
        if (done) {
          this.#isAtEnd = true;
          controller.close();
          return;
        }
        controller.enqueue(value);
        left -= value.byteLength;
        if (left <= 0) controller.close();
      },
    });
  }

  async #read(): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
    try {
      return await this.#reader.read();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }
}
