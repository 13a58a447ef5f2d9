import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { sha256 } from '../support/files.ts';
import { choosesFolder, folderDigests, isStuck, putInFolder, sticksAfter } from '../support/folder.ts';
import { HASHER, holdBack } from '../support/late-scripts.ts';
import { changeUplink, thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;
const PLENTY = 64 * MIB;

const savingOn = (page: Page) => page.getByTestId('saving');

test('a folder is saved into a folder, broken off by a reload, and gone on with after a click', async ({
  someone,
  files,
}) => {
  const lengths = { 'Trip/day 1/a.bin': 3 * MIB, 'Trip/day 2/b.bin': 6 * MIB + 17, 'Trip/empty.txt': 0 };
  for (const [name, length] of Object.entries(lengths)) await files.random(name, length);
  const sharer = await someone();
  const link = await sharer.sharesFolder(join(files.folder, 'Trip'));
  const friend = await someone(async (context) => {
    await choosesFolder(context);
    await sticksAfter(context, 5);
  });
  await friend.downloads(link);
  await friend.isDone();
  const { page } = friend;
  await putInFolder(page, 'Trip/day 1/a.bin', 'somebody else’s');
  const before = await folderDigests(page);

  await page.getByTestId('save-into-folder').click();
  await expect(savingOn(page)).toHaveAttribute('data-state', 'saving');
  await isStuck(page);
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await friend.isDone();
  // Nothing is asked, and nothing written, without the person's word.
  await expect(page.getByTestId('save-go-on')).toBeVisible();
  await expect(savingOn(page)).toHaveAttribute('data-state', 'none');
  await page.getByTestId('save-go-on').click();
  await expect(savingOn(page)).toHaveAttribute('data-state', 'saved');
  await expect(page.getByTestId('save-go-on')).toHaveCount(0);

  const saved = await folderDigests(page);
  const original = (name: string) => sha256(join(files.folder, name));
  expect(saved).toEqual({
    ...before,
    'Trip/day 1/a (2).bin': await original('Trip/day 1/a.bin'),
    'Trip/day 2/b.bin': await original('Trip/day 2/b.bin'),
    'Trip/empty.txt': await original('Trip/empty.txt'),
  });
  // Once more: all of it is there already.
  await page.getByTestId('save-into-folder').click();
  await expect(savingOn(page)).toHaveAttribute('data-state', 'saved');
  expect(await folderDigests(page)).toEqual(saved);
});

test('files go into the folder as they arrive; cancelled and begun again, each is there once', async ({
  someone,
  files,
}) => {
  const paths = await Promise.all([2, 2, 2].map((mib, nth) => files.random(`Album/${nth}.bin`, mib * MIB)));
  const sharer = await someone((context) => thinUplink(context, MIB / 4));
  const link = await sharer.sharesFolder(join(files.folder, 'Album'));
  const friend = await someone(choosesFolder);
  await friend.downloads(link);
  const { page } = friend;
  await friend.hasReached(0.02);
  await page.getByTestId('save-into-folder').click();
  await expect(savingOn(page)).toHaveAttribute('data-state', 'waiting');
  await page.getByRole('button', { name: 'Cancel saving' }).click();
  await expect(savingOn(page)).toHaveAttribute('data-state', 'none');
  await expect(friend.share).toHaveAttribute('data-state', 'downloading');
  await page.getByTestId('save-into-folder').click();
  await expect(savingOn(page)).toHaveAttribute('data-state', 'waiting');
  await changeUplink(sharer.page, PLENTY);
  await friend.isDone();
  await expect(savingOn(page)).toHaveAttribute('data-state', 'saved');
  const digests = await Promise.all(
    paths.map(async (path) => [`Album/${basename(path)}`, await sha256(path)] as const),
  );
  expect(await folderDigests(page)).toEqual(Object.fromEntries(digests));
});

test('with the setting on, what is complete is saved by itself, and once only', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 5 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await someone();
  const { page } = friend;
  await page.goto(`${friend.home}#/settings`);
  await page.getByTestId('save-when-complete').check();
  await friend.opens(link);
  const saved = page.waitForEvent('download');
  await friend.starts();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('film.bin');
  expect(await sha256(await download.path())).toBe(await sha256(path));
  await expect(savingOn(page)).toHaveAttribute('data-state', 'saved');

  let again = 0;
  page.on('download', () => again++);
  await page.reload();
  await friend.isDone();
  // A save that a person asks for is the first one that there is.
  await friend.saves();
  expect(again).toBe(1);
});

test('what could not be read is chosen again, and shared', async ({ someone, files }) => {
  const path = await files.random('holiday.mp4', 8 * MIB);
  const sharer = await someone();
  const arrive = await holdBack(sharer.context, HASHER);
  const { page } = sharer;
  await page.goto(sharer.home);
  await page.getByTestId('file-input').setInputFiles(path);
  await expect(sharer.share).toHaveAttribute('data-state', 'hashing');
  await rm(path);
  arrive();
  await expect(sharer.share).toHaveAttribute('data-state', 'error');
  await page.getByTestId('choose-again').setInputFiles(await files.random('holiday.mp4', 8 * MIB));
  await sharer.link();
  await expect(sharer.share).toHaveAttribute('data-state', 'seeding');
  // The one that failed is not left behind.
  await page.getByRole('link', { name: 'Library' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(1);
});
