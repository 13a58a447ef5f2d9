/**
 * Reads a blob from its beginning to its end, in the portions that are asked for. A stream that fills a buffer of ours
 * takes a third of the time and of the processor that `arrayBuffer` of as many slices takes
 * (docs/decisions/0006-reading-files.md); a short blob is read whole, because opening a stream costs as well.
 */
const STREAM_BYTES = 4 * 1024 * 1024;

interface Source {
  /** The next `length` bytes, in a buffer that stays as it is until the call after the next. */
  read(length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** One read at a time. Each rejects when the blob cannot be read any more, or ends before what was asked for. */
export class BlobReader implements Source {
  readonly #source: Source;

  constructor(blob: Blob) {
    this.#source = blob.size < STREAM_BYTES ? new WholeSource(blob) : streamSource(blob);
  }

  read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#source.read(length);
  }
}

class WholeSource implements Source {
  readonly #bytes: Promise<ArrayBuffer>;
  #at = 0;

  constructor(blob: Blob) {
    this.#bytes = blob.arrayBuffer();
  }

  async read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#bytes;
    const at = this.#at;
    this.#at += length;
    if (this.#at > bytes.byteLength) throw ended();
    return new Uint8Array(bytes, at, length);
  }
}

function streamSource(blob: Blob): Source {
  try {
    return new OwnBufferSource(blob.stream().getReader({ mode: 'byob' }));
  } catch {
    // Not every browser's blobs are byte streams.
    return new ChunkSource(blob.stream().getReader());
  }
}

/** Fills two buffers by turns, so that nothing is allocated on the way. */
class OwnBufferSource implements Source {
  readonly #reader: ReadableStreamBYOBReader;
  #buffers: readonly [ArrayBuffer, ArrayBuffer] = [new ArrayBuffer(0), new ArrayBuffer(0)];

  constructor(reader: ReadableStreamBYOBReader) {
    this.#reader = reader;
  }

  async read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const [older, newer] = this.#buffers;
    let buffer = older.byteLength < length ? new ArrayBuffer(length) : older;
    let filled = 0;
    while (filled < length) {
      const { value, done } = await this.#reader.read(new Uint8Array(buffer, filled, length - filled));
      if (done || value === undefined) throw ended();
      filled += value.byteLength;
      buffer = value.buffer as ArrayBuffer;
    }
    this.#buffers = [newer, buffer];
    return new Uint8Array(buffer, 0, length);
  }
}

class ChunkSource implements Source {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array();

  constructor(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>) {
    this.#reader = reader;
  }

  async read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#rest.byteLength === 0) {
        const { value, done } = await this.#reader.read();
        if (done) throw ended();
        this.#rest = value;
      }
      const part = this.#rest.subarray(0, length - filled);
      bytes.set(part, filled);
      filled += part.byteLength;
      this.#rest = this.#rest.subarray(part.byteLength);
    }
    return bytes;
  }
}

function ended(): Error {
  return new Error('The file is shorter than it was.');
}
