import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DepsContext } from '../../src/features/app/commands.ts';
import { Opening } from '../../src/features/app/opening.tsx';
import * as pages from '../../src/features/app/pages.ts';
import { tabLimitsWords } from '../../src/features/app/tab-limits.tsx';
import { HomePage } from '../../src/features/home/home-page.tsx';
import { SettingsPage } from '../../src/features/settings/settings-page.tsx';
import { SharePage } from '../../src/features/share/share-page.tsx';
import type { AppSnapshot, Commands, ShareSnapshot } from '../../src/session/snapshot.ts';
import { createAppStore, type ShellCommands } from '../../src/store/index.ts';
import { peerName } from '../../src/ui/peer-face.ts';
import { english } from '../text/english.ts';
import { app, file, peer, share } from './snapshots.ts';

/** The hooks that the page promises to scripts, as the first render already gives them. */

// A server has none before Node 21.
beforeAll(() => void vi.stubGlobal('navigator', {}));
afterAll(() => void vi.unstubAllGlobals());

const NO_COMMANDS: Commands = {
  createShare: () => null,
  cancelHashing: () => undefined,
  openLink: () => null,
  openTorrent: async () => null,
  start: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  select: () => undefined,
  save: () => undefined,
  preview: () => ({ source: new Promise(() => undefined), close: () => undefined }),
  saveIntoFolder: () => undefined,
  cancelSaving: () => undefined,
  exportTorrent: () => undefined,
  connectionReport: () => '',
  grantAccess: () => undefined,
  remove: async () => undefined,
  putAway: () => undefined,
  restore: () => undefined,
  finishRemoval: async () => undefined,
  keepStorage: async () => false,
  permissionToNotify: () => 'default',
  startNotifying: async () => 'default',
  exportIdentity: async () => null,
  importIdentity: async () => null,
  renewIdentity: async () => null,
  updateSettings: () => undefined,
  lookAt: () => undefined,
  inspect: () => undefined,
  dismissProblem: () => undefined,
};

const NO_SHELL: ShellCommands = {
  reload: () => undefined,
  install: () => undefined,
  forgetArrival: () => undefined,
};

interface Hook {
  readonly [attribute: string]: string;
}

function htmlOf(snapshot: AppSnapshot, page: ReactNode): string {
  const store = createAppStore();
  store.publish(snapshot);
  // A server-side render asks for the state at birth: here it is born with the snapshot.
  const born = { ...store, getInitialState: store.getState };
  return renderToStaticMarkup(
    <DepsContext value={{ store: born, rest: { commands: NO_COMMANDS, shell: NO_SHELL, pages } }}>
      <Opening>{page}</Opening>
    </DepsContext>,
  );
}

/** The attributes of every element with a test id, by that id. */
function hooksOf(snapshot: AppSnapshot, page: ReactNode): Map<string, readonly Hook[]> {
  const html = htmlOf(snapshot, page);
  const hooks = new Map<string, readonly Hook[]>();
  for (const [tag, id = ''] of html.matchAll(/<[^<>]*data-testid="([\w-]+)"[^<>]*>/g)) {
    const attributes = [...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    hooks.set(id, [...(hooks.get(id) ?? []), Object.fromEntries(attributes)]);
  }
  return hooks;
}

const shown = (change: Partial<ShareSnapshot>) =>
  hooksOf(app({ shares: [share(change)] }), <SharePage shareKey="k" />);

const markup = (change: Partial<ShareSnapshot>, rest: Partial<AppSnapshot> = {}) =>
  htmlOf(app({ ...rest, shares: [share(change)] }), <SharePage shareKey="k" />);

describe('home', () => {
  test('takes files, links and torrents', () => {
    const hooks = hooksOf(app(), <HomePage />);
    expect([...hooks.keys()]).toEqual(
      expect.arrayContaining(['drop-zone', 'file-input', 'open-link', 'open-link-go', 'open-torrent']),
    );
    expect(hooks.get('file-input')?.[0]).toMatchObject({ type: 'file', multiple: '' });
  });
});

describe('settings', () => {
  test('limits are numbers in kB/s, empty when unlimited', () => {
    const settings = { ...app().settings, uploadLimit: 500, relayOnly: true, saveWhenComplete: true };
    const hooks = hooksOf(app({ settings }), <SettingsPage />);
    expect(hooks.get('download-limit')?.[0]).toMatchObject({ type: 'number', value: '' });
    expect(hooks.get('upload-limit')?.[0]).toMatchObject({ type: 'number', value: '500' });
    expect(hooks.get('relay-only')?.[0]).toMatchObject({ type: 'checkbox', checked: '' });
    expect(hooks.get('keep-awake')?.[0]).toMatchObject({ type: 'checkbox', checked: '' });
    expect(hooks.get('save-when-complete')?.[0]).toMatchObject({ type: 'checkbox', checked: '' });
  });
});

describe('limits of this tab alone', () => {
  const texts = (page: ReactNode, tabLimits: AppSnapshot['tabLimits']) =>
    hooksOf(app({ tabLimits, shares: [share()] }), page).get('tab-limits')?.length ?? 0;

  test('are said where limits are chosen and where they are felt, and nowhere when there are none', () => {
    for (const page of [<SettingsPage key="s" />, <SharePage key="p" shareKey="k" />]) {
      expect([texts(page, {}), texts(page, { up: null })]).toEqual([0, 1]);
    }
  });

  test('are said in words', () => {
    expect(tabLimitsWords(english, { down: 200_000, up: null })).toBe(
      'This tab alone downloads 200\u00a0kB/s at most and uploads without a limit: its link says so. A limit chosen here, in the settings, ends that.',
    );
  });
});

describe('share page', () => {
  test('says where the share stands', () => {
    expect(shown({}).get('share')?.[0]).toMatchObject({
      'data-state': 'downloading',
      'data-progress': '0.5',
      'data-infohash': 'ab'.repeat(32),
      'data-down-bps': '1000',
      'data-up-bps': '200',
      'data-peers': '2',
    });
  });

  test('a share that waits for a word is paused, and only it offers to start', () => {
    const waiting = shown({ state: 'waiting' });
    expect(waiting.get('share')?.[0]).toMatchObject({ 'data-state': 'paused' });
    expect(waiting.get('start-download')).toHaveLength(1);
    expect(shown({ state: 'paused' }).has('start-download')).toBe(false);
  });

  test.each(['hashing', 'joining', 'downloading', 'paused', 'complete', 'seeding', 'error'] as const)(
    '%s is said by its own name',
    (state) => expect(shown({ state }).get('share')?.[0]).toMatchObject({ 'data-state': state }),
  );

  test('hands out the link and the torrent', () => {
    expect(shown({}).get('share-link')?.[0]).toMatchObject({ 'data-link': 'https://example.org/#s=x' });
    expect(shown({}).has('export-torrent')).toBe(true);
    expect(shown({ pieceCount: null }).has('export-torrent')).toBe(false);
    expect(shown({ state: 'hashing', link: null, infoHash: null }).has('share-link')).toBe(false);
  });

  test('offers to save what is there: a file as soon as it is whole, all of it at the end', () => {
    const files = [file(0, { progress: 1 }), file(1)];
    expect(shown({ files }).get('save')).toHaveLength(1);
    const whole = files.map((row) => ({ ...row, progress: 1 }));
    expect(shown({ state: 'complete', progress: 1, files: whole }).get('save')).toHaveLength(3);
  });

  test('offers to choose among several files until all of them are here', () => {
    const files = [file(0, { progress: 1 }), file(1, { priority: 0 })];
    const boxes = (change: Partial<ShareSnapshot>) =>
      markup({ files, totalLength: 20, heldLength: 10, ...change }).split('type="checkbox"').length - 1;
    expect(boxes({})).toBe(2);
    expect(boxes({ state: 'waiting' })).toBe(2);
    expect(boxes({ state: 'complete', heldLength: 20 })).toBe(0);
    expect(boxes({ state: 'seeding' })).toBe(0);
    expect(boxes({ files: [file(0)] })).toBe(0);
  });

  test('warns before a download of what needs more room than there is, and counts only what is selected', () => {
    const warns = (wantedLength: number) =>
      markup(
        { state: 'waiting', wantedLength, heldLength: 0 },
        { storageQuota: 100, storageUsed: 40 },
      ).includes('data-code="no-room"');
    expect([warns(60), warns(61)]).toEqual([false, true]);
  });

  test('a file row has its whole path', () => {
    const row = file(0, { path: 'a/b "c".txt', length: 12, progress: 0.5, priority: 0 });
    expect(shown({ files: [row] }).get('file-row')?.[0]).toMatchObject({
      'data-path': 'a/b &quot;c&quot;.txt',
      'data-length': '12',
      'data-progress': '0.5',
      'data-selected': 'false',
    });
  });

  test('a folder row tells what is in it, which stands below it at once where it is read in a moment', () => {
    const files = [file(0, { path: 'a/x' }), file(1, { path: 'a/b/y', priority: 0 })];
    const hooks = shown({ files });
    expect(hooks.get('folder-row')).toMatchObject([
      { 'data-path': 'a', 'data-selected': 'some', 'data-progress': '0' },
      { 'data-path': 'a/b', 'data-selected': 'none' },
    ]);
    expect(hooks.get('file-row')).toHaveLength(2);
    const many = Array.from({ length: 501 }, (_, index) => file(index, { path: `a/${index}` }));
    expect(shown({ files: many }).get('folder-row')).toHaveLength(1);
    expect(shown({ files: many }).has('file-row')).toBe(false);
  });

  test('of many files the first come at once, and the others after the page is there', () => {
    const files = Array.from({ length: 10_000 }, (_, index) => file(index));
    expect(shown({ files: files.slice(0, 20) }).get('file-row')).toHaveLength(20);
    expect(shown({ files }).get('file-row')).toHaveLength(30);
  });

  test('a peer row says who, how and how much', () => {
    const row = peer({ connection: 'relay', state: 'choked', lanes: 4 });
    expect(shown({ peers: [row] }).get('peer-row')?.[0]).toMatchObject({
      'data-peer': row.id,
      'data-connection': 'relay',
      'data-progress': '0.25',
      'data-down-bps': '7',
      'data-up-bps': '3',
      'data-lanes': '4',
      'data-state': 'choked',
    });
    expect(shown({ peers: [peer({ state: 'banned' })] }).get('peer-row')?.[0]).toMatchObject({
      'data-state': 'banned',
    });
  });

  test('a peer is called by a name, and its UUID is told to who asks', () => {
    const row = peer();
    const html = markup({ peers: [row] });
    expect(html).toContain(`title="${row.id}"><bdi>${peerName(row.id)}</bdi></span>`);
  });

  test('the table of peers can be sorted by every column, and says that it is not yet', () => {
    expect(markup({ peers: [peer()] }).split('aria-sort="none"')).toHaveLength(6);
  });

  test('all of 200 peers have a row, each in its place', () => {
    const peers = Array.from({ length: 200 }, (_, at) => peer({ id: `peer-${at}` }));
    expect(
      shown({ peers })
        .get('peer-row')
        ?.map((row) => row['data-peer']),
    ).toEqual(peers.map(({ id }) => id));
  });

  test('what is being saved cannot be removed, and says why', () => {
    const saving = { bytes: 1, length: 2, folder: null, isWaiting: false };
    const button = (change: Partial<ShareSnapshot>) =>
      /<button[^>]*aria-label="Remove [^>]*>/.exec(markup(change))?.[0] ?? '';
    expect(button({ saving })).toMatch(/aria-disabled="true".* title="It is being saved/);
    expect(button({ saving: { ...saving, isWaiting: true } })).toContain('aria-disabled="false"');
    expect(button({})).toContain('aria-disabled="false"');
  });

  test('rates are drawn, and told in words, where pieces are', () => {
    const words = 'aria-label="Rates of the last two minutes';
    expect(markup({ pieceCells: '8' })).toContain(words);
    expect(markup({ pieceCells: '8', state: 'waiting' })).not.toContain(words);
  });

  test('pieces are told in words, too, as soon as somebody looks', () => {
    const pieces = { heldPieces: 1_312, pieceCount: 2_400, pieceCells: '80rc' };
    expect(markup(pieces)).toContain('>1,312 of 2,400 pieces here</p>');
    // It stays what it is while nobody chooses: each change would be read out.
    expect(markup(pieces)).toContain('aria-valuenow="0" aria-valuetext="Arrow keys choose a piece."');
    expect(markup({ ...pieces, pieceCells: null })).not.toContain('<canvas');
    expect(markup({ ...pieces, state: 'waiting' })).not.toContain('<canvas');
  });

  test('problems and diagnoses carry their codes', () => {
    const hooks = shown({
      problem: { code: 'storage-full', message: 'No room.' },
      diagnosis: { code: 'waiting-turn', message: 'Wait.' },
    });
    expect(hooks.get('error')?.[0]).toMatchObject({ 'data-code': 'storage-full' });
    expect(hooks.get('diagnosis')?.[0]).toMatchObject({ 'data-code': 'waiting-turn' });
  });

  test('one error is shown at a time: what is wrong here comes before nobody being there', () => {
    const problem = { code: 'copy-incomplete', message: 'Share it again.' };
    const hooks = shown({ state: 'joining', problem, diagnosis: { code: 'no-peers', message: 'Nobody.' } });
    expect(hooks.get('error')?.map((hook) => hook['data-code'])).toEqual(['copy-incomplete']);
    expect(hooks.get('diagnosis')?.[0]).toMatchObject({ 'data-code': 'no-peers' });
  });

  test('what is only worth knowing is no error', () => {
    const hooks = shown({ warning: { code: 'ambiguous-names', message: 'Emoji.' } });
    expect(hooks.get('warning')?.[0]).toMatchObject({ 'data-code': 'ambiguous-names' });
    expect(hooks.has('error')).toBe(false);
  });

  test('nobody there is both a diagnosis and an error to whoever opened the link', () => {
    const hooks = shown({ state: 'joining', diagnosis: { code: 'no-peers', message: 'Nobody.' } });
    expect(hooks.get('error')?.[0]).toMatchObject({ 'data-code': 'no-peers' });
    expect(hooks.get('diagnosis')?.[0]).toMatchObject({ 'data-code': 'no-peers' });
  });
});
