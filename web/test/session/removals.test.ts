import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLibrary } from '../../src/adapters/library-store.ts';
import type { Alarms } from '../../src/session/alarms.ts';
import { Removals } from '../../src/session/removals.ts';
import type { ShareList } from '../../src/session/share-list.ts';
import { share } from '../ui/snapshots.ts';
import {
  eventually,
  film,
  hasDatabase,
  hashOf,
  linkTo,
  recordOf,
  remember,
  settle,
  shows,
  store,
  Tab,
} from './browser.ts';

beforeEach(() => {
  const notes = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => notes.get(name) ?? null,
    setItem: (name: string, text: string) => notes.set(name, text),
    removeItem: (name: string) => notes.delete(name),
  });
});
afterEach(() => settle());

/** A tab that seeds a film that is stored. */
async function seeding() {
  const { file, torrent } = await film();
  await store(torrent, file, [0, 1]);
  await remember(recordOf(torrent, { completed: true, role: 'seed' }));
  const tab = await Tab.open();
  await shows(tab, torrent, { state: 'seeding' });
  return { tab, torrent, key: tab.keyOf(torrent) };
}

describe('a share that is put away', () => {
  test('is out of sight and still, and comes back as it was', async () => {
    const { tab, torrent, key } = await seeding();
    tab.session.putAway(key);
    expect(tab.shows(torrent)).toBeNull();
    await eventually(() => expect(tab.said('leave', torrent)).toHaveLength(1));
    expect(await hasDatabase(torrent)).toBe(true);
    tab.session.restore(key);
    await shows(tab, torrent, { state: 'seeding', progress: 1 });
    await tab.session.finishRemoval(key);
    expect(tab.shows(torrent)).not.toBeNull();
    expect(await hasDatabase(torrent)).toBe(true);
    await tab.session.remove(key);
  });

  test('is gone for good when it is not wanted back', async () => {
    const { tab, torrent, key } = await seeding();
    tab.session.putAway(key);
    await tab.session.finishRemoval(key);
    expect(tab.shows(torrent)).toBeNull();
    expect(await openLibrary().get(hashOf(torrent))).toBeNull();
    await eventually(async () => expect(await hasDatabase(torrent)).toBe(false));
    tab.session.restore(key);
    expect(tab.shows(torrent)).toBeNull();
  });

  test('is to be seen again where it cannot be deleted, and keeps no other from being', async () => {
    const remove = vi.fn((key: string) =>
      key === 'a' ? Promise.reject(new Error('storage is broken')) : Promise.resolve(),
    );
    const shares = { get: () => null, isPaused: () => true, remove } as unknown as ShareList;
    let ring = (): void => undefined;
    const alarms = { now: () => 0, set: (_key: object, _at: number, soon: () => void) => (ring = soon) };
    const onFailed = vi.fn();
    const removals = new Removals({
      shares,
      alarms: alarms as unknown as Alarms,
      onChange: () => undefined,
      onFailed,
    });
    const atRest = ['a', 'b'].map((key) => share({ key, state: 'paused' }));
    const seen = () => removals.without(atRest).map(({ key }) => key);
    removals.putAway('a');
    expect(seen()).toEqual(['b']);
    await expect(removals.finish('a')).rejects.toThrow('storage is broken');
    expect(seen()).toEqual(['a', 'b']);
    localStorage.setItem('flockdrop:removed', '["a","b"]');
    removals.recall();
    expect(seen()).toEqual([]);
    ring();
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalledOnce());
    expect(remove).toHaveBeenLastCalledWith('b');
    expect(seen()).toEqual(['a', 'b']);
  });

  test('is out of sight though it was never begun', async () => {
    const tab = await Tab.open();
    const { torrent } = await film();
    tab.session.openLink(linkTo(torrent));
    await shows(tab, torrent, { state: 'waiting' });
    const key = tab.keyOf(torrent);
    tab.session.putAway(key);
    await settle();
    expect(tab.shows(torrent)).toBeNull();
    tab.session.restore(key);
    await shows(tab, torrent, { state: 'waiting' });
    await tab.session.remove(key);
  });

  test('is wanted by whoever goes on with it in another tab', async () => {
    const { tab, torrent, key } = await seeding();
    const other = await Tab.open();
    await shows(other, torrent, { role: 'viewer' });
    tab.session.putAway(key);
    await shows(other, torrent, { state: 'paused' });
    other.session.resume(other.keyOf(torrent));
    await shows(tab, torrent, { state: 'seeding' });
    await tab.session.finishRemoval(key);
    expect(tab.shows(torrent)).not.toBeNull();
    await tab.session.remove(key);
  });

  test('stays paused if it was paused', async () => {
    const { tab, torrent, key } = await seeding();
    tab.session.pause(key);
    await shows(tab, torrent, { state: 'paused' });
    tab.session.putAway(key);
    tab.session.restore(key);
    await settle();
    expect(tab.shows(torrent)).toMatchObject({ state: 'paused' });
    await tab.session.remove(key);
  });

  test('comes back when its link is opened', async () => {
    const { tab, torrent, key } = await seeding();
    tab.session.putAway(key);
    expect(tab.session.openLink(linkTo(torrent))).toBe(key);
    await shows(tab, torrent, { state: 'seeding' });
    await tab.session.finishRemoval(key);
    expect(tab.shows(torrent)).not.toBeNull();
    await tab.session.remove(key);
  });

  test('is deleted by the next page where its own was closed, and not seen there', async () => {
    const { tab, torrent, key } = await seeding();
    tab.session.putAway(key);
    await eventually(async () => expect((await openLibrary().get(hashOf(torrent)))?.paused).toBe(true));
    tab.session.leave();
    const next = await Tab.open();
    expect(next.shows(torrent)).toBeNull();
    await eventually(async () => expect(await openLibrary().get(hashOf(torrent))).toBeNull());
  });

  test('comes back when the next page opens its link', async () => {
    const { tab, torrent, key } = await seeding();
    tab.session.putAway(key);
    await eventually(async () => expect((await openLibrary().get(hashOf(torrent)))?.paused).toBe(true));
    tab.session.leave();
    tab.session.leave();
    const next = await Tab.open();
    expect(next.shows(torrent)).toBeNull();
    next.session.openLink(linkTo(torrent));
    expect(next.shows(torrent)).not.toBeNull();
    await next.session.finishRemoval(next.keyOf(torrent));
    expect(await openLibrary().get(hashOf(torrent))).not.toBeNull();
    await next.session.remove(next.keyOf(torrent));
    await tab.session.remove(key);
  });

  test('what several pages left over is all deleted', () => {
    const away = (infoHash: string) => {
      const removals = new Removals({
        shares: { get: () => null, infoHashOf: () => infoHash } as unknown as ShareList,
        alarms: {} as Alarms,
        onChange: () => undefined,
        onFailed: () => undefined,
      });
      removals.putAway(infoHash);
      return removals;
    };
    const [one, other] = [away('a'), away('b')];
    one.leave();
    other.leave();
    expect(JSON.parse(localStorage.getItem('flockdrop:removed') ?? '')).toEqual(['a', 'b']);
    other.comeBack();
    expect(JSON.parse(localStorage.getItem('flockdrop:removed') ?? '')).toEqual(['a']);
  });

  test('is kept by the next page where it was gone on with', async () => {
    const { tab, torrent, key } = await seeding();
    tab.session.putAway(key);
    tab.session.leave();
    tab.session.restore(key);
    await eventually(async () => expect((await openLibrary().get(hashOf(torrent)))?.paused).toBe(false));
    const next = await Tab.open();
    await settle();
    expect(next.shows(torrent)).not.toBeNull();
    await tab.session.remove(key);
  });

  test.each(['{', '7', '["x",7,null]'])('what is noted as %s deletes nothing', async (text) => {
    const { tab, torrent, key } = await seeding();
    localStorage.setItem('flockdrop:removed', text);
    const next = await Tab.open();
    await settle();
    expect(next.shows(torrent)).not.toBeNull();
    await tab.session.remove(key);
  });
});
