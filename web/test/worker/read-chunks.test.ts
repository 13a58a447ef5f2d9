import { expect, test } from 'vitest';
import { readChunks } from '../../src/worker/read-chunks.ts';

const bytes = Uint8Array.from({ length: 1_000_003 }, (_, at) => (at * 31 + (at >> 7)) & 0xff);
const CHUNK = 65_536;

/** Each chunk copied, because the next overwrites it. */
async function copies(blob: Blob, patienceMs?: number): Promise<Uint8Array[]> {
  const read: Uint8Array[] = [];
  for await (const chunk of readChunks(blob, CHUNK, patienceMs === undefined ? {} : { patienceMs })) {
    read.push(chunk.slice());
  }
  return read;
}

function expectWhole(read: readonly Uint8Array[]): void {
  expect(Buffer.concat(read).equals(bytes)).toBe(true);
  expect(read.slice(0, -1).every(({ byteLength }) => byteLength === CHUNK)).toBe(true);
}

/** A file whose streams are `stream()`; its slices are as usual. */
function withStream(stream: () => ReadableStream<Uint8Array<ArrayBuffer>>): Blob {
  const blob = new Blob([bytes]);
  blob.stream = stream;
  return blob;
}

/** Answers as many reads as told, in parts of 10,000 bytes, and then what `then` says. */
function streamOf(reads: number, then: 'silence' | 'failure' | 'end') {
  let at = 0;
  let count = 0;
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const { view } = controller.byobRequest ?? {};
      if (!view) throw new Error('not read into a buffer');
      if (count++ < reads) {
        const part = bytes.subarray(at, at + Math.min(10_000, view.byteLength));
        new Uint8Array(view.buffer, view.byteOffset).set(part);
        at += part.byteLength;
        controller.byobRequest?.respond(part.byteLength);
        return;
      }
      if (then === 'silence') return new Promise<void>(() => {});
      if (then === 'failure') return controller.error(new DOMException('gone', 'NotReadableError'));
      controller.close();
      controller.byobRequest?.respond(0);
    },
  });
}

test('gives a file in chunks of equal length', async () => {
  expectWhole(await copies(new Blob([bytes])));
});

test('gives a short file at once, and nothing of an empty one', async () => {
  expect(await copies(new Blob([bytes.subarray(0, 9)]))).toEqual([bytes.slice(0, 9)]);
  expect(await copies(new Blob([]))).toEqual([]);
});

test.each([0, 1, 9, 40])('goes on without a stream that falls silent after %i answers', async (answers) => {
  expectWhole(
    await copies(
      withStream(() => streamOf(answers, 'silence')),
      20,
    ),
  );
});

test('does without streams that cannot read into a buffer', async () => {
  const plain = () => new ReadableStream<Uint8Array<ArrayBuffer>>();
  expectWhole(await copies(withStream(plain)));
});

test('tells what went wrong with the file', async () => {
  const failing = withStream(() => streamOf(30, 'failure'));
  await expect(copies(failing)).rejects.toMatchObject({ name: 'NotReadableError' });
});

test('ends where the file does', async () => {
  const read = await copies(withStream(() => streamOf(4 * 7 + 2, 'end')));
  expect(Buffer.concat(read).equals(bytes.subarray(0, 4 * CHUNK + 20_000))).toBe(true);
});
