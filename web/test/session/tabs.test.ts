import { encodeTorrent } from '@flockdrop/shared/metainfo';
import { expect, test, vi } from 'vitest';
import { openLibrary } from '../../src/adapters/library-store.ts';
import type { ShareSnapshot } from '../../src/session/snapshot.ts';
import {
  eventually,
  film,
  hasDatabase,
  hashOf,
  linkTo,
  openPieces,
  PIECE,
  recordOf,
  remember,
  saves,
  settle,
  shows,
  store,
  Tab,
} from './browser.ts';

/** What tabs say to each other about a share, as far as it matters here. */
interface TabWord {
  readonly kind: string;
  readonly told?: { readonly share: ShareSnapshot };
}

const library = openLibrary();
/** Somebody shares a film in a tab, and it is copied into this browser. */
async function sharedIn(tab: Tab) {
  const { file, torrent } = await film();
  tab.session.createShare([file]);
  await eventually(() => expect(tab.shows(torrent)?.persistence).toBe('stored'));
  return { file, torrent };
}

// First of all: the tabs of the other tests stay open, and wait for their turn as well.
test('a tab knows that another one waits to take over', async () => {
  const one = await Tab.open();
  const { torrent } = await sharedIn(one);
  await shows(one, torrent, { role: 'runner', hasStandIn: false });
  const other = await Tab.open();
  await shows(other, torrent, { role: 'viewer' });
  await shows(one, torrent, { role: 'runner', hasStandIn: true });
});

test('a click on Download where another tab shares overwrites nothing that is remembered', async () => {
  const { torrent, file } = await film();
  await remember(recordOf(torrent, { role: 'seed', completed: true }));
  await store(torrent, file, [0, 1]);
  const tab = await Tab.open();
  await shows(tab, torrent, { state: 'seeding' });
  const late = await Tab.open();
  await late.session.remove('nothing');
  late.session.openLink(linkTo(torrent), { start: true });
  await shows(late, torrent, { role: 'viewer', state: 'seeding' });
  expect(await library.get(hashOf(torrent))).toMatchObject({
    role: 'seed',
    torrent: encodeTorrent(torrent),
  });
});

test('of two tabs whose person clicks Download at once, one downloads and the other shows it', async () => {
  const [one, other] = [await Tab.open(), await Tab.open()];
  const { torrent } = await film();
  for (const tab of [one, other]) tab.session.openLink(linkTo(torrent));
  await settle();
  for (const tab of [one, other]) tab.session.start(tab.keyOf(torrent));
  await eventually(() =>
    expect([one.shows(torrent)?.role, other.shows(torrent)?.role].toSorted()).toEqual(['runner', 'viewer']),
  );
  expect(one.said('join', torrent).length + other.said('join', torrent).length).toBe(1);
});

test('a link whose share came into another tab meanwhile needs no click', async () => {
  const [waiting, sharing] = [await Tab.open(), await Tab.open()];
  const { torrent, file } = await film();
  waiting.session.openLink(linkTo(torrent));
  await shows(waiting, torrent, { state: 'waiting' });
  sharing.session.createShare([file]);
  await shows(waiting, torrent, { state: 'seeding', role: 'viewer' });
});

test('what one tab asks for reaches the tab that runs the share, once, and comes to rest', async () => {
  const first = await Tab.open();
  const { torrent } = await sharedIn(first);
  const [second, third] = [await Tab.open(), await Tab.open()];
  await shows(second, torrent, { role: 'viewer' });
  await shows(third, torrent, { role: 'viewer' });
  const posts = vi.spyOn(BroadcastChannel.prototype, 'postMessage');
  second.session.pause(second.keyOf(torrent));
  await shows(third, torrent, { state: 'paused' });
  await settle(200);
  const commands = posts.mock.calls.filter(([message]) => (message as TabWord).kind === 'command');
  posts.mockRestore();
  expect(commands).toHaveLength(1);
});

test('a tab that has just begun passes on what is asked before it knows whose turn it is', async () => {
  const second = await Tab.open();
  const first = await Tab.open();
  const { torrent } = await film();
  first.session.openLink(linkTo(torrent), { start: true });
  await eventually(() => expect(first.said('join', torrent)).toHaveLength(1));
  second.session.openLink(linkTo(torrent), { start: true });
  second.session.pause(second.keyOf(torrent));
  await shows(first, torrent, { state: 'paused', role: 'runner' });
});

test('paused as soon as it is started, a share stays paused', async () => {
  const tab = await Tab.open();
  const { torrent } = await film();
  tab.session.openLink(linkTo(torrent), { start: true });
  tab.session.pause(tab.keyOf(torrent));
  await settle(200);
  await shows(tab, torrent, { state: 'paused', role: 'runner' });
});

test('a link that was only opened is forgotten here, and nothing of it is destroyed', async () => {
  const { torrent, file } = await film();
  await store(torrent, file, [0]);
  const tab = await Tab.open();
  tab.session.openLink(linkTo(torrent));
  await tab.session.remove(tab.keyOf(torrent));
  await eventually(() => expect(tab.shows(torrent)).toBeNull());
  expect(await openPieces(hashOf(torrent)).keys()).toEqual([0]);
});

test('removed in a tab that only shows it, a share is gone everywhere, and its space is free', async () => {
  const first = await Tab.open();
  const { torrent } = await sharedIn(first);
  const second = await Tab.open();
  await shows(second, torrent, { role: 'viewer' });
  await second.session.remove(second.keyOf(torrent));
  await eventually(() => expect([first.shows(torrent), second.shows(torrent)]).toEqual([null, null]));
  await eventually(async () => expect(await hasDatabase(torrent)).toBe(false));
  await settle();
  expect(await hasDatabase(torrent)).toBe(false);
  expect(await library.get(hashOf(torrent))).toBeNull();
});

test('removed while it is being copied, a share stays removed', async () => {
  const tab = await Tab.open();
  const { torrent, file } = await film();
  tab.session.createShare([file]);
  await shows(tab, torrent, { infoHash: hashOf(torrent) });
  await tab.session.remove(tab.keyOf(torrent));
  await settle(200);
  expect(await hasDatabase(torrent)).toBe(false);
  expect(await library.get(hashOf(torrent))).toBeNull();
});

test('pieces are freed though the record cannot be removed, and that is told', async () => {
  const tab = await Tab.open({ ...library, remove: () => Promise.reject(new Error('busy')) });
  const { torrent } = await sharedIn(tab);
  await tab.session.remove(tab.keyOf(torrent));
  expect(await hasDatabase(torrent)).toBe(false);
  expect(tab.app.problem).toMatchObject({ code: 'storage-failed' });
});

test('files added again in another tab are served, though the tab that has none ran the share', async () => {
  const { torrent, file } = await film();
  await remember(recordOf(torrent, { role: 'seed', persistence: 'storing', completed: true }));
  await store(torrent, file, [0]);
  const first = await Tab.open();
  await shows(first, torrent, { problem: { code: 'copy-incomplete' }, progress: 0.5 });
  const second = await Tab.open();
  await shows(second, torrent, { role: 'viewer' });
  second.session.createShare([file]);
  await shows(second, torrent, { role: 'runner', state: 'seeding', progress: 1 });
  await shows(first, torrent, { role: 'viewer', state: 'seeding', progress: 1, problem: null });
  expect(first.said('leave', torrent)).toHaveLength(1);
  expect(second.said('join', torrent)).toHaveLength(1);
});

test('files added to a share that is here already keep what is known of it', async () => {
  const { torrent, file } = await film();
  await remember(recordOf(torrent, { paused: true, addedAt: 1 }));
  await store(torrent, file, [1]);
  const tab = await Tab.open();
  tab.session.createShare([file]);
  await shows(tab, torrent, { state: 'seeding', persistence: 'stored' });
  expect(await library.get(hashOf(torrent))).toMatchObject({ role: 'seed', paused: false });
  expect(tab.app.shares.filter(({ infoHash }) => infoHash === hashOf(torrent))).toHaveLength(1);
});

test('a tab that begins to watch is answered at once, though nothing changes', async () => {
  const first = await Tab.open();
  const { torrent } = await sharedIn(first);
  await settle(400);
  const posts = vi.spyOn(BroadcastChannel.prototype, 'postMessage');
  const second = await Tab.open();
  await shows(second, torrent, { role: 'viewer', state: 'seeding', progress: 1 });
  const said = posts.mock.calls.map(([message]) => message as TabWord);
  posts.mockRestore();
  const isAbout = (word: TabWord) => word.told?.share.infoHash === hashOf(torrent);
  expect(said.filter(isAbout)).toHaveLength(1);
});

test('a tab that shows a share learns its metadata from the library, and can save', async () => {
  const [first, second] = [await Tab.open(), await Tab.open()];
  const { torrent, file } = await film();
  first.session.openLink(linkTo(torrent), { start: true });
  await shows(second, torrent, { role: 'viewer', pieceCount: null });
  const bytes = encodeTorrent(torrent);
  await first.session.openTorrent(new File([bytes], `${file.path}.torrent`));
  await shows(second, torrent, { pieceCount: 2, claimed: false });
  const before = saves.length;
  await eventually(() => {
    second.session.save(second.keyOf(torrent));
    expect(saves.length).toBeGreaterThan(before);
  });
});

test('a .torrent opened where the share is only shown reaches the tab that runs it', async () => {
  const [first, second] = [await Tab.open(), await Tab.open()];
  const { torrent, file } = await film();
  first.session.openLink(linkTo(torrent), { start: true });
  await shows(second, torrent, { role: 'viewer', pieceCount: null });
  await second.session.openTorrent(new File([encodeTorrent(torrent)], `${file.path}.torrent`));
  await shows(first, torrent, { role: 'runner', pieceCount: 2, claimed: false });
});

test('each tab shows its own saves, and what went wrong with them', async () => {
  const first = await Tab.open();
  const { torrent } = await sharedIn(first);
  const second = await Tab.open();
  await shows(second, torrent, { role: 'viewer' });
  second.session.save(second.keyOf(torrent));
  saves.at(-1)?.onProgress(0.5);
  await shows(second, torrent, { saving: { bytes: PIECE, length: 2 * PIECE, folder: null } });
  expect(first.shows(torrent)?.saving).toBeNull();
  saves.at(-1)?.onError({ code: 'save-failed', message: 'No.' });
  await shows(second, torrent, { saving: null, problem: { code: 'save-failed' } });
  expect(first.shows(torrent)?.problem).toBeNull();
  second.session.dismissProblem(second.keyOf(torrent));
  await shows(second, torrent, { problem: null });
});
