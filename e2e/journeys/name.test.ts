import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const PASSPHRASE = 'birds over the lake';

const uuid = (page: Page) => page.getByTestId('identity').getAttribute('data-uuid');

async function saveName(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Take along' }).click();
  await page.getByTestId('passphrase').fill('short');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'weak-passphrase');
  await page.getByTestId('passphrase').fill(PASSPHRASE);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  await expect(page.getByTestId('passphrase')).toHaveCount(0);
  expect(download.suggestedFilename()).toMatch(/^flockdrop-name-[0-9a-f]{8}\.json$/);
  await download.saveAs(path);
}

test('a name is taken along to another browser, and holds there in every tab and for the others', async ({
  someone,
  files,
}) => {
  const old = await someone();
  await old.page.goto(`${old.home}#/settings`);
  const name = await uuid(old.page);
  // Where it outlives the browser that it comes from.
  const path = join(files.folder, 'name.json');
  await saveName(old.page, path);
  await old.context.close();

  const { page, context, home } = await someone();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${home}#/settings`);
  const before = await uuid(page);
  expect(before).not.toBe(name);
  const other = await context.newPage();
  await other.goto(`${home}#/settings`);
  expect(await uuid(other)).toBe(before);

  await page.getByRole('button', { name: 'Take over' }).click();
  const chooser = page.getByTestId('identity-file');
  await chooser.setInputFiles(await files.write('bad.json', '{"type":"flockdrop-identity"}'));
  await page.getByTestId('passphrase').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  const error = page.getByRole('dialog').getByTestId('error');
  await expect(error).toHaveAttribute('data-code', 'bad-identity');
  await chooser.setInputFiles(path);
  await page.getByTestId('passphrase').fill('birds under the lake');
  await page.keyboard.press('Enter');
  await expect(error).toHaveAttribute('data-code', 'wrong-passphrase');
  expect(await uuid(page)).toBe(before);
  await page.getByTestId('passphrase').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('identity')).toHaveAttribute('data-uuid', name ?? '');
  await expect(other.getByTestId('identity')).toHaveAttribute('data-uuid', name ?? '');
  await expect(page.getByText('This browser is now')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('identity')).toHaveAttribute('data-uuid', name ?? '');

  const sharer = await someone();
  const link = await sharer.shares(await files.random('film.bin', 1_000_000));
  await page.goto(link);
  await page.getByTestId('start-download').click();
  await expect(sharer.page.getByTestId('peer-row')).toHaveAttribute('data-peer', name ?? '');
});
