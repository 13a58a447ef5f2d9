import { encodeTorrent } from '@flockdrop/shared/metainfo';
import { expect, test } from 'vitest';
import { openLibrary } from '../../src/adapters/library-store.ts';
import { PieceExpectations } from '../../src/session/expectations.ts';
import {
  contents,
  eventually,
  fileOf,
  film,
  hashOf,
  linkTo,
  openPieces,
  PIECE,
  recordOf,
  remember,
  saves,
  settle,
  shows,
  Tab,
  torrentOf,
} from './browser.ts';

const library = openLibrary();
let albums = 0;

/** Three files of one, two and three pieces, that no other test shares. */
async function album() {
  albums++;
  const files = [1, 2, 3].map((pieces) => fileOf(`${pieces}.bin`, contents(pieces, 100 * albums + pieces)));
  const name = `album ${albums}`;
  return { files, torrent: await torrentOf(name, files), name };
}

type Album = Awaited<ReturnType<typeof album>>;

const torrentFile = ({ torrent, name }: Album) => new File([encodeTorrent(torrent)], `${name}.torrent`);

/** As if pieces of one file had been fetched: its bytes are those of the file. */
async function storeFile({ torrent, files }: Album, index: number): Promise<void> {
  const expectations = new PieceExpectations(torrent);
  const entry = torrent.info.geometry.files[index];
  const own = openPieces(hashOf(torrent));
  for (let nth = 0; nth < (entry?.pieceCount ?? 0); nth++) {
    const bytes = await files[index]?.file.slice(nth * PIECE, (nth + 1) * PIECE).arrayBuffer();
    if (bytes === undefined) throw new Error(`no file ${index}`);
    await own.receive(expectations.of((entry?.firstPiece ?? 0) + nth), [
      { offset: 0, bytes: new Uint8Array(bytes) },
    ]);
  }
  await own.close();
}

const priorities = (tab: Tab, { torrent }: Album) =>
  tab.shows(torrent)?.files.map(({ priority }) => priority);

test('what is chosen before the start is counted, told to the server and remembered with the share', async () => {
  const made = await album();
  const { torrent } = made;
  const tab = await Tab.open();
  const key = await tab.session.openTorrent(torrentFile(made));
  await shows(tab, torrent, { state: 'waiting', wantedFiles: 3, wantedLength: 6 * PIECE });
  tab.session.select(key ?? '', { files: [1], priority: 0 });
  tab.session.select(key ?? '', { files: [2], priority: 3 });
  await shows(tab, torrent, { state: 'waiting', wantedFiles: 2, wantedLength: 4 * PIECE });
  expect(await library.get(hashOf(torrent))).toBeNull();
  tab.session.start(key ?? '');
  await eventually(() => expect(tab.said('join', torrent)).toMatchObject([{ left: 4 * PIECE }]));
  const later = await Tab.open();
  await eventually(() => expect(priorities(later, made)).toEqual([2, 0, 3]));
  expect((await library.get(hashOf(torrent)))?.priorities).toEqual(Uint8Array.of(2, 0, 3));
});

test('a share whose selected files are stored is complete, and goes on when another is selected', async () => {
  const made = await album();
  const { torrent } = made;
  await remember(recordOf(torrent, { priorities: Uint8Array.of(0, 2, 0) }));
  await storeFile(made, 1);
  const tab = await Tab.open();
  await shows(tab, torrent, { state: 'complete', progress: 1, heldLength: 2 * PIECE, wantedFiles: 1 });
  tab.session.save(tab.keyOf(torrent));
  expect(saves.at(-1)).toMatchObject({ zip: false, files: [{ length: 2 * PIECE }] });
  tab.session.select(tab.keyOf(torrent), { files: [0], priority: 1 });
  await shows(tab, torrent, { state: 'joining', progress: 2 / 3 });
  await eventually(async () =>
    expect(await library.get(hashOf(torrent))).toMatchObject({
      completed: false,
      priorities: Uint8Array.of(1, 2, 0),
    }),
  );
  tab.session.select(tab.keyOf(torrent), { files: [0], priority: 0 });
  await shows(tab, torrent, { state: 'complete', progress: 1 });
  await eventually(async () => expect(await library.get(hashOf(torrent))).toMatchObject({ completed: true }));
});

test('a file that is here is saved with the others, though it is not selected any more', async () => {
  const made = await album();
  await remember(recordOf(made.torrent, { priorities: Uint8Array.of(0, 2, 0) }));
  await storeFile(made, 0);
  await storeFile(made, 1);
  const tab = await Tab.open();
  await shows(tab, made.torrent, { state: 'complete' });
  tab.session.save(tab.keyOf(made.torrent));
  expect(saves.at(-1)?.files.map(({ path }) => path)).toEqual([`${made.name}/1.bin`, `${made.name}/2.bin`]);
});

test('with nothing selected it says so, and all can be selected again', async () => {
  const made = await album();
  const tab = await Tab.open();
  const key = await tab.session.openTorrent(torrentFile(made));
  tab.session.select(key ?? '', { files: 'all', priority: 0 });
  await shows(tab, made.torrent, { diagnosis: { code: 'nothing-selected' }, progress: 0, wantedLength: 0 });
  tab.session.start(key ?? '');
  await shows(tab, made.torrent, { state: 'joining', diagnosis: { code: 'nothing-selected' } });
  tab.session.select(key ?? '', { files: 'all', priority: 2 });
  await shows(tab, made.torrent, { wantedFiles: 3, wantedLength: 6 * PIECE });
  await eventually(async () => expect((await library.get(hashOf(made.torrent)))?.priorities).toBeNull());
});

test('what one tab selects holds in the tab that runs the share, and shows in all', async () => {
  const made = await album();
  await remember(recordOf(made.torrent));
  const first = await Tab.open();
  await shows(first, made.torrent, { role: 'runner', wantedFiles: 3 });
  const second = await Tab.open();
  await shows(second, made.torrent, { role: 'viewer' });
  second.session.select(second.keyOf(made.torrent), { files: [0, 2], priority: 0 });
  for (const tab of [first, second]) await eventually(() => expect(priorities(tab, made)).toEqual([0, 2, 0]));
});

test('remembered priorities that do not fit the files mean nothing', async () => {
  const [short, wild] = [await album(), await album()];
  await remember(recordOf(short.torrent, { priorities: Uint8Array.of(0) }));
  await remember(recordOf(wild.torrent, { priorities: Uint8Array.of(0, 9, 0) }));
  const tab = await Tab.open();
  for (const made of [short, wild]) await eventually(() => expect(priorities(tab, made)).toEqual([2, 2, 2]));
});

test('a share is there once, however it comes: link, link again, magnet, .torrent, and its own files', async () => {
  const made = await album();
  const { torrent } = made;
  const tab = await Tab.open();
  const key = tab.session.openLink(linkTo(torrent), { start: true });
  await eventually(() => expect(tab.said('join', torrent)).toHaveLength(1));
  expect(tab.session.openLink(linkTo(torrent))).toBe(key);
  expect(await tab.session.openTorrent(torrentFile(made))).toBe(key);
  await shows(tab, torrent, { claimed: false, state: 'joining' });
  expect(tab.session.openLink(tab.shows(torrent)?.magnet ?? '')).toBe(key);
  tab.session.select(key ?? '', { files: [0], priority: 0 });
  tab.session.createShare(made.files.map(({ path, file }) => ({ path: `${made.name}/${path}`, file })));
  await shows(tab, torrent, { state: 'seeding', progress: 1, wantedFiles: 3 });
  await settle();
  expect(tab.app.shares.filter(({ infoHash }) => infoHash === hashOf(torrent))).toHaveLength(1);
  expect(await library.get(hashOf(torrent))).toMatchObject({ role: 'seed', priorities: null });
});

test('paused, a share asks for nothing and keeps what is chosen; resumed, it joins again', async () => {
  const { torrent } = await film();
  await remember(recordOf(torrent));
  const tab = await Tab.open();
  await eventually(() => expect(tab.said('join', torrent)).toHaveLength(1));
  tab.session.pause(tab.keyOf(torrent));
  await shows(tab, torrent, { state: 'paused' });
  expect(tab.said('leave', torrent)).toHaveLength(1);
  tab.session.resume(tab.keyOf(torrent));
  await eventually(() => expect(tab.said('join', torrent)).toHaveLength(2));
});
