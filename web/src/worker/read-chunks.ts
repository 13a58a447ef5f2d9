/**
 * Reads a file from its start to its end, in chunks of equal length.
 *
 * As a stream into one buffer, which costs half of what reading slices does; a stream that stops answering, as
 * Chromium's sometimes do, or that a browser does not have is gone on without: docs/decisions/0006-reading-files.md.
 */

/** A stream that has not answered for so long is given up. Slices answer late as well when it is the disk that is slow. */
const PATIENCE_MS = 2_000;

/**
 * The bytes of `blob` in order: `length` bytes at a time, the last chunk may be shorter. A chunk is overwritten when
 * the next one is asked for. Rejects as the browser does when the file cannot be read or has changed; ends early,
 * without an error, where the file does.
 */
export async function* readChunks(
  blob: Blob,
  length: number,
  { patienceMs = PATIENCE_MS } = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let at = 0;
  const stream = blob.size > length ? openStream(blob) : null;
  try {
    let buffer = new ArrayBuffer(length);
    while (stream !== null && at < blob.size) {
      const chunk = await withPatience(fill(stream, buffer, Math.min(length, blob.size - at)), patienceMs);
      if (chunk === null) break;
      if (chunk.byteLength === 0) return;
      at += chunk.byteLength;
      buffer = chunk.buffer;
      yield chunk;
    }
  } finally {
    // Not awaited: one that does not answer does not end either.
    stream?.cancel().catch(() => {});
  }
  for (; at < blob.size; at += length) {
    yield new Uint8Array(await blob.slice(at, at + length).arrayBuffer());
  }
}

/** `null` where the browser's streams of files cannot read into a buffer of ours. */
function openStream(blob: Blob): ReadableStreamBYOBReader | null {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}

/** The next `length` bytes, fewer at the end of the file. `buffer` is given away. */
async function fill(
  stream: ReadableStreamBYOBReader,
  buffer: ArrayBuffer,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array(buffer, 0, 0);
  while (bytes.byteLength < length) {
    const have = bytes.byteLength;
    // `min` spares a turn for each 64 KiB where it is known, and is ignored elsewhere.
    const rest = new Uint8Array(bytes.buffer, have, length - have);
    const { value, done } = await stream.read(rest, { min: length - have });
    if (value === undefined) throw new DOMException('The file can no longer be read.', 'NotReadableError');
    bytes = new Uint8Array(value.buffer, 0, have + value.byteLength);
    if (done) break;
  }
  return bytes;
}

/** `null` when it takes longer. */
async function withPatience<T>(answer: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    // Given up or not, its failure is nobody's surprise.
    answer.catch(() => {});
  }
}
