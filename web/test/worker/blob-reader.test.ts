import { describe, expect, test } from 'vitest';
import { BlobReader } from '../../src/worker/blob-reader.ts';

const MIB = 1024 * 1024;
const bytes = Uint8Array.from({ length: 5 * MIB + 3 }, (_, at) => Math.imul(at, 0x9e3779b1) >>> 24);

/** A blob of a browser whose blobs stream no bytes into foreign buffers. */
class ChunkBlob extends Blob {
  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const chunks = [bytes.slice(0, 100), bytes.slice(100, 3 * MIB), bytes.slice(3 * MIB)];
    return new ReadableStream({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
    });
  }
}

describe.each([
  ['a short blob', new Blob([bytes.subarray(0, 3 * MIB)])],
  ['a long blob', new Blob([bytes])],
  ['a long blob that streams only its own chunks', new ChunkBlob([bytes])],
])('%s', (_, blob) => {
  test('comes in portions of any length, each good until the one after the next', async () => {
    const reader = new BlobReader(blob);
    const lengths = [1, 70_000, 2 * MIB, 5, MIB - 70_006];
    let at = 0;
    let previous: { readonly read: Uint8Array; readonly from: number } | null = null;
    for (const length of lengths) {
      const read = await reader.read(length);
      expect(Buffer.from(read).equals(bytes.subarray(at, at + length))).toBe(true);
      if (previous !== null) {
        const { read: kept, from } = previous;
        expect(Buffer.from(kept).equals(bytes.subarray(from, from + kept.length))).toBe(true);
      }
      previous = { read, from: at };
      at += length;
    }
  });

  test('ends with an error where more is asked for than there is', async () => {
    const reader = new BlobReader(blob);
    await reader.read(blob.size);
    await expect(reader.read(1)).rejects.toThrow('shorter');
  });
});
