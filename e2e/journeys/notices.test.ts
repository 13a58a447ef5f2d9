import type { BrowserContext, Page } from '@playwright/test';
import { changeUplink, thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

interface Told {
  told: string[];
}

/** Keeps what the system would show. */
async function hearNotifications(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const hearing = globalThis as unknown as Told;
    hearing.told = [];
    const Real = globalThis.Notification;
    class Heard extends Real {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        hearing.told.push(`${title}: ${options?.body}`);
      }
    }
    Object.assign(globalThis, { Notification: Heard });
  });
}

const told = (page: Page) => page.evaluate(() => (globalThis as unknown as Told).told);

/** As if another tab had been opened before it. */
async function hide(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}

test('a download that is complete while nobody looks is told by the system, once it was wanted', async ({
  someone,
  files,
}) => {
  const sharer = await someone((context) => thinUplink(context, 96 * 1024));
  const path = await files.random('film.bin', MIB);
  const link = await sharer.shares(path);
  const friend = await someone(hearNotifications);
  const { page, context, home } = friend;
  await context.grantPermissions(['notifications']);
  await page.goto(`${home}#/settings`);
  await page.getByTestId('notify').click();
  await expect(page.getByTestId('notify')).toBeChecked();
  await page.reload();
  await expect(page.getByTestId('notify')).toBeChecked();
  await friend.downloads(link);
  await friend.hasReached(0.05);
  await hide(page, true);
  await changeUplink(sharer.page, 64 * MIB);
  await friend.isDone();
  await expect.poll(() => told(page)).toEqual(['film.bin: The download is complete.']);
});

test('where the browser blocks notifications the settings say so, and nothing is turned on', async ({
  someone,
}) => {
  const { page, home } = await someone();
  await page.goto(`${home}#/settings`);
  await page.getByTestId('notify').click();
  await expect(page.getByText('The browser blocks notifications')).toBeVisible();
  await expect(page.getByTestId('notify')).not.toBeChecked();
});

test('a download that is complete while one is elsewhere is told in passing, and leads back', async ({
  someone,
  files,
}) => {
  const sharer = await someone((context) => thinUplink(context, 96 * 1024));
  const link = await sharer.shares(await files.random('film.bin', MIB));
  const friend = await someone();
  const { page } = friend;
  await friend.downloads(link);
  await friend.hasReached(0.05);
  await page.getByRole('link', { name: 'Settings' }).click();
  await changeUplink(sharer.page, 64 * MIB);
  await expect(page.getByText('film.bin is complete')).toBeVisible();
  await page.getByRole('button', { name: 'Show' }).click();
  await friend.isDone();
  await expect(page.getByText('film.bin is complete')).toHaveCount(0);
});

test('what is removed comes back with one key, and is gone when it is not wanted back', async ({
  someone,
  files,
}) => {
  const sharer = await someone();
  const { page, home, share } = sharer;
  const link = await sharer.shares(await files.random('film.bin', MIB));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('link', { name: 'Library' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'film.bin' });
  await row.getByRole('button', { name: 'Remove film.bin' }).focus();
  await page.keyboard.press('Enter');
  await expect(row).toHaveCount(0);
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  // The keyboard's way to what is said in passing.
  await page.keyboard.press('F6');
  while (!(await undo.evaluate((button) => button === document.activeElement)))
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(row).toBeVisible();
  await page.goto(link);
  await expect(share).toHaveAttribute('data-state', 'seeding');

  await page.goto(`${home}#/library`);
  await row.getByRole('button', { name: 'Remove film.bin' }).click();
  await expect(undo).toBeVisible();
  // The page goes before it is final: the next one does not know it any more.
  await page.reload();
  await expect(page.getByText('Nothing yet')).toBeVisible();
  await expect
    .poll(() =>
      page.evaluate(
        async () =>
          (await indexedDB.databases()).filter(({ name }) => name?.startsWith('flockdrop-share')).length,
      ),
    )
    .toBe(0);
});

test('that others see one’s address is said before the first download, with a way around it, and never again', async ({
  someone,
  files,
}) => {
  const sharer = await someone();
  const link = await sharer.shares(await files.random('film.bin', MIB));
  const friend = await someone();
  const { page, home } = friend;
  await friend.opens(link);
  const note = page.getByText('see your network address');
  await expect(note).toBeVisible();
  await page.getByRole('button', { name: 'Connect through a relay instead' }).click();
  await expect(page.getByText('You connect through a relay')).toBeVisible();
  await page.getByRole('button', { name: 'Connect directly after all' }).click();
  await friend.starts();
  await friend.isDone();
  await expect(note).toHaveCount(0);
  await friend.opens(`${home}#s=${'E'.repeat(43)}`);
  await expect(page.getByText('Nothing is connected before you click.')).toBeVisible();
  await expect(note).toHaveCount(0);

  // A link that starts by itself asks nothing; what it has to say stands on the page until it was read.
  const hasty = await someone();
  await hasty.page.goto(`${link}&go=1`);
  await hasty.isDone();
  await expect(hasty.page.getByText('see your network address')).toBeVisible();
  await hasty.page.getByRole('button', { name: 'Fine, got it' }).click();
  await expect(hasty.page.getByText('see your network address')).toHaveCount(0);
  await hasty.page.reload();
  await hasty.isDone();
  await expect(hasty.page.getByText('see your network address')).toHaveCount(0);
});
