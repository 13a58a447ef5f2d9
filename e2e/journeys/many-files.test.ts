import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../support/test.ts';
import { unzip } from '../support/unzip.ts';

const COUNT = 600;
/** What the page shows before it is asked for more. */
const ROWS = 500;

test('a folder of 600 files in folders: shown in part, fetched and saved whole', async ({
  someone,
  files,
}) => {
  const names = Array.from({ length: COUNT }, (_, at) => `photos/day ${at % 30}/${at % 4}/picture ${at}.dat`);
  for (const [at, name] of names.entries()) await files.random(name, 100 + ((at * 977) % 9_000));
  const sharer = await someone();
  const link = await sharer.sharesFolder(join(files.folder, 'photos'));
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  const { page } = friend;
  const folders = page.getByTestId('folder-row');
  const rows = page.getByTestId('file-row');
  // Too many to be read at once: only the outermost folders, in the order of a person.
  await expect(folders).toHaveCount(30);
  await expect(folders.nth(2)).toHaveAttribute('data-path', 'day 2');
  await expect(rows).toHaveCount(0);
  await page.getByRole('button', { name: 'Open all folders' }).click();
  await expect.poll(async () => (await folders.count()) + (await rows.count())).toBe(ROWS);
  await page.getByRole('button', { name: /^Show more/ }).click();
  await expect(rows).toHaveCount(COUNT);

  const entries = unzip(await readFile(await (await friend.saves()).path()));
  expect([...entries.keys()].sort()).toEqual([...names].sort());
  for (const name of names) {
    const original = await readFile(join(files.folder, name));
    expect(entries.get(name)?.equals(original), name).toBe(true);
  }
});

test('a folder of 2,000 files opens, is filtered and chosen from with no more rows than a page bears', async ({
  someone,
  files,
}) => {
  for (let at = 0; at < 2_000; at++) await files.write(`many/all/picture ${at}.dat`, `${at}`);
  const sharer = await someone();
  await sharer.sharesFolder(join(files.folder, 'many'));
  const [torrent] = await Promise.all([
    sharer.page.waitForEvent('download'),
    sharer.page.getByTestId('export-torrent').click(),
  ]);
  const friend = await someone();
  const { page } = friend;
  await page.goto(friend.home);
  await page.getByTestId('open-torrent').setInputFiles(await torrent.path());
  await expect(page.getByTestId('folder-row')).toHaveCount(1);
  await page.getByRole('button', { name: /^all/ }).click();
  await expect(page.getByTestId('file-row')).toHaveCount(ROWS - 1);
  await page.getByTestId('file-filter').pressSequentially('picture 19');
  await expect(page.getByText('139 files found')).toBeVisible();
  await page.getByRole('button', { name: 'Select none found' }).click();
  await expect(page.getByText('1,861 of 2,000 selected')).toBeVisible();
  await page.getByTestId('file-filter').fill('');
  await expect(page.getByTestId('folder-row')).toHaveAttribute('data-selected', 'some');
});
