import { expect, test } from 'vitest';
import { eventually, film, recordOf, remember, shows, store, Tab } from './browser.ts';

test('pieces are told to who looks at a share, and stay as they were when nobody does', async () => {
  const { torrent, file } = await film();
  await remember(recordOf(torrent, { role: 'leech', completed: false, paused: true }));
  await store(torrent, file, [1]);
  const tab = await Tab.open();
  await shows(tab, torrent, { state: 'paused', heldPieces: 1, pieceCells: null });
  tab.session.lookAt('another');
  await shows(tab, torrent, { pieceCells: null });
  tab.session.lookAt(tab.keyOf(torrent));
  const { pieceCount } = torrent.info.geometry;
  const pieceCells = `08${'0'.repeat(pieceCount - 2)}`;
  expect(tab.shows(torrent)).toMatchObject({ pieceCells });
  tab.session.lookAt(null);
  tab.session.resume(tab.keyOf(torrent));
  await shows(tab, torrent, { state: 'joining', pieceCells });
  // A tab that only shows it sees the same.
  const other = await Tab.open();
  await eventually(() => expect(other.shows(torrent)).toMatchObject({ role: 'viewer', pieceCells }));
});
