// Every page in every state that it can be brought into, once: what checks or draws them all goes through this list.
import { rm } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { gather } from './crowd.mjs';
import { Deployment } from './deployment.ts';
import type { Files } from './files.ts';
import { drawPicture, makeFilm } from './film.ts';
import { choosesFolder } from './folder.ts';
import { reads } from './languages.ts';
import { launchWith, offerToInstall } from './launch.ts';
import type { Person } from './person.ts';
import { Server } from './server.mjs';
import { changeUplink, corruptOutgoingBlocks, thinUplink } from './tampering.ts';

export interface Stage {
  readonly files: Files;
  readonly server: Server;
  readonly someone: (prepare?: (context: BrowserContext) => Promise<void>) => Promise<Person>;
}

/**
 * Is called with each state on screen, and may change size and colour scheme of the page meanwhile. What covers the
 * window is seen as a person sees it, a `window` at a time; all else is a whole `page`.
 */
export type Show = (name: string, page: Page, frame?: 'window' | 'page') => Promise<void>;

const MIB = 1024 * 1024;
/** So thin that a state outlasts being looked at from all sides. */
const TRICKLE = 48 * 1024;
const PLENTY = 64 * MIB;
const LONG =
  'Protokoll-der-außerordentlichen-Mitgliederversammlung_(endgültige Fassung, mit allen Anlagen und Unterschriften, Kopie 2) 2026-11-25T14-30.final.final.v3.pdf';

/** In this order: the last scenes take place without a server. */
const SCENES = [
  playEmptyPages,
  playPreparing,
  playLinksWithoutPeople,
  playTransfer,
  playSaving,
  playCrowdedShare,
  playFlock,
  playPreviews,
  playBadPeer,
  playHandover,
  playNewVersion,
  playLanguages,
  playOffline,
];

export async function playAllScenes(stage: Stage, show: Show): Promise<void> {
  for (const play of SCENES) {
    const contexts: BrowserContext[] = [];
    const someone: Stage['someone'] = async (prepare) => {
      const person = await stage.someone(prepare);
      contexts.push(person.context);
      return person;
    };
    await play({ ...stage, someone }, show);
    // Whoever played goes home: a flock that goes on behind the next scenes takes the machine from them.
    for (const context of contexts) await context.close();
  }
}

async function playEmptyPages(stage: Stage, show: Show): Promise<void> {
  const { someone, server } = stage;
  const { page, home, error } = await someone();
  await page.goto(home);
  await expect(page.getByTestId('drop-zone')).toBeVisible();
  await show('home-empty', page);
  const drag = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'x.txt'));
    return transfer;
  });
  await page.getByTestId('drop-zone').dispatchEvent('dragover', { dataTransfer: drag });
  await expect(page.getByText('Let go to share')).toBeVisible();
  await show('home-dragging', page, 'window');
  await page.getByTestId('drop-zone').dispatchEvent('dragleave', { dataTransfer: drag });
  await page.goto(`${home}#/library`);
  await expect(page.getByText('Nothing yet')).toBeVisible();
  await show('library-empty', page);
  await page.goto(`${home}#/settings`);
  await expect(page.getByTestId('relay-only')).toBeVisible();
  await show('settings', page);
  await offerToInstall(page);
  await expect(page.getByTestId('install')).toBeVisible();
  await show('settings-install', page);
  await page.getByTestId('notify').click();
  await expect(page.getByText('The browser blocks notifications')).toBeVisible();
  await show('settings-notifications-blocked', page);
  await page.getByRole('button', { name: 'Take along' }).click();
  await page.getByTestId('passphrase').fill('short');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByTestId('error')).toBeVisible();
  await show('settings-name-export', page, 'window');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Take over' }).click();
  await expect(page.getByTestId('identity-file')).toBeVisible();
  await show('settings-name-import', page, 'window');
  await page.keyboard.press('Escape');
  await playScanning(stage, show);
  await page.goto(`${home}#/share/nothing`);
  await expect(page.getByText('not here any more')).toBeVisible();
  await show('share-gone', page);
  await page.goto(`${server.url}/#s=abc`);
  await expect(error).toHaveAttribute('data-code', 'bad-link');
  await show('bad-link', page);
  const old = await someone(async (context) => {
    await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));
  });
  await old.page.goto(home);
  await expect(old.error).toBeVisible();
  await show('unsupported', old.page);
}

/** Before a camera that is dark, and one that nobody allows. */
async function playScanning({ someone }: Stage, show: Show): Promise<void> {
  const { page, home, error } = await someone(async (context) => {
    await context.addInitScript(() => {
      const { mediaDevices } = navigator;
      const refuse = mediaDevices.getUserMedia.bind(mediaDevices);
      let looks = 0;
      mediaDevices.getUserMedia = async (wanted) => {
        looks++;
        if (looks > 1) return refuse(wanted);
        const canvas = document.createElement('canvas');
        canvas.getContext('2d')?.fillRect(0, 0, 1, 1);
        return canvas.captureStream(10);
      };
    });
  });
  await page.goto(home);
  await page.getByRole('button', { name: 'Scan a code' }).click();
  await expect(page.getByText('Hold the QR code')).toBeVisible();
  await show('home-scan', page, 'window');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Scan a code' }).click();
  await expect(error).toBeVisible();
  await show('home-scan-refused', page, 'window');
}

/** The hasher's code comes late: by then the file is gone. */
async function playPreparing({ someone, files }: Stage, show: Show): Promise<void> {
  const path = await files.random('holiday.mp4', 8 * MIB);
  let arrive = () => {};
  const late = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const sharer = await someone(async (context) => {
    await context.route(/\/hash-[\w-]+\.js$/, async (route) => {
      await late;
      await route.continue();
    });
  });
  await sharer.page.goto(sharer.home);
  await sharer.page.getByTestId('file-input').setInputFiles(path);
  await expect(sharer.share).toHaveAttribute('data-state', 'hashing');
  await show('share-hashing', sharer.page);
  await rm(path);
  arrive();
  await expect(sharer.share).toHaveAttribute('data-state', 'error');
  await show('share-error', sharer.page);
}

async function playLinksWithoutPeople({ someone, server }: Stage, show: Show): Promise<void> {
  const visitor = await someone();
  const lost = `${server.url}/#s=${'A'.repeat(43)}&dn=${encodeURIComponent(LONG)}&xl=5000000000`;
  await visitor.opens(lost);
  await expect(visitor.page.getByTestId('diagnosis')).toHaveAttribute('data-code', 'no-peers');
  await show('share-waiting-alone', visitor.page);
  await visitor.starts();
  await expect(visitor.share).toHaveAttribute('data-state', 'joining');
  await show('share-joining-alone', visitor.page);
  for (const letter of 'BCDEFGHI') {
    await visitor.page.goto(
      `${visitor.home}#s=${letter}${'A'.repeat(42)}&dn=${encodeURIComponent(`Chapter ${letter}`)}&xl=70000000`,
    );
    await expect(visitor.page.getByRole('heading', { name: `Chapter ${letter}` })).toBeVisible();
  }
  await visitor.page.getByRole('link', { name: 'Library' }).click();
  await expect(visitor.page.getByTestId('library-search')).toBeVisible();
  await show('library-many', visitor.page);
  await visitor.page.getByTestId('library-search').fill('appendix');
  await expect(visitor.page.getByText('Nothing here has')).toBeVisible();
  await show('library-nothing-found', visitor.page);
}

async function playTransfer({ someone, files }: Stage, show: Show): Promise<void> {
  const sharer = await someone((context) => thinUplink(context, TRICKLE));
  const names = ['Lake, evening.jpg', 'Lake, morning.jpg', 'Notes.txt'];
  const link = await sharer.shares(...(await Promise.all(names.map((name) => files.random(name, 2 * MIB)))));
  await expect(sharer.share).toHaveAttribute('data-state', 'seeding');
  await show('share-seeding-alone', sharer.page);
  await sharer.page.getByRole('button', { name: 'QR code' }).click();
  await expect(sharer.page.getByRole('dialog')).toBeVisible();
  await show('share-qr', sharer.page, 'window');
  await sharer.page.keyboard.press('Escape');
  const friend = await someone();
  await friend.opens(link);
  await show('share-waiting', friend.page);
  await friend.starts();
  await friend.hasReached(0.02);
  await show('share-downloading', friend.page);
  await show('share-seeding', sharer.page);
  await friend.page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(friend.share).toHaveAttribute('data-state', 'paused');
  await show('share-paused', friend.page);
  await friend.page.getByRole('button', { name: /^Remove/ }).click();
  await expect(friend.page.getByRole('button', { name: 'Undo' })).toBeVisible();
  // With the focus on it, it stays.
  await friend.page.keyboard.press('F6');
  await show('share-removed', friend.page, 'window');
  await friend.page.getByRole('button', { name: 'Undo' }).click();
  await friend.page.goBack();
  await friend.page.getByRole('button', { name: 'Resume' }).click();
  await changeUplink(sharer.page, PLENTY);
  await friend.isDone();
  await show('share-complete', friend.page);
  await friend.opens(`${friend.home}#s=${'E'.repeat(43)}&dn=${encodeURIComponent(LONG)}&xl=5000000000`);
  await friend.page.getByRole('link', { name: 'Library' }).click();
  await expect(friend.page.getByRole('listitem')).toHaveCount(2);
  await show('library-filled', friend.page);
  await friend.page.goto(friend.home);
  await expect(friend.page.getByRole('heading', { name: 'In this browser' })).toBeVisible();
  await show('home-with-shares', friend.page);
}

/** Into a folder while it arrives, broken off by a reload, and gone on with. */
async function playSaving({ someone, files }: Stage, show: Show): Promise<void> {
  const sharer = await someone((context) => thinUplink(context, TRICKLE));
  const names = ['Lake, evening.jpg', 'Lake, morning.jpg'];
  const link = await sharer.shares(...(await Promise.all(names.map((name) => files.random(name, 2 * MIB)))));
  const friend = await someone(choosesFolder);
  const { page } = friend;
  await friend.downloads(link);
  await friend.hasReached(0.02);
  await page.getByTestId('save-into-folder').click();
  await expect(page.getByTestId('saving')).toHaveAttribute('data-state', 'waiting');
  await show('share-saving', page);
  await page.reload();
  await expect(page.getByTestId('save-go-on')).toBeVisible();
  await show('share-save-unfinished', page);
  await page.getByTestId('save-go-on').click();
  await changeUplink(sharer.page, PLENTY);
  await expect(page.getByTestId('saving')).toHaveAttribute('data-state', 'saved');
  await friend.isDone();
  await show('share-saved', page);
}

/** Many files, deep folders, names without an end, and only some of them wanted. */
async function playCrowdedShare({ someone, files }: Stage, show: Show): Promise<void> {
  const deep = 'Archive/2026/Autumn/A folder whose name somebody thought about for a very long time/raw';
  for (let index = 0; index < 40; index++)
    await files.random(`crowd/${deep}/IMG_${4_000 + index}.dng`, 3_000);
  await files.random(`crowd/${LONG}`, 90_000);
  await files.random('crowd/صورة من البحيرة.jpg', 5_000);
  await files.random('crowd/empty.txt', 0);
  const sharer = await someone();
  await sharer.sharesFolder(`${files.folder}/crowd`);
  const [torrent] = await Promise.all([
    sharer.page.waitForEvent('download'),
    sharer.page.getByTestId('export-torrent').click(),
  ]);
  const friend = await someone();
  await friend.page.goto(friend.home);
  await friend.page.getByTestId('open-torrent').setInputFiles(await torrent.path());
  await expect(friend.page.getByTestId('start-download')).toBeVisible();
  await show('share-many-files', friend.page);
  const raw = friend.page.locator(`[data-testid=folder-row][data-path="${deep}"]`);
  await raw.getByRole('checkbox').click();
  await raw.getByRole('button').click();
  await expect(friend.page.getByTestId('file-row')).toHaveCount(3);
  await show('share-folder-left-out', friend.page);
  await friend.page.getByTestId('file-filter').fill('img 401');
  await expect(friend.page.getByText('10 files found')).toBeVisible();
  await show('share-files-found', friend.page);
  await friend.page.getByTestId('file-filter').fill('');
  await friend.page.getByRole('button', { name: 'Select none' }).click();
  await expect(friend.page.getByTestId('diagnosis')).toHaveAttribute('data-code', 'nothing-selected');
  await show('share-nothing-selected', friend.page);
}

/** A whole flock, and somebody who asks who has a piece. */
async function playFlock({ someone, files }: Stage, show: Show): Promise<void> {
  const sharer = await someone((context) => thinUplink(context, TRICKLE));
  const link = await sharer.shares(await files.random('concert.mkv', 40 * MIB));
  const friend = await someone();
  await friend.downloads(link);
  await friend.hasReached(0.002);
  const strangers = await someone();
  await gather(strangers.page, {
    app: friend.home,
    sharer: sharer.page,
    receiver: friend.page,
    count: 50,
    everyMs: 2_000,
  });
  await friend.page.getByTestId('piece-map').focus();
  await friend.page.keyboard.press('End');
  await expect(friend.page.getByTestId('piece-inspector')).toContainText('have it');
  await show('share-flock', friend.page);
}

/** Files that are looked at, and one that waits for what it is to play. */
async function playPreviews({ someone, files }: Stage, show: Show): Promise<void> {
  const sharer = await someone((context) => thinUplink(context, TRICKLE));
  const { page } = sharer;
  const film = await makeFilm(page, { seconds: 60, bytesPerSecond: 128 * 1024 });
  const link = await sharer.shares(
    await files.write('Lake at dusk.webm', film),
    await files.write('Lake.png', await drawPicture(page, 'image/png')),
    await files.write('Notes.txt', 'Bring bread for the ducks.\nThe boat leaves at nine.\n'),
    await files.write('Not a picture.jpg', '<!doctype html><script>alert(1)</script>'),
  );
  const preview = (person: Person, path: string) =>
    person.page.locator(`[data-testid=file-row][data-path="${path}"]`).getByTestId('preview').click();
  await preview(sharer, 'Lake at dusk.webm');
  const player = page.getByTestId('preview-player');
  await expect(player).toHaveAttribute('data-waiting', 'false');
  await player.evaluate((media: HTMLMediaElement) => media.pause());
  await show('preview-film', page, 'window');
  await page.keyboard.press('Escape');
  for (const [path, shown, name] of [
    ['Lake.png', 'preview-image', 'preview-picture'],
    ['Notes.txt', 'preview-text', 'preview-text'],
    ['Not a picture.jpg', 'error', 'preview-refused'],
  ] as const) {
    await preview(sharer, path);
    await expect(page.getByRole('dialog').getByTestId(shown)).toBeVisible();
    await show(name, page, 'window');
    await page.keyboard.press('Escape');
  }
  const friend = await someone();
  await friend.downloads(link);
  await preview(friend, 'Lake at dusk.webm');
  await expect(friend.page.getByTestId('preview-waiting')).toHaveAttribute('data-code', 'pieces');
  await show('preview-waiting', friend.page, 'window');
}

async function playBadPeer({ someone, files }: Stage, show: Show): Promise<void> {
  const liar = await someone(corruptOutgoingBlocks);
  const link = await liar.shares(await files.random('film.mp4', MIB));
  const friend = await someone();
  await friend.downloads(link);
  await expect(friend.page.getByTestId('peer-row')).toHaveAttribute('data-state', 'banned');
  await show('share-banned-peer', friend.page);
}

/** What the system opened with the app, and what did not come through. */
async function playHandover({ someone }: Stage, show: Show): Promise<void> {
  const { page, home } = await someone((context) => launchWith(context, LONG, Buffer.alloc(3 * MIB)));
  await page.goto(home);
  await expect(page.getByTestId('arrival')).toBeVisible();
  await show('home-arrival', page);
  const loser = await someone();
  await loser.page.goto(`${home}#received=failed`);
  await expect(loser.error).toHaveAttribute('data-code', 'handover-failed');
  await show('home-arrival-lost', loser.page);
}

async function playNewVersion({ someone, files }: Stage, show: Show): Promise<void> {
  const deployment = await Deployment.make(files.folder);
  const server = await Server.start({ root: deployment.root });
  try {
    const { context, page } = await someone();
    await page.goto(`${server.url}/`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await deployment.update();
    await (await context.newPage()).goto(`${server.url}/`);
    await expect(page.getByTestId('update')).toBeVisible();
    await show('home-new-version', page, 'window');
  } finally {
    await server.down();
  }
}

/** One person's browser speaks German, the other's Arabic: from right to left. */
async function playLanguages({ someone, files }: Stage, show: Show): Promise<void> {
  const german = await someone(async (context) => {
    await reads(context, 'de-DE', 'en');
    await thinUplink(context, TRICKLE);
  });
  const names = ['Bootsfahrt auf dem See.jpg', 'صورة من البحيرة.jpg', 'Notes (final).txt'];
  const link = await german.shares(...(await Promise.all(names.map((name) => files.random(name, 2 * MIB)))));
  const arab = await someone((context) => reads(context, 'ar-EG', 'en'));
  await arab.page.goto(arab.home);
  await expect(arab.page.getByTestId('drop-zone')).toBeVisible();
  await show('home-arabic', arab.page);
  await arab.opens(link);
  await show('share-waiting-arabic', arab.page);
  await arab.starts();
  await arab.hasReached(0.02);
  await show('share-downloading-arabic', arab.page);
  await show('share-seeding-german', german.page);
  await changeUplink(german.page, PLENTY);
  await arab.isDone();
  await show('share-complete-arabic', arab.page);
  await arab.page.goto(`${arab.home}#/library`);
  await expect(arab.page.getByRole('listitem')).toHaveCount(1);
  await show('library-arabic', arab.page);
  for (const [{ page, home }, language] of [
    [arab, 'arabic'],
    [german, 'german'],
  ] as const) {
    await page.goto(`${home}#/settings`);
    await expect(page.getByTestId('language')).toBeVisible();
    await show(`settings-${language}`, page);
  }
  await german.page.goto(german.home);
  await expect(german.page.getByTestId('drop-zone')).toBeVisible();
  await show('home-german', german.page);
}

async function playOffline({ someone, files, server }: Stage, show: Show): Promise<void> {
  const sharer = await someone();
  await sharer.shares(await files.random('minutes.pdf', MIB));
  await server.down();
  await expect(sharer.page.getByTestId('diagnosis')).toHaveAttribute('data-code', 'no-server');
  await show('share-offline', sharer.page);
  await sharer.context.setOffline(true);
  await expect(sharer.page.getByTestId('offline')).toBeVisible();
  await show('share-without-network', sharer.page);
  await server.up();
}
