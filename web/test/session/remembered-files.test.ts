import { afterAll, expect, test, vi } from 'vitest';
import { type Library, openLibrary, type ShareRecord } from '../../src/adapters/library-store.ts';
import {
  contents,
  eventually,
  fileOf,
  hashOf,
  recordOf,
  settle,
  storage,
  Tab,
  torrentOf,
} from './browser.ts';

/** Files whose handles the browser keeps, and hands out after a click. */
const { files, ShareFileError } = vi.hoisted(() => {
  class ShareFileError extends Error {
    readonly code: string;
    constructor(code: string) {
      super(code);
      this.code = code;
    }
  }
  return { files: new Map<string, File>(), ShareFileError };
});
vi.mock('../../src/adapters/share-files.ts', () => ({
  ShareFileError,
  reopenFiles: async (remembered: readonly { readonly path: string }[], { ask }: { ask: boolean }) => {
    if (!ask) throw new ShareFileError('permission-needed');
    return remembered.map(({ path }) => ({ path, file: files.get(path) }));
  },
}));

const { quota } = storage;
storage.quota = 1_000;
afterAll(() => {
  storage.quota = quota;
});

let films = 200;
/** A share too large to copy, remembered by its handle. */
async function remembered(): Promise<{ torrent: Awaited<ReturnType<typeof torrentOf>>; library: Library }> {
  films++;
  const picked = fileOf(`film ${films}.bin`, contents(2, films));
  files.set(picked.path, picked.file);
  const torrent = await torrentOf(picked.path, [picked]);
  const handle = { getFile: async () => picked.file } as unknown as FileSystemFileHandle;
  const record: ShareRecord = recordOf(torrent, {
    role: 'seed',
    completed: true,
    persistence: 'handle',
    handles: [{ path: picked.path, handle }],
  });
  return {
    torrent,
    library: {
      ...openLibrary(),
      list: async () => ({ records: [record], damaged: [] }),
      get: async () => record,
    },
  };
}

test('files read again are served at once: who waited for them is met anew', async () => {
  const { torrent, library } = await remembered();
  const tab = await Tab.open(library);
  await eventually(() =>
    expect(tab.shows(torrent)).toMatchObject({ needsPermission: true, progress: 0, problem: null }),
  );
  expect(tab.said('join', torrent).map(({ left }) => left)).toEqual([131_072]);
  tab.session.grantAccess(tab.keyOf(torrent));
  await eventually(() =>
    expect(tab.shows(torrent)).toMatchObject({ needsPermission: false, state: 'seeding', progress: 1 }),
  );
  expect(tab.said('leave', torrent)).toHaveLength(1);
  expect(tab.said('join', torrent).map(({ left }) => left)).toEqual([131_072, 0]);
});

test('files read again in a tab that only showed the share are served from there', async () => {
  const { torrent, library } = await remembered();
  const first = await Tab.open(library);
  await eventually(() => expect(first.shows(torrent)).toMatchObject({ needsPermission: true }));
  const second = await Tab.open(library);
  await eventually(() =>
    expect(second.shows(torrent)).toMatchObject({ role: 'viewer', needsPermission: true }),
  );
  second.session.grantAccess(second.keyOf(torrent));
  const served = { state: 'seeding', progress: 1, needsPermission: false };
  await eventually(() => expect(second.shows(torrent)).toMatchObject({ ...served, role: 'runner' }));
  await eventually(() => expect(first.shows(torrent)).toMatchObject({ ...served, role: 'viewer' }));
  await settle();
  expect(hashOf(torrent)).toBe(first.shows(torrent)?.infoHash);
});
