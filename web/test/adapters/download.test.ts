import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Download } from '../../src/worker/download.ts';
import type { DownloadAnswer, DownloadEvent, DownloadManifest } from '../../src/worker/download-protocol.ts';

beforeEach(() => void vi.stubGlobal('navigator', { languages: ['en'] }));

const LENGTH = 2_500_000;
const manifest: DownloadManifest = {
  id: 'id',
  name: 'a.bin',
  files: [{ path: 'a.bin', length: LENGTH, lastModified: 0 }],
  zip: false,
};

const ports: MessagePort[] = [];

/** The page's end of a download: answers as told, and remembers what it heard. */
function offer(answer: (event: DownloadEvent) => DownloadAnswer | null) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const heard: string[] = [];
  port1.onmessage = (event: MessageEvent<DownloadEvent>) => {
    heard.push(event.data.type);
    const reply = answer(event.data);
    if (reply !== null) port1.postMessage(reply);
  };
  let ends = 0;
  const download = new Download(manifest, port2, () => {
    ends++;
  });
  return { download, heard, ends: () => ends };
}

function serve(event: DownloadEvent): DownloadAnswer | null {
  if (event.type === 'started') return { type: 'ready' };
  return event.type === 'read' ? { type: 'bytes', bytes: new Uint8Array(event.length).fill(5) } : null;
}

afterEach(() => {
  vi.useRealTimers();
  for (const port of ports.splice(0)) port.close();
});

test('streams what the page reads, with its exact length', async () => {
  const { download, heard, ends } = offer(serve);
  const response = await download.respond();
  expect(response.headers.get('content-length')).toBe(String(LENGTH));
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await response.arrayBuffer()).byteLength).toBe(LENGTH);
  await vi.waitFor(() => expect(heard).toEqual(['offered', 'started', 'read', 'read', 'read', 'done']));
  expect(ends()).toBe(1);
});

test('an abort of the page fails the body: it never just ends early', async () => {
  let reads = 0;
  const { download, ends } = offer((event) => {
    if (event.type === 'read') reads++;
    return reads === 2 ? { type: 'abort', message: 'the file is gone' } : serve(event);
  });
  const response = await download.respond();
  await expect(response.arrayBuffer()).rejects.toThrow('the file is gone');
  expect(ends()).toBe(1);
});

test('whoever drops the body is reported as a cancel', async () => {
  const { download, heard } = offer(serve);
  const response = await download.respond();
  await response.body?.cancel();
  await vi.waitFor(() => expect(heard).toContain('cancelled'));
});

test('a page that does not answer is refused with 503', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { download, ends } = offer(() => null);
  const response = download.respond();
  await vi.advanceTimersByTimeAsync(10_000);
  expect((await response).status).toBe(503);
  expect(ends()).toBe(1);
});
