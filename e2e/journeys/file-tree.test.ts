import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const KIB = 1024;
const LONG = `Protocol ${'of the extraordinary general meeting '.repeat(5)}final.tar.gz`;

function folder(page: Page, path: string): Locator {
  return page.locator(`[data-testid=folder-row][data-path="${path}"]`);
}

function row(page: Page, path: string): Locator {
  return page.locator(`[data-testid=file-row][data-path="${path}"]`);
}

test('on a phone, by the keyboard alone: folders are opened and closed, and a whole one is left out', async ({
  someone,
  files,
}) => {
  for (const name of ['trip/raw/1.dng', 'trip/raw/2.dng', 'trip/a.jpg', 'trip/b.jpg', `notes/${LONG}`])
    await files.random(`holiday/${name}`, 300 * KIB);
  const sharer = await someone();
  await sharer.sharesFolder(`${files.folder}/holiday`);
  const [torrent] = await Promise.all([
    sharer.page.waitForEvent('download'),
    sharer.page.getByTestId('export-torrent').click(),
  ]);
  const friend = await someone();
  const { page } = friend;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(friend.home);
  await page.getByTestId('open-torrent').setInputFiles(await torrent.path());
  const fileRows = page.getByTestId('file-row');
  await expect(fileRows).toHaveCount(5);

  await test.step('no name loses its end, and nothing is wider than the screen', async () => {
    await expect(row(page, `notes/${LONG}`)).toContainText('final.tar.gz');
    const seen = await row(page, `notes/${LONG}`).evaluate((element) => {
      const name = element.querySelector('bdi');
      const range = document.createRange();
      range.selectNodeContents(name ?? element);
      const { right, bottom } = [...range.getClientRects()].at(-1) ?? { right: 1e9, bottom: 1e9 };
      const box = (name?.parentElement ?? element).getBoundingClientRect();
      return right <= innerWidth && bottom <= box.bottom + 1;
    });
    expect(seen).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  await test.step('arrows go through the rows, and close and open folders', async () => {
    const trip = folder(page, 'trip').getByRole('button');
    await trip.focus();
    await page.keyboard.press('ArrowDown');
    await expect(folder(page, 'trip/raw').getByRole('button')).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(folder(page, 'trip/raw').getByRole('button')).toHaveAttribute('aria-expanded', 'false');
    await expect(fileRows).toHaveCount(3);
    await page.keyboard.press('ArrowLeft');
    await expect(trip).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(fileRows).toHaveCount(1);
    await page.keyboard.press('ArrowRight');
    await expect(fileRows).toHaveCount(3);
  });

  await test.step('a folder is left out with all that is in it, whether it is open or not', async () => {
    const box = folder(page, 'trip/raw').getByRole('checkbox');
    await box.focus();
    await page.keyboard.press('Space');
    await expect(folder(page, 'trip/raw')).toHaveAttribute('data-selected', 'none');
    await expect(folder(page, 'trip')).toHaveAttribute('data-selected', 'some');
    const outer = folder(page, 'trip').getByRole('checkbox');
    expect(await outer.evaluate((element: HTMLInputElement) => element.indeterminate)).toBe(true);
    await folder(page, 'trip').getByRole('combobox').selectOption('First');
    await expect(row(page, 'trip/a.jpg').getByRole('combobox')).toHaveValue('3');
    await expect(page.getByText('3 of 5 selected')).toBeVisible();
  });

  await friend.starts();
  await friend.isDone();
  await expect(folder(page, 'trip/raw')).toHaveAttribute('data-progress', '0');
  await expect(folder(page, 'notes')).toHaveAttribute('data-progress', '1');
  // One press on what is chosen in part takes all of it.
  await folder(page, 'trip').getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await expect(folder(page, 'trip')).toHaveAttribute('data-progress', '1');
  await expect(folder(page, 'trip/raw')).toHaveAttribute('data-progress', '1');
});
