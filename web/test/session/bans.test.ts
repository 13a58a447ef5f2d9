import { expect, test, vi } from 'vitest';
import { openLibrary } from '../../src/adapters/library-store.ts';
import { Preferences } from '../../src/session/preferences.ts';
import { contents, dials, eventually, fileOf, SOMEONE, settle, Tab, torrentOf } from './browser.ts';

const OTHER = '0f9d1c2a-0000-8000-8000-000000000001';
const THIRD = '0f9d1c2a-0000-8000-8000-000000000002';

/** On an earlier visit. */
async function banned(peer: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const listener = {
      onSettings: () => undefined,
      onBanned: () => undefined,
      onWritten: () => resolve(),
      onFailed: reject,
    };
    new Preferences(openLibrary(), listener).ban(peer);
  });
}

test('who was banned is refused after a reload, in every share, whoever begins', async () => {
  await banned(SOMEONE);
  const tab = await Tab.open();
  const file = fileOf('precious.bin', contents(1, 91));
  const torrent = await torrentOf(file.path, [file]);
  tab.session.createShare([file]);
  await vi.waitFor(() => expect(tab.said('join', torrent)).toHaveLength(1));
  const infoHash = tab.shows(torrent)?.infoHash;
  const peers = (...ids: readonly string[]) => {
    tab.hears({ type: 'joined', infoHash, peers: ids.map((id) => ({ id, left: 5 })), total: ids.length });
  };
  const offer = (from: string) => {
    const data = JSON.stringify({ type: 'offer', sdp: 'v=0' });
    tab.hears({ type: 'signal', infoHash, from, connection: crypto.randomUUID(), data });
  };
  const initiated = () => dials.map(({ options }) => options.initiator);
  offer(SOMEONE);
  peers(SOMEONE);
  // Others are dialed and answered.
  peers(SOMEONE, OTHER);
  await eventually(() => expect(initiated()).toEqual([true]));
  offer(THIRD);
  await eventually(() => expect(initiated()).toEqual([true, false]));
  offer(SOMEONE);
  peers(SOMEONE);
  await settle();
  expect(initiated()).toEqual([true, false]);
});
