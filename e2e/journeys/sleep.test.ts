import type { Page } from '@playwright/test';
import { rendererOf } from '../support/renderer.mjs';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;
/** After this, whoever waits begins to wonder. */
const BACK_WITHIN_MS = 5_000;

/** Closes it as a person would. True when the browser asked whether that is meant; then it stays open. */
async function asksBeforeLeaving(page: Page): Promise<boolean> {
  // Browsers ask nobody who never touched the page.
  await page.mouse.click(2, 2);
  const asked = page.waitForEvent('dialog').then(async (dialog) => {
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    return true;
  });
  const closed = page.waitForEvent('close').then(() => false);
  await page.close({ runBeforeUnload: true });
  return Promise.race([asked, closed]);
}

/** As a machine that falls asleep: nothing of the page runs any more, its network neither, and nobody is told. */
async function sleeps(page: Page): Promise<{ wakes: () => void }> {
  const renderer = await rendererOf(page);
  process.kill(renderer, 'SIGSTOP');
  return { wakes: () => process.kill(renderer, 'SIGCONT') };
}

test('leaving is asked about while someone depends on the tab, and not before or after', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 8 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await someone();
  await friend.downloads(`${link}&down=2000000`);
  await friend.hasReached(0.1);
  expect(await asksBeforeLeaving(sharer.page)).toBe(true);
  expect(await asksBeforeLeaving(friend.page)).toBe(true);
  await friend.isDone();
  await expect(sharer.page.getByTestId('peer-row')).toHaveAttribute('data-progress', '1');
  expect(await asksBeforeLeaving(sharer.page)).toBe(false);
  expect(await asksBeforeLeaving(friend.page)).toBe(false);
});

test('leaving is not asked about where another tab goes on, and that one does', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 8 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await someone();
  await friend.downloads(`${link}&down=2000000`);
  await friend.hasReached(0.1);
  const second = await friend.context.newPage();
  await second.goto(link);
  await expect(second.getByText('Another tab of this browser runs')).toBeVisible();
  expect(await asksBeforeLeaving(friend.page)).toBe(false);
  await expect(second.getByTestId('share')).toHaveAttribute('data-state', 'complete');
  await expect(second.getByTestId('share')).toHaveAttribute('data-progress', '1');
});

test('a machine that slept until others gave it up goes on as soon as it wakes', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 16 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await someone();
  await friend.downloads(`${link}&down=2000000`);
  await friend.hasReached(0.1);
  const before = await friend.progress();
  const { wakes } = await sleeps(friend.page);
  await expect(sharer.share).toHaveAttribute('data-peers', '0');
  wakes();
  await expect(sharer.share).toHaveAttribute('data-peers', '1', { timeout: BACK_WITHIN_MS });
  await friend.isDone();
  expect(before).toBeLessThan(1);
  await friend.savesWhatIsIn(path);
});

test('a network that was gone and is back is used at once', async ({ someone, files }) => {
  const path = await files.random('film.bin', MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await someone();
  await friend.opens(link);
  await friend.context.setOffline(true);
  await friend.starts();
  await friend.context.setOffline(false);
  await expect(friend.share).toHaveAttribute('data-progress', '1', { timeout: BACK_WITHIN_MS });
});
