import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerStream, StreamPort } from '../../src/worker/stream.ts';
import type { StreamAnswer, StreamRequest } from '../../src/worker/stream-protocol.ts';

beforeEach(() => void vi.stubGlobal('navigator', { languages: ['en'] }));

const LENGTH = 70_000;
const ports: MessagePort[] = [];

afterEach(() => {
  vi.useRealTimers();
  for (const port of ports.splice(0)) port.close();
});

type Answering = (request: StreamRequest, say: (answer: StreamAnswer) => void) => void;

const content = (offset: number, length: number) =>
  Uint8Array.from({ length }, (_, at) => ((offset + at) * 7) & 0xff);

/** Answers each read with a little less than it was asked for, as a page does at the end of a piece. */
const serve: Answering = (request, say) => {
  if (request.type === 'read')
    say({ type: 'bytes', bytes: content(request.offset, Math.min(request.length, 5_000)) });
  if (request.type === 'ping') say({ type: 'pong' });
};

/** A page; the worker's port to it, and what it heard. */
function page(answer: Answering = serve, mediaType = 'video/mp4', length = LENGTH) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const heard: string[] = [];
  port1.onmessage = ({ data }: MessageEvent<StreamRequest>) => {
    heard.push(data.type);
    answer(data, (said) => port1.postMessage(said));
  };
  port1.postMessage({ type: 'mine', length, mediaType } satisfies StreamAnswer);
  return { port: port2, heard };
}

function stranger(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  port1.postMessage({ type: 'not-mine' } satisfies StreamAnswer);
  return port2;
}

interface Asking {
  readonly range?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly destination?: RequestDestination;
  readonly mode?: RequestMode;
}

function ask(ask: readonly MessagePort[], asking: Asking = {}): Promise<Response> {
  const { range, method = 'GET', destination = 'video', mode = 'no-cors' } = asking;
  const headers = new Headers({ ...asking.headers, ...(range === undefined ? {} : { Range: range }) });
  return answerStream({ method, headers, destination, mode }, 'id', () => StreamPort.find(ask));
}

/** What was said before over any port has arrived. */
async function passed(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  for (let round = 0; round < 2; round++) {
    const isThere = new Promise((resolve) => {
      port1.onmessage = resolve;
    });
    port2.postMessage(round);
    await isThere;
  }
  port1.close();
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

describe('a request', () => {
  test('without a range is answered with all of it', async () => {
    const { port, heard } = page();
    const response = await ask([stranger(), port]);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe(String(LENGTH));
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(await bytesOf(response)).toEqual(content(0, LENGTH));
    await vi.waitFor(() => expect(heard.at(-1)).toBe('closed'));
  });

  test.each([
    ['bytes=0-1', 0, 1],
    ['bytes=100-19999', 100, 19_999],
    ['bytes=65000-', 65_000, LENGTH - 1],
    ['bytes=-5', LENGTH - 5, LENGTH - 1],
  ])('for %s is answered with exactly that', async (range, first, last) => {
    const response = await ask([page().port], { range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/${LENGTH}`);
    expect(response.headers.get('content-length')).toBe(String(last - first + 1));
    expect(await bytesOf(response)).toEqual(content(first, last - first + 1));
  });

  test('for what lies beyond the end is refused, and the length told', async () => {
    const { port, heard } = page();
    const response = await ask([port], { range: `bytes=${LENGTH}-` });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe(`bytes */${LENGTH}`);
    await vi.waitFor(() => expect(heard).toEqual(['closed']));
  });

  test('of another file than ours gets the whole', async () => {
    const headers = { 'If-Range': '"other"' };
    const response = await ask([page().port], { range: 'bytes=5-9', headers });
    expect(response.status).toBe(200);
    const again = await ask([page().port], {
      range: 'bytes=5-9',
      headers: { 'If-Range': response.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(206);
  });

  test('HEAD tells the same and reads nothing', async () => {
    const { port, heard } = page();
    const response = await ask([port], { method: 'HEAD', range: 'bytes=5-9' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-length')).toBe('5');
    expect(await bytesOf(response)).toHaveLength(0);
    await vi.waitFor(() => expect(heard).toEqual(['closed']));
  });

  test('to write is refused', async () => {
    expect((await ask([page().port], { method: 'PUT' })).status).toBe(405);
  });
});

describe('nothing of it runs', () => {
  test('what is no inert type is not given out, whatever a page says', async () => {
    for (const type of ['text/html', 'image/svg+xml', 'text/javascript', 'text/plain']) {
      expect((await ask([page(serve, type).port])).status).toBe(403);
    }
  });

  test('no tab and no frame of its own, but for a PDF in a frame', async () => {
    const navigate = { mode: 'navigate', range: 'bytes=0-4' } as const;
    const asked = [
      ask([page().port], { ...navigate, destination: 'document' }),
      ask([page().port], { ...navigate, destination: 'iframe' }),
      ask([page(serve, 'application/pdf').port], { ...navigate, destination: 'document' }),
      ask([page(serve, 'application/pdf').port], { ...navigate, destination: 'iframe' }),
    ];
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([403, 403, 403, 206]);
  });

  test('every answer forbids it', async () => {
    const answers = await Promise.all([
      ask([page().port]),
      ask([page().port], { range: 'bytes=9-' }),
      ask([page().port], { range: `bytes=${LENGTH}-` }),
      ask([page().port], { destination: 'document' }),
      ask([page().port], { method: 'POST' }),
      ask([stranger()]),
    ]);
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('content-type')).toMatch(/^(video\/mp4|text\/plain; charset=utf-8)$/);
    }
  });
});

describe('a page', () => {
  test('that has it not, or is not there, ends in a refusal', async () => {
    expect((await ask([])).status).toBe(404);
    expect((await ask([stranger(), stranger()])).status).toBe(404);
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    expect(await StreamPort.find([port2], { timeoutMs: 10 })).toBeNull();
  });

  test('tells once when nobody reads any more', async () => {
    const onClosed = vi.fn();
    const stream = await StreamPort.find([page().port], { onClosed });
    expect(onClosed).not.toHaveBeenCalled();
    stream?.close();
    stream?.close();
    expect(onClosed).toHaveBeenCalledOnce();
  });

  test('that fails fails the body: it never just ends early', async () => {
    let reads = 0;
    const { port } = page((request, say) => {
      if (request.type === 'read' && ++reads === 2) say({ type: 'failed', message: 'the piece is lost' });
      else serve(request, say);
    });
    await expect(bytesOf(await ask([port]))).rejects.toThrow('the piece is lost');
  });

  test('that waits for a piece may wait, and one that is gone may not', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let goOn = () => {};
    const { port, heard } = page((request, say) => {
      if (request.type === 'read') goOn = () => serve(request, say);
      else if (request.type === 'ping' && heard.length < 8) say({ type: 'pong' });
    });
    const response = await ask([port], { range: 'bytes=0-9999' });
    const reading = bytesOf(response).catch((error: Error) => error.message);
    await vi.waitFor(() => expect(heard).toEqual(['read']));
    for (let pings = 1; pings <= 3; pings++) {
      vi.advanceTimersByTime(10_000);
      await vi.waitFor(() => expect(heard).toHaveLength(1 + pings));
      await passed();
    }
    goOn();
    await vi.waitFor(() => expect(heard).toEqual(['read', 'ping', 'ping', 'ping', 'read']));
    for (let round = 0; round < 8; round++) {
      vi.advanceTimersByTime(10_000);
      await passed();
    }
    expect(await reading).toBe('The page does not answer.');
  });

  test('hears when the browser wants no more, and is read no further than what is taken', async () => {
    const { port, heard } = page();
    const response = await ask([port]);
    const reader = response.body?.getReader();
    await reader?.read();
    expect(heard).toEqual(['read']);
    await reader?.cancel();
    await vi.waitFor(() => expect(heard).toEqual(['read', 'closed']));
  });
});
