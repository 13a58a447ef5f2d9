// A share with others in it, on both sides.
import { expect } from '@playwright/test';
import { gather } from '../crowd.mjs';
import { drawPicture, makeFilm } from '../film.ts';
import { choosesFolder } from '../folder.ts';
import type { Person } from '../person.ts';
import { changeUplink, corruptOutgoingBlocks, thinUplink } from '../tampering.ts';
import { LONG, MIB, PLENTY, type Show, type Stage, TRICKLE } from './stage.ts';

export async function playTransfer({ someone, files }: Stage, show: Show): Promise<void> {
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
export async function playSaving({ someone, files }: Stage, show: Show): Promise<void> {
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
export async function playCrowdedShare({ someone, files }: Stage, show: Show): Promise<void> {
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
export async function playFlock({ someone, files }: Stage, show: Show): Promise<void> {
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
export async function playPreviews({ someone, files }: Stage, show: Show): Promise<void> {
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

export async function playBadPeer({ someone, files }: Stage, show: Show): Promise<void> {
  const liar = await someone(corruptOutgoingBlocks);
  const link = await liar.shares(await files.random('film.mp4', MIB));
  const friend = await someone();
  await friend.downloads(link);
  await expect(friend.page.getByTestId('peer-row')).toHaveAttribute('data-state', 'banned');
  await show('share-banned-peer', friend.page);
}
