import 'fake-indexeddb/auto';
import { set } from 'idb-keyval';
import { expect, test } from 'vitest';
import { openLibrary, type ShareRecord } from '../../src/adapters/library-store.ts';
import { appStore } from '../../src/worker/database.ts';

const infoHash = (digit: string): string => digit.repeat(64);
const record = (change: Partial<ShareRecord> = {}): ShareRecord => ({
  infoHash: infoHash('a'),
  name: 'Ångström.pdf',
  length: 10,
  torrent: null,
  addedAt: 5,
  paused: false,
  completed: false,
  role: 'leech',
  persistence: null,
  handles: [],
  ...change,
});

test('records come back oldest first, and a damaged one is skipped and counted', async () => {
  const library = openLibrary();
  await library.put(record({ infoHash: infoHash('b'), addedAt: 2, torrent: new Uint8Array([1, 2]) }));
  await library.put(record());
  await set(infoHash('c'), { infoHash: 'nonsense', handles: 3 }, appStore('library'));
  const { records, damaged } = await library.list();
  expect(records.map((found) => found.addedAt)).toEqual([2, 5]);
  expect(records[0]?.torrent).toEqual(new Uint8Array([1, 2]));
  expect(damaged).toBe(1);
  expect(await library.get(infoHash('c'))).toBeNull();
});

test('patch changes the named fields of a record that exists, and makes none', async () => {
  const library = openLibrary();
  await library.put(record());
  expect(await library.patch(infoHash('a'), { completed: true })).toBe(true);
  expect(await library.get(infoHash('a'))).toEqual(record({ completed: true }));
  expect(await library.patch(infoHash('d'), { completed: true })).toBe(false);
  expect(await library.get(infoHash('d'))).toBeNull();
  await library.remove(infoHash('a'));
  expect(await library.get(infoHash('a'))).toBeNull();
});

test('settings and bans fall back to nothing chosen, nobody banned', async () => {
  const library = openLibrary();
  const unlimited = { downloadLimit: null, uploadLimit: null, relayOnly: false };
  expect(await library.settings()).toEqual(unlimited);
  expect(await library.banned()).toEqual([]);
  await library.putSettings({ ...unlimited, uploadLimit: 250 });
  await library.putBanned(['someone']);
  expect(await openLibrary().settings()).toEqual({ ...unlimited, uploadLimit: 250 });
  expect(await openLibrary().banned()).toEqual(['someone']);
  await set('settings', { downloadLimit: -1 }, appStore('settings'));
  expect(await library.settings()).toEqual(unlimited);
});
