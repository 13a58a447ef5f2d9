import { encodeTorrent } from '@flockdrop/shared/metainfo';
import { createStore, set } from 'idb-keyval';
import { describe, expect, test } from 'vitest';
import { type Library, openLibrary, type ShareRecord } from '../../src/adapters/library-store.ts';
import { appStore } from '../../src/worker/database.ts';
import {
  contents,
  eventually,
  fileOf,
  film,
  hasDatabase,
  hashOf,
  linkTo,
  PIECE,
  recordOf,
  remember,
  saves,
  settle,
  shows,
  store,
  Tab,
  torrentOf,
} from './browser.ts';

const library = openLibrary();

/** As if the library held these records and no others. */
const holding = (...records: readonly ShareRecord[]): Library => ({
  ...library,
  list: async () => ({ records, damaged: [] }),
  get: async (infoHash) => records.find((record) => record.infoHash === infoHash) ?? null,
});

describe('what is remembered', () => {
  const numbered = (number: number): ShareRecord => ({
    infoHash: number.toString(16).padStart(64, '0'),
    name: `share ${number}`,
    length: 10,
    torrent: null,
    priorities: null,
    addedAt: number,
    paused: false,
    completed: false,
    role: 'leech',
    persistence: 'stored',
    handles: [],
    folder: null,
    savedByItself: false,
  });

  test('is listed whole: the newest 50 run, older ones rest until somebody resumes them', async () => {
    const tab = await Tab.open(holding(...Array.from({ length: 55 }, (_, number) => numbered(number))));
    expect(tab.app.shares).toHaveLength(55);
    await eventually(() =>
      expect(tab.app.shares.filter(({ state }) => state === 'joining')).toHaveLength(50),
    );
    const resting = tab.app.shares.filter(({ diagnosis }) => diagnosis?.code === 'resting');
    expect(resting.map(({ name, state }) => [name, state])).toEqual(
      [0, 1, 2, 3, 4].map((number) => [`share ${number}`, 'paused']),
    );
    tab.session.resume(resting[2]?.key ?? '');
    await eventually(() =>
      expect(tab.app.shares.find(({ name }) => name === 'share 2')?.state).toBe('joining'),
    );
    await tab.session.remove(resting[3]?.key ?? '');
    await eventually(() => expect(tab.app.shares).toHaveLength(54));
  });

  test('and rests is paused when it is only looked at', async () => {
    const { torrent, file } = await film();
    await store(torrent, file, [0, 1]);
    const newer = Array.from({ length: 50 }, (_, number) => numbered(1_000 + number));
    const tab = await Tab.open(holding(recordOf(torrent, { completed: true }), ...newer));
    tab.session.openLink(linkTo(torrent));
    await shows(tab, torrent, { state: 'paused', progress: 1, diagnosis: null });
    tab.session.resume(tab.keyOf(torrent));
    await shows(tab, torrent, { state: 'complete' });
  });

  test('and damaged can be removed, with all its pieces', async () => {
    const { torrent, file } = await film();
    await store(torrent, file, [0, 1]);
    await set(hashOf(torrent), { name: 'nonsense' }, appStore('library'));
    const tab = await Tab.open();
    const row = tab.app.shares.find(({ problem }) => problem?.code === 'record-damaged');
    expect(row).toMatchObject({ key: hashOf(torrent), state: 'error', infoHash: null });
    await tab.session.remove(row?.key ?? '');
    expect(await hasDatabase(torrent)).toBe(false);
    expect(await library.list()).toMatchObject({ damaged: [] });
    await eventually(() => expect(tab.app.shares.map(({ key }) => key)).not.toContain(hashOf(torrent)));
  });

  test('and damaged takes up its pieces again when its torrent is opened', async () => {
    const { torrent, file } = await film();
    await store(torrent, file, [0, 1]);
    await set(hashOf(torrent), 5, appStore('library'));
    const tab = await Tab.open();
    await tab.session.openTorrent(new File([encodeTorrent(torrent)], 'film.torrent'));
    tab.session.start(tab.keyOf(torrent));
    await shows(tab, torrent, { state: 'complete', progress: 1 });
    expect(await library.list()).toMatchObject({ damaged: [] });
  });
});

describe('metadata', () => {
  test('that comes late finds the pieces that are stored', async () => {
    const { torrent, file } = await film();
    await store(torrent, file, [0, 1]);
    await remember(recordOf(torrent, { torrent: null }));
    const tab = await Tab.open();
    await shows(tab, torrent, { state: 'joining', claimed: true });
    await tab.session.openTorrent(new File([encodeTorrent(torrent)], 'film.torrent'));
    await shows(tab, torrent, { state: 'complete', progress: 1, claimed: false });
    expect(await library.get(hashOf(torrent))).toMatchObject({ torrent: encodeTorrent(torrent) });
  });

  test('of another share in a record is no metadata', async () => {
    const [{ torrent }, other] = [await film(), await film()];
    await remember(recordOf(torrent, { torrent: encodeTorrent(other.torrent) }));
    const tab = await Tab.open();
    await shows(tab, torrent, { claimed: true, pieceCount: null });
  });

  test('in a .torrent that cannot be read is refused with a reason', async () => {
    const tab = await Tab.open();
    const gone = Object.assign(new File(['x'], 'gone.torrent'), {
      arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')),
    });
    expect(await tab.session.openTorrent(gone)).toBeNull();
    expect(tab.app.problem).toMatchObject({ code: 'bad-torrent', message: expect.stringContaining('again') });
  });

  test('whose names others sort in another way is pointed out', async () => {
    const files = ['\u{ffff}.txt', '\u{1f600}.txt'].map((name, seed) => fileOf(name, contents(1, seed)));
    const torrent = await torrentOf('Shared files', files);
    const tab = await Tab.open();
    tab.session.createShare(files);
    await shows(tab, torrent, { warning: { code: 'ambiguous-names' }, problem: null });
  });
});

describe('the server', () => {
  test('is not believed when it misses us in a share that we left', async () => {
    const { torrent } = await film();
    await remember(recordOf(torrent));
    const tab = await Tab.open();
    await eventually(() => expect(tab.said('join', torrent)).toHaveLength(1));
    tab.session.pause(tab.keyOf(torrent));
    await shows(tab, torrent, { state: 'paused' });
    const infoHash = hashOf(torrent);
    tab.hears({ type: 'error', code: 'not-in-swarm', message: 'Join first.', infoHash });
    await settle(300);
    expect(tab.shows(torrent)?.problem).toBeNull();
  });

  test('is forgiven what it refused, once it takes us in', async () => {
    const { torrent } = await film();
    await remember(recordOf(torrent));
    const tab = await Tab.open();
    await eventually(() => expect(tab.said('join', torrent)).toHaveLength(1));
    const infoHash = hashOf(torrent);
    tab.hears({ type: 'error', code: 'too-many-shares', message: 'Too many.', infoHash });
    await shows(tab, torrent, { problem: { code: 'too-many-shares' } });
    tab.hears({ type: 'joined', infoHash, peers: [], total: 0 });
    await shows(tab, torrent, { problem: null });
  });
});

test('a piece that turns out to be lost while saving is told, and wanted again', async () => {
  const { torrent, file } = await film();
  await remember(recordOf(torrent, { completed: true }));
  await store(torrent, file, [0, 1]);
  const tab = await Tab.open();
  await shows(tab, torrent, { state: 'complete', progress: 1 });
  const pieces = createStore(`flockdrop-share-${hashOf(torrent)}`, 'pieces');
  await set(1, new ArrayBuffer(PIECE), pieces);
  tab.session.save(tab.keyOf(torrent));
  const saving = saves.at(-1);
  expect(await saving?.read(0, 0, PIECE)).toEqual(
    new Uint8Array(await file.file.slice(0, PIECE).arrayBuffer()),
  );
  await expect(saving?.read(0, PIECE, PIECE)).rejects.toMatchObject({ code: 'piece-lost' });
  await shows(tab, torrent, { state: 'joining', progress: 0.5 });
});
