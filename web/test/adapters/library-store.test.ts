import 'fake-indexeddb/auto';
import { set } from 'idb-keyval';
import { expect, test } from 'vitest';
import { openLibrary, type ShareRecord } from '../../src/adapters/library-store.ts';
import { DEFAULT_SETTINGS } from '../../src/adapters/settings.ts';
import { appStore } from '../../src/worker/database.ts';

const infoHash = (digit: string): string => digit.repeat(64);
const record = (change: Partial<ShareRecord> = {}): ShareRecord => ({
  infoHash: infoHash('a'),
  name: 'Ångström.pdf',
  length: 10,
  torrent: null,
  priorities: null,
  addedAt: 5,
  paused: false,
  completed: false,
  role: 'leech',
  persistence: null,
  handles: [],
  folder: null,
  savedByItself: false,
  ...change,
});

const put = (given: ShareRecord) => openLibrary().merge(given.infoHash, () => given);

test('records come back oldest first, and damaged ones are named', async () => {
  const library = openLibrary();
  await put(record({ infoHash: infoHash('b'), addedAt: 2, torrent: new Uint8Array([1, 2]) }));
  await put(record());
  await set(infoHash('c'), { infoHash: 'nonsense', handles: 3 }, appStore('library'));
  await set(infoHash('e'), record(), appStore('library'));
  const { records, damaged } = await library.list();
  expect(records.map((found) => found.addedAt)).toEqual([2, 5]);
  expect(records[0]?.torrent).toEqual(new Uint8Array([1, 2]));
  expect(damaged).toEqual([infoHash('c'), infoHash('e')]);
  expect(await library.get(infoHash('c'))).toBeNull();
  await library.remove(infoHash('c'));
  await library.remove(infoHash('e'));
  expect((await library.list()).damaged).toEqual([]);
});

test('of tabs that add a share at once the first decides, and the others learn what it wrote', async () => {
  const ours = (name: string) => record({ infoHash: infoHash('f'), name });
  const settled = await Promise.all(
    ['first', 'second', 'third'].map((name) =>
      openLibrary().merge(infoHash('f'), (present) => present ?? ours(name)),
    ),
  );
  expect(settled.map(({ name }) => name)).toEqual(['first', 'first', 'first']);
  expect(await openLibrary().get(infoHash('f'))).toEqual(ours('first'));
});

test('a merge that fails writes nothing, and says so', async () => {
  const failing = openLibrary().merge(infoHash('0'), () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await openLibrary().get(infoHash('0'))).toBeNull();
});

test('patch changes the named fields of a record that exists, and makes none', async () => {
  const library = openLibrary();
  await put(record());
  expect(await library.patch(infoHash('a'), { completed: true })).toBe(true);
  expect(await library.get(infoHash('a'))).toEqual(record({ completed: true }));
  expect(await library.patch(infoHash('d'), { completed: true })).toBe(false);
  await Promise.all([library.remove(infoHash('a')), library.patch(infoHash('a'), { paused: true })]);
  expect(await library.list()).toMatchObject({ damaged: [] });
  expect(await library.get(infoHash('a'))).toBeNull();
});

test('settings and bans fall back to nothing chosen, nobody banned', async () => {
  const library = openLibrary();
  expect(await library.settings()).toEqual(DEFAULT_SETTINGS);
  expect(await library.banned()).toEqual([]);
  await set('settings', { downloadLimit: -1, theme: 'pink', notify: true }, appStore('settings'));
  expect(await library.settings()).toEqual({ ...DEFAULT_SETTINGS, notify: true });
  await set('settings', 'nonsense', appStore('settings'));
  expect(await library.settings()).toEqual(DEFAULT_SETTINGS);
});

test('settings stored before one was added stay as they were chosen', async () => {
  const before = { downloadLimit: 10, uploadLimit: null, relayOnly: true };
  await set('settings', before, appStore('settings'));
  expect(await openLibrary().settings()).toEqual({ ...DEFAULT_SETTINGS, ...before });
  await openLibrary().patchSettings({ downloadLimit: null, relayOnly: false });
});

test('tabs that change different settings, or ban different peers, keep what the others wrote', async () => {
  const [one, other] = [openLibrary(), openLibrary()];
  await Promise.all([one.patchSettings({ relayOnly: true }), other.patchSettings({ uploadLimit: 250 })]);
  expect(await one.settings()).toEqual({ ...DEFAULT_SETTINGS, uploadLimit: 250, relayOnly: true });
  await Promise.all([one.ban('a'), other.ban('b'), one.ban('a')]);
  expect(await one.banned()).toEqual(['b', 'a']);
});
