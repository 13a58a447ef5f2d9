import { expect, test, vi } from 'vitest';
import {
  type Library,
  openLibrary,
  type ShareRecord,
  type StoredFolder,
} from '../../src/adapters/library-store.ts';
import { FakeDisk } from '../adapters/fake-folder.ts';
import {
  contents,
  eventually,
  fileOf,
  hashOf,
  recordOf,
  remember,
  saves,
  settle,
  shows,
  store,
  Tab,
  torrentOf,
} from './browser.ts';

/** What the person picks, and whether the browser lets the page write there without asking. */
const asked = vi.hoisted(() => ({
  folder: null as FileSystemDirectoryHandle | null,
  mayWrite: true,
  mayWriteWhenAsked: true,
}));
vi.mock('../../src/adapters/folder-picker.ts', () => ({
  canPickFolder: () => true,
  pickFolder: async () => asked.folder,
  mayWrite: async (_: unknown, ask: boolean) => (ask ? asked.mayWriteWhenAsked : asked.mayWrite),
}));

/** Handles that are played cannot be cloned into the database: they are kept beside it. */
const folders = new Map<string, StoredFolder | null>();
const real = openLibrary();
const withFolder = (record: ShareRecord): ShareRecord => ({
  ...record,
  folder: folders.get(record.infoHash) ?? null,
});
const library: Library = {
  ...real,
  async list() {
    const { records, damaged } = await real.list();
    return { records: records.map(withFolder), damaged };
  },
  async get(infoHash) {
    const record = await real.get(infoHash);
    return record === null ? null : withFolder(record);
  },
  patch(infoHash, { folder, ...change }) {
    if (folder !== undefined) folders.set(infoHash, folder);
    return real.patch(infoHash, change);
  },
};

let albums = 900;

/** Files of two pieces each, or as many as are said, of which those named are stored; the tab opens with it. */
async function album(
  stored: readonly number[],
  change: Partial<ShareRecord> = {},
  lengths: readonly number[] = [2, 2],
) {
  albums++;
  const files = lengths.map((pieces, nth) => fileOf(`${nth}.bin`, contents(pieces, 10 * albums + nth)));
  const torrent = await torrentOf(`album ${albums}`, files);
  const pieces = stored.flatMap((nth) => {
    const { firstPiece, pieceCount } = torrent.info.geometry.files[nth] ?? { firstPiece: 0, pieceCount: 0 };
    return Array.from({ length: pieceCount }, (_, at) => firstPiece + at);
  });
  const whole = fileOf('all', new Uint8Array(await new Blob(files.map(({ file }) => file)).arrayBuffer()));
  await store(torrent, whole, pieces);
  await remember(recordOf(torrent, { paused: true, ...change }));
  const disk = new FakeDisk();
  asked.folder = disk.folder;
  return { torrent, disk, names: files.map((file) => `album ${albums}/${file.path}`), files };
}

type Album = Awaited<ReturnType<typeof album>>;

async function isSaved({ disk, names, files }: Album, ...which: readonly number[]): Promise<void> {
  expect([...disk.files().keys()].sort()).toEqual(which.map((nth) => names[nth]));
  for (const nth of which) {
    const saved = disk.files().get(names[nth] ?? '') ?? new Uint8Array();
    const bytes = new Uint8Array((await files[nth]?.file.arrayBuffer()) ?? new ArrayBuffer(0));
    expect(Buffer.compare(saved, bytes), names[nth]).toBe(0);
  }
}

const selectFirst = (tab: Tab, { torrent }: Album) =>
  tab.session.select(tab.keyOf(torrent), { files: [1], priority: 0 });

test('a complete share goes into the folder that is chosen, and that is said', async () => {
  const made = await album([0, 1], { completed: true });
  const tab = await Tab.open(library);
  await shows(tab, made.torrent, {
    progress: 1,
    folder: { name: null, isUnfinished: false },
    lastSave: null,
  });
  tab.session.saveIntoFolder(tab.keyOf(made.torrent), 'new');
  await shows(tab, made.torrent, {
    saving: null,
    lastSave: { folder: 'Chosen' },
    folder: { name: 'Chosen', isUnfinished: false },
  });
  await isSaved(made, 0, 1);
});

test('what is not here yet follows as it arrives, and no file is begun before it is whole', async () => {
  const made = await album([0]);
  const { torrent } = made;
  const tab = await Tab.open(library);
  await shows(tab, torrent, { progress: 0.5 });
  tab.session.saveIntoFolder(tab.keyOf(torrent), 'new');
  await shows(tab, torrent, {
    saving: { bytes: 131_072, length: 262_144, folder: 'Chosen', isWaiting: true },
  });
  await isSaved(made, 0);
  // Whoever wants no more than is here waits for nothing.
  selectFirst(tab, made);
  await shows(tab, torrent, { saving: null, lastSave: { folder: 'Chosen' } });
  await isSaved(made, 0);
});

test('small files go several at a time, large ones one by one: each needs its pieces in memory', async () => {
  const lengths = [17, 17, 17, 1, 1, 1, 1, 1];
  const made = await album([...lengths.keys()], { completed: true }, lengths);
  const begun = new Set<string>();
  const closed = new Set<string>();
  const most = { large: 0, small: 0 };
  made.disk.fault = ({ kind, path }) => {
    if (kind === 'make') begun.add(path);
    if (kind === 'close') closed.add(path);
    const open = [...begun].filter((one) => !closed.has(one));
    const large = open.filter((one) => /[012]\.bin$/.test(one)).length;
    most.large = Math.max(most.large, large);
    most.small = Math.max(most.small, open.length - large);
  };
  const tab = await Tab.open(library);
  await shows(tab, made.torrent, { progress: 1 });
  tab.session.saveIntoFolder(tab.keyOf(made.torrent), 'new');
  await shows(tab, made.torrent, { lastSave: { folder: 'Chosen' } });
  await isSaved(made, ...lengths.keys());
  expect(most.large).toBe(1);
  expect(most.small).toBeGreaterThan(1);
});

test('cancelled, it is not gone on with by itself; what was written stays', async () => {
  const made = await album([0]);
  const tab = await Tab.open(library);
  await shows(tab, made.torrent, { progress: 0.5 });
  tab.session.saveIntoFolder(tab.keyOf(made.torrent), 'new');
  await shows(tab, made.torrent, { saving: { isWaiting: true } });
  tab.session.cancelSaving(tab.keyOf(made.torrent));
  const over = {
    saving: null,
    lastSave: null,
    problem: null,
    folder: { name: 'Chosen', isUnfinished: false },
  };
  await shows(tab, made.torrent, over);
  await isSaved(made, 0);
});

test('after a reload it goes on by itself where the browser lets it, else after a click', async () => {
  for (const mayWrite of [true, false]) {
    const made = await album([0, 1], { completed: true });
    folders.set(hashOf(made.torrent), { handle: made.disk.folder, isUnfinished: true });
    asked.mayWrite = mayWrite;
    const tab = await Tab.open(library);
    if (!mayWrite) {
      await shows(tab, made.torrent, { progress: 1, folder: { name: 'Chosen', isUnfinished: true } });
      expect(made.disk.files().size).toBe(0);
      tab.session.saveIntoFolder(tab.keyOf(made.torrent), 'chosen');
    }
    await shows(tab, made.torrent, { lastSave: { folder: 'Chosen' }, folder: { isUnfinished: false } });
    await isSaved(made, 0, 1);
  }
  asked.mayWrite = true;
});

test('a disk that fails is told, and a click goes on', async () => {
  const made = await album([0, 1], { completed: true });
  const tab = await Tab.open(library);
  await shows(tab, made.torrent, { progress: 1 });
  made.disk.capacity = 200_000;
  tab.session.saveIntoFolder(tab.keyOf(made.torrent), 'new');
  await shows(tab, made.torrent, {
    saving: null,
    problem: { code: 'save-disk-full' },
    folder: { isUnfinished: true },
  });
  made.disk.capacity = 1e9;
  tab.session.saveIntoFolder(tab.keyOf(made.torrent), 'chosen');
  await shows(tab, made.torrent, { problem: null, lastSave: { folder: 'Chosen' } });
  await isSaved(made, 0, 1);
});

test('a folder that may not be written into after all is told', async () => {
  const made = await album([0, 1], { completed: true });
  folders.set(hashOf(made.torrent), { handle: made.disk.folder, isUnfinished: true });
  Object.assign(asked, { mayWrite: false, mayWriteWhenAsked: false });
  const tab = await Tab.open(library);
  await shows(tab, made.torrent, { progress: 1 });
  tab.session.saveIntoFolder(tab.keyOf(made.torrent), 'chosen');
  await shows(tab, made.torrent, { problem: { code: 'save-permission' }, saving: null });
  Object.assign(asked, { mayWrite: true, mayWriteWhenAsked: true });
});

test('two tabs do not save into folders at once', async () => {
  const made = await album([0]);
  const [one, other] = [await Tab.open(library), await Tab.open(library)];
  await shows(one, made.torrent, { progress: 0.5 });
  await shows(other, made.torrent, { progress: 0.5 });
  one.session.saveIntoFolder(one.keyOf(made.torrent), 'new');
  await shows(one, made.torrent, { saving: { isWaiting: true } });
  other.session.saveIntoFolder(other.keyOf(made.torrent), 'new');
  await shows(other, made.torrent, { saving: null, problem: { code: 'save-running' } });
  await shows(one, made.torrent, { saving: { isWaiting: true }, problem: null });
});

test('a download that ends well is said, and one that is cancelled is no fault', async () => {
  const { torrent } = await album([0, 1], { completed: true });
  const tab = await Tab.open(library);
  await shows(tab, torrent, { progress: 1 });
  tab.session.save(tab.keyOf(torrent));
  saves.at(-1)?.onDone();
  await shows(tab, torrent, { saving: null, lastSave: { folder: null }, problem: null });
  tab.session.save(tab.keyOf(torrent));
  saves.at(-1)?.onError({ code: 'save-cancelled', message: '' });
  await shows(tab, torrent, { saving: null, lastSave: null, problem: null });
});

/** With the setting on; what was complete before is none of its business. */
async function byItself(stored: readonly number[], change: Partial<ShareRecord> = {}) {
  const made = await album(stored, change);
  const tab = await Tab.open(library);
  tab.session.updateSettings({ saveWhenComplete: true });
  await shows(tab, made.torrent, { progress: stored.length / 2 });
  const before = saves.length;
  return { made, tab, saved: () => saves.slice(before) };
}

test('by itself: what has just become complete is saved, once in its life', async () => {
  const { made, tab, saved } = await byItself([0]);
  selectFirst(tab, made);
  await eventually(() => expect(saved()).toHaveLength(1));
  expect(saved()[0]).toMatchObject({ name: '0.bin', zip: false });
  saved()[0]?.onDone();
  await shows(tab, made.torrent, { lastSave: { folder: null } });
  // Complete a second time, and once more after a reload.
  tab.session.select(tab.keyOf(made.torrent), { files: 'all', priority: 2 });
  selectFirst(tab, made);
  await Tab.open(library);
  await settle();
  expect(saved()).toHaveLength(1);
});

test('by itself: nothing that was complete before, that was shared here, or while it is off', async () => {
  const { tab, made, saved } = await byItself([0, 1], { completed: true });
  selectFirst(tab, made);
  const own = await byItself([0], { role: 'seed' });
  selectFirst(own.tab, own.made);
  const off = await byItself([0]);
  off.tab.session.updateSettings({ saveWhenComplete: false });
  selectFirst(off.tab, off.made);
  await shows(off.tab, off.made.torrent, { progress: 1 });
  await settle();
  expect(saved()).toHaveLength(0);
});

test('by itself: into the folder that was chosen for it, if the browser lets it', async () => {
  for (const mayWrite of [true, false]) {
    const { made, tab, saved } = await byItself([0]);
    tab.session.saveIntoFolder(tab.keyOf(made.torrent), 'new');
    await shows(tab, made.torrent, { saving: { isWaiting: true } });
    tab.session.cancelSaving(tab.keyOf(made.torrent));
    await shows(tab, made.torrent, { saving: null });
    made.disk.root.entries.clear();
    asked.mayWrite = mayWrite;
    selectFirst(tab, made);
    if (mayWrite) {
      await shows(tab, made.torrent, { lastSave: { folder: 'Chosen' } });
      await isSaved(made, 0);
    } else {
      await shows(tab, made.torrent, {
        problem: { code: 'save-permission' },
        folder: { isUnfinished: true },
      });
    }
    expect(saved()).toHaveLength(0);
  }
  asked.mayWrite = true;
});

test('by itself: a browser that will not is told of, a person who cancels is not', async () => {
  const { made, tab, saved } = await byItself([0]);
  selectFirst(tab, made);
  await eventually(() => expect(saved()).toHaveLength(1));
  saved()[0]?.onError({ code: 'save-cancelled', message: '' });
  await shows(tab, made.torrent, { saving: null, problem: { code: 'save-blocked' } });
});

test('whether leaving breaks a saving off is asked of what is so, not of what was told last', async () => {
  const { torrent } = await album([0, 1], { completed: true });
  const tab = await Tab.open(library);
  await shows(tab, torrent, { progress: 1, saving: null });
  expect(tab.session.isNeeded()).toBe(false);
  const before = saves.length;
  tab.session.save(tab.keyOf(torrent));
  await eventually(() => expect(saves.length).toBe(before + 1));
  await shows(tab, torrent, { saving: { isWaiting: false } });
  expect(tab.session.isNeeded()).toBe(true);
  saves.at(-1)?.onDone();
  expect(tab.shows(torrent)?.saving).not.toBeNull();
  expect(tab.session.isNeeded()).toBe(false);
  await shows(tab, torrent, { saving: null });
});
