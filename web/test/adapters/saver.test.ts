import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type SaveOptions, type SaveProblem, type Saving, saveDownload } from '../../src/adapters/saver.ts';
import { WORKER_CHANGE } from '../../src/adapters/service-worker.ts';
import { unlessElsewhere } from '../../src/adapters/topic-lock.ts';
import { FakeLocks } from '../session/locks.ts';

const GIB = 1024 * 1024 * 1024;

/** What the browser was given to download, and under which name. */
const clicked: { readonly name: string; readonly blob: Blob }[] = [];

beforeEach(() => {
  clicked.length = 0;
  const blobs = new Map<string, Blob>();
  // A page over plain http: no service worker.
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('document', {
    createElement: () => ({
      href: '',
      download: '',
      click(this: { readonly href: string; readonly download: string }) {
        clicked.push({ name: this.download, blob: blobs.get(this.href) ?? new Blob(['nothing']) });
      },
    }),
  });
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob as Blob);
    return url;
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Saves to the end; `null` when all went well. */
function saved(
  options: Pick<SaveOptions, 'files' | 'read'>,
  save = saveDownload,
): Promise<SaveProblem | null> {
  return new Promise((resolve) => {
    save({
      name: 'film.bin',
      zip: false,
      onProgress: () => undefined,
      onDone: () => resolve(null),
      onError: resolve,
      ...options,
    });
  });
}

test('without a service worker the file is put together and downloaded', async () => {
  const bytes = Uint8Array.from({ length: 2_500_000 }, (_, at) => at * 7);
  const files = [{ path: 'film.bin', length: bytes.length }];
  const read = async (_: number, offset: number, length: number) => bytes.slice(offset, offset + length);
  expect(await saved({ files, read })).toBeNull();
  expect(clicked.map(({ name }) => name)).toEqual(['film.bin']);
  const whole = new Uint8Array((await clicked[0]?.blob.arrayBuffer()) ?? new ArrayBuffer(0));
  expect(Buffer.compare(whole, bytes)).toBe(0);
});

test('more than any browser is sure to hold is refused before anything is read, with what to do', async () => {
  const read = vi.fn(async () => new Uint8Array());
  const problem = await saved({ files: [{ path: 'film.bin', length: 3 * GIB }], read });
  expect(problem).toMatchObject({ code: 'save-unsupported', message: expect.stringContaining('https://') });
  expect(read).not.toHaveBeenCalled();
});

test('a piece that was lost is told as such, and nothing is downloaded', async () => {
  const read = () => Promise.reject(Object.assign(new Error('lost'), { code: 'piece-lost' }));
  expect(await saved({ files: [{ path: 'film.bin', length: 10 }], read })).toMatchObject({
    code: 'piece-lost',
  });
  expect(clicked).toEqual([]);
});

test('a save that is cancelled reads nothing more, and nothing is downloaded', async () => {
  let saving: Saving | undefined;
  let served = 0;
  const problem = await new Promise<SaveProblem | null>((resolve) => {
    saving = saveDownload({
      name: 'film.bin',
      zip: false,
      files: [{ path: 'film.bin', length: 100 * 1024 * 1024 }],
      read: async (_, __, length) => {
        if (++served === 3) saving?.cancel();
        return new Uint8Array(length);
      },
      onProgress: () => undefined,
      onDone: () => resolve(null),
      onError: resolve,
    });
  });
  expect(problem).toMatchObject({ code: 'save-cancelled' });
  const servedByThen = served;
  await new Promise((resolve) => setTimeout(resolve));
  expect(served - servedByThen).toBeLessThanOrEqual(1);
  expect(clicked).toEqual([]);
});

test('a service worker that never gets ready is done without', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('navigator', {
    serviceWorker: { register: async () => ({}), ready: new Promise(() => undefined) },
  });
  // Whether there is one is asked once a page.
  vi.resetModules();
  const { saveDownload: save } = await import('../../src/adapters/saver.ts');
  const files = [{ path: 'film.bin', length: 3 }];
  const ending = saved({ files, read: async () => new Uint8Array([1, 2, 3]) }, save);
  await vi.advanceTimersByTimeAsync(9_999);
  expect(clicked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  vi.useRealTimers();
  expect(await ending).toBeNull();
  expect(clicked.map(({ blob }) => blob.size)).toEqual([3]);
});

test('the worker that is offered a download is the one that stays, and it stays until the end', async () => {
  const offers: string[] = [];
  const [older, newer] = ['older', 'newer'].map((name) => ({
    postMessage(message: { readonly type: string }) {
      if (message.type === 'flockdrop-download') offers.push(name);
    },
  }));
  const registration = { active: older };
  vi.stubGlobal('navigator', {
    locks: new FakeLocks(),
    serviceWorker: { register: async () => ({}), ready: Promise.resolve(registration) },
  });
  vi.resetModules();
  const { saveDownload: save } = await import('../../src/adapters/saver.ts');
  const change = () => unlessElsewhere(WORKER_CHANGE, async () => undefined);
  let changed = (): void => undefined;
  const changing = unlessElsewhere(
    WORKER_CHANGE,
    () =>
      new Promise((resolve) => {
        changed = resolve;
      }),
  );

  let saving: Saving | undefined;
  const ending = saved({ files: [{ path: 'film.bin', length: 3 }], read: vi.fn() }, (options) => {
    saving = save(options);
    return saving;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(offers).toEqual([]);
  registration.active = newer;
  changed();
  expect(await changing).toBe(true);
  await vi.waitFor(() => expect(offers).toEqual(['newer']));
  expect(await change()).toBe(false);
  saving?.cancel();
  expect(await ending).toMatchObject({ code: 'save-cancelled' });
  expect(await change()).toBe(true);
});
