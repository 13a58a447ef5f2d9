import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLibrary } from '../../src/adapters/library-store.ts';
import { DEFAULT_SETTINGS } from '../../src/adapters/settings.ts';
import type { Settings } from '../../src/session/snapshot.ts';
import { contents, dials, eventually, fileOf, SOMEONE, settle, Tab, torrentOf } from './browser.ts';

const DEFAULTS: Settings = DEFAULT_SETTINGS;

test('what is chosen in one tab holds in all of them, and nobody overwrites the choice of another', async () => {
  const [one, other] = [await Tab.open(), await Tab.open()];
  one.session.updateSettings({ relayOnly: true });
  await vi.waitFor(() => expect(other.app.settings.relayOnly).toBe(true));
  other.session.updateSettings({ uploadLimit: 250 });
  const both: Settings = { ...DEFAULTS, uploadLimit: 250, relayOnly: true };
  await vi.waitFor(() => expect(one.app.settings).toEqual(both));
  expect(await openLibrary().settings()).toEqual(both);
  one.session.updateSettings({ relayOnly: false, uploadLimit: null });
  await settle();
});

test('what is typed stays as it is typed while it is being written', async () => {
  const tab = await Tab.open();
  const seen: (number | null)[] = [];
  for (const limit of [1, 12, 123]) {
    tab.session.updateSettings({ downloadLimit: limit });
    seen.push(tab.app.settings.downloadLimit);
    await settle(1);
    seen.push(tab.app.settings.downloadLimit);
  }
  expect(seen).toEqual([1, 1, 12, 12, 123, 123]);
  await settle();
  tab.session.updateSettings({ downloadLimit: null });
  await settle();
});

test('once a relay is wanted in any tab, nobody stays connected directly', async () => {
  const [one, other] = [await Tab.open(), await Tab.open()];
  const file = fileOf('private.bin', contents(1, 77));
  const torrent = await torrentOf(file.path, [file]);
  one.session.createShare([file]);
  await vi.waitFor(() => expect(one.said('join', torrent)).toHaveLength(1));
  const infoHash = one.shows(torrent)?.infoHash;
  one.hears({ type: 'joined', infoHash, peers: [{ id: SOMEONE, left: 5 }], total: 1 });
  const direct = dials.at(-1);
  expect(direct?.options.relayOnly).toBe(false);
  other.session.updateSettings({ relayOnly: true });
  await vi.waitFor(() => expect(direct?.closed).toBe('paused'));
  expect(one.said('leave', torrent)).toHaveLength(1);
  expect(one.said('join', torrent)).toHaveLength(2);
  one.hears({ type: 'joined', infoHash, peers: [{ id: SOMEONE, left: 5 }], total: 1 });
  await vi.waitFor(() => expect(dials.at(-1)).not.toBe(direct));
  expect(dials.at(-1)?.options.relayOnly).toBe(true);
  one.session.updateSettings({ relayOnly: false });
  await settle();
});

describe('what was chosen just before its page went', () => {
  /** Nothing that is to be written will be: the page is gone before. */
  const goingLibrary = () => ({ ...openLibrary(), patchSettings: () => new Promise<never>(() => undefined) });

  beforeEach(() => {
    const notes = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => notes.get(name) ?? null,
      setItem: (name: string, text: string) => notes.set(name, text),
      removeItem: (name: string) => notes.delete(name),
    });
  });
  afterEach(async () => {
    Reflect.deleteProperty(globalThis, 'localStorage');
    await openLibrary().patchSettings(DEFAULTS);
  });

  test('holds where it cannot be written, and keeps nothing from starting', async () => {
    const gone = await Tab.open(goingLibrary());
    gone.session.updateSettings({ downloadLimit: 70 });
    const full = { ...openLibrary(), patchSettings: () => Promise.reject(new Error('full')) };
    const next = await Tab.open(full);
    expect(next.app.settings).toEqual({ ...DEFAULTS, downloadLimit: 70 });
    const later = await Tab.open();
    expect(later.app.settings).toEqual({ ...DEFAULTS, downloadLimit: 70 });
    expect(await openLibrary().settings()).toEqual({ ...DEFAULTS, downloadLimit: 70 });
  });

  test('holds on the next one, and from then on', async () => {
    const gone = await Tab.open(goingLibrary());
    gone.session.updateSettings({ downloadLimit: 70 });
    gone.session.updateSettings({ keepAwake: false });
    expect(await openLibrary().settings()).toEqual(DEFAULTS);
    const next = await Tab.open();
    expect(next.app.settings).toEqual({ ...DEFAULTS, downloadLimit: 70, keepAwake: false });
    next.session.updateSettings({ downloadLimit: 80 });
    await eventually(async () => expect((await openLibrary().settings()).downloadLimit).toBe(80));
    await settle();
    expect((await Tab.open()).app.settings.downloadLimit).toBe(80);
  });

  test('does not undo what was chosen since in a tab that lives', async () => {
    const gone = await Tab.open(goingLibrary());
    gone.session.updateSettings({ downloadLimit: 70 });
    const other = await Tab.open();
    other.session.updateSettings({ downloadLimit: 5 });
    await settle();
    expect((await Tab.open()).app.settings.downloadLimit).toBe(5);
  });

  test.each(['{', '[]', '7', '{"downloadLimit":"x"}', '{"unheard":1}'])(
    'counts for nothing as %s',
    async (text) => {
      localStorage.setItem('flockdrop:unwritten-settings', text);
      expect((await Tab.open()).app.settings).toEqual(DEFAULTS);
    },
  );
});
