import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { piecesOf, sha256 } from '../support/files.ts';
import { changeUplink, thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';
import { unzip } from '../support/unzip.ts';

const MIB = 1024 * 1024;

test('one file of 30 MiB from one tab to another', async ({ someone, files }) => {
  const path = await files.random('film.bin', 30 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  await expect(sharer.share).toHaveAttribute('data-state', 'seeding');

  const friend = await someone();
  await friend.opens(link);
  await expect(friend.share).toContainText('film.bin');
  // Before the click nobody is connected, on either side.
  await expect(sharer.page.getByTestId('peer-row')).toHaveCount(0);
  await friend.starts();
  await friend.isDone();

  const row = friend.page.getByTestId('peer-row');
  await expect(row).toHaveCount(1);
  await expect(row).toHaveAttribute('data-peer', /^[0-9a-f-]{36}$/);
  await expect(row).toHaveAttribute('data-connection', /^(direct|lan)$/);
  await expect(row).toHaveAttribute('data-progress', '1');
  // On a desktop all of it is seen without scrolling: the link, who it comes from, and the file.
  await friend.page.setViewportSize({ width: 1280, height: 800 });
  for (const hook of ['share-link', 'peer-row', 'file-row']) {
    await expect(friend.page.getByTestId(hook)).toBeInViewport({ ratio: 1 });
  }
  await expect(friend.page.getByText(/^\d+ pieces, all here$/)).toBeVisible();
  await expect(friend.page.getByText('You and 1 other person hold everything')).toBeVisible();
  const header = friend.page.getByRole('columnheader', { name: 'Has' });
  await expect(header).toHaveAttribute('aria-sort', 'none');
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');

  const saved = await friend.saves();
  expect(saved.suggestedFilename()).toBe('film.bin');
  expect(await sha256(await saved.path())).toBe(await sha256(path));
});

test('a folder of 200 small files with unicode names and an empty one', async ({ someone, files }) => {
  const names = Array.from(
    { length: 198 },
    (_, at) => `Reise/Tag ${at % 7}/Bild ${at} – ä ö ß 写真 ${at}.txt`,
  );
  names.push('Reise/leer.txt', 'Reise/emoji 🐦.txt');
  for (const [at, name] of names.entries()) {
    await files.write(name, name.endsWith('leer.txt') ? '' : `${name} `.repeat(1 + (at % 50)));
  }
  const sharer = await someone();
  const link = await sharer.sharesFolder(join(files.folder, 'Reise'));
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  await expect(friend.page.getByTestId('file-row')).toHaveCount(200);

  const saved = await friend.saves();
  expect(saved.suggestedFilename()).toBe('Reise.zip');
  const entries = unzip(await readFile(await saved.path()));
  expect([...entries.keys()].sort()).toEqual([...names].sort());
  for (const name of names) {
    const original = await readFile(join(files.folder, name));
    expect(entries.get(name)?.equals(original), name).toBe(true);
  }
  const one = await friend.saves('leer.txt');
  expect(await readFile(await one.path())).toHaveLength(0);
});

test('three downloaders, two of whom start late', async ({ someone, files }) => {
  const path = await files.random('album.bin', 12 * MIB);
  const sharer = await someone((context) => thinUplink(context, 2 * MIB));
  const link = await sharer.shares(path);
  const first = await someone();
  await first.downloads(link);
  await first.hasReached(0.3);
  const late = [await someone(), await someone()];
  for (const friend of late) await friend.downloads(link);
  for (const friend of [first, ...late]) {
    await friend.isDone();
    const saved = await friend.saves();
    expect(saved.suggestedFilename()).toBe(basename(path));
    expect(await sha256(await saved.path())).toBe(await sha256(path));
  }
});

test('the sharer leaves when the others hold everything only together: they and a newcomer still complete', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 12 * MIB);
  const sharer = await someone((context) => thinUplink(context, 2 * MIB));
  const link = await sharer.shares(path);
  // So thin that each friend gets most of its pieces from the sharer, and other ones than its friend.
  const thin = (context: BrowserContext) => thinUplink(context, MIB / 4);
  const [ada, ben] = [await someone(thin), await someone(thin)];
  for (const friend of [ada, ben]) await friend.opens(link);
  for (const friend of [ada, ben]) await friend.starts();
  await expect
    .poll(async () => new Set([...(await ada.storedPieces()), ...(await ben.storedPieces())]).size, {
      intervals: [50],
    })
    .toBe(piecesOf(12 * MIB));
  await sharer.context.close();
  for (const friend of [ada, ben]) expect(await friend.progress()).toBeLessThan(1);

  const newcomer = await someone();
  await newcomer.downloads(link);
  for (const friend of [ada, ben]) await changeUplink(friend.page, 8 * MIB);
  for (const friend of [ada, ben, newcomer]) {
    await friend.isDone();
    await friend.savesWhatIsIn(path);
  }
});
