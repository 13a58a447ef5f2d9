import { afterEach, expect, test, vi } from 'vitest';
import { composeBlob } from '../../src/adapters/compose-blob.ts';

const MIB = 1024 * 1024;

afterEach(() => vi.unstubAllGlobals());

/** MiB by MiB, each filled with its number; `failsAt` breaks it there. */
function stream(count: number, failsAt = Number.POSITIVE_INFINITY): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= failsAt) throw Object.assign(new Error('lost'), { code: 'piece-lost' });
      if (at < count) controller.enqueue(new Uint8Array(MIB).fill(at++));
      else controller.close();
    },
  });
}

test.each([0, 1, 16, 37])('%i MiB come out as they went in', async (count) => {
  const bytes = new Uint8Array(await (await composeBlob(stream(count))).arrayBuffer());
  expect(bytes.byteLength).toBe(count * MIB);
  for (let at = 0; at < count; at++) {
    expect([bytes[at * MIB], bytes[(at + 1) * MIB - 1]]).toEqual([at, at]);
  }
});

test('what breaks the stream is what is told', async () => {
  await expect(composeBlob(stream(37, 20))).rejects.toMatchObject({ code: 'piece-lost' });
});

test('a blob that the browser could not keep is no file', async () => {
  class Unkept extends Blob {
    override arrayBuffer(): Promise<ArrayBuffer> {
      return Promise.reject(new DOMException('', 'NotReadableError'));
    }
    override slice(): Blob {
      return new Unkept();
    }
  }
  vi.stubGlobal('Blob', Unkept);
  await expect(composeBlob(stream(1))).rejects.toMatchObject({ code: 'save-no-room' });
});

test('cancelled between two parts, it reads nothing more and lets go of the stream', async () => {
  const cancelling = new AbortController();
  const onCancel = vi.fn();
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(MIB));
        if (pulled === 20) cancelling.abort(new Error('enough'));
      },
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  );
  await expect(composeBlob(endless, cancelling.signal)).rejects.toThrow('enough');
  expect(onCancel).toHaveBeenCalledOnce();
  expect(pulled).toBe(20);
});

test('cancelled while the stream gives nothing, it does not wait for it', async () => {
  const cancelling = new AbortController();
  const onCancel = vi.fn();
  const silent = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: () => new Promise(() => undefined),
    cancel: onCancel,
  });
  const composing = composeBlob(silent, cancelling.signal);
  cancelling.abort(new Error('enough'));
  await expect(composing).rejects.toThrow('enough');
  expect(onCancel).toHaveBeenCalledOnce();
});

test('without room, whoever fills the stream stops', async () => {
  const onCancel = vi.fn();
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(new Uint8Array(MIB)),
    cancel: onCancel,
  });
  class Unkept extends Blob {
    override slice(): Blob {
      return { arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) } as Blob;
    }
  }
  vi.stubGlobal('Blob', Unkept);
  vi.stubGlobal(
    'Response',
    class {
      readonly #body: ReadableStream;
      constructor(body: ReadableStream) {
        this.#body = body;
      }
      async blob(): Promise<Blob> {
        await this.#body.getReader().read();
        return new Unkept();
      }
    },
  );
  await expect(composeBlob(endless)).rejects.toMatchObject({ code: 'save-no-room' });
  expect(onCancel).toHaveBeenCalledOnce();
});
