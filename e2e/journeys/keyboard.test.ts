import type { Locator, Page } from '@playwright/test';
import { sha256 } from '../support/files.ts';
import { changeUplink, thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;
/** More stops than any page here has between its first and its last. */
const MOST_STOPS = 40;

/** Whether the place of the focus is on screen and drawn with a ring around it. */
function focusIsSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    const { top, bottom, width, height } = focused.getBoundingClientRect();
    const isOnScreen = width > 0 && height > 0 && bottom > 0 && top < innerHeight;
    return isOnScreen && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  });
}

/** Presses Tab until `target` has the focus; at every stop on the way it must be seen where one is. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    // After the last stop comes the browser's own frame, and then the first again.
    if ((await focused.count()) === 0) continue;
    expect(await focusIsSeen(page), `no focus to be seen on ${await focused.first().innerHTML()}`).toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never came to ${target}`);
}

test('the keyboard alone opens a link, downloads, pauses, goes on and saves, and always shows where it is', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 4 * MIB);
  const sharer = await someone((context) => thinUplink(context, 96 * 1024));
  const link = await sharer.shares(path);
  const { context, page, home, share } = await someone();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(home);
  await page.evaluate((text) => navigator.clipboard.writeText(text), link);
  await tabTo(page, page.getByTestId('open-link'));
  await page.keyboard.press('ControlOrMeta+v');
  await expect(page.getByTestId('open-link')).toHaveValue(link);
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByTestId('start-download'));
  await page.keyboard.press('Enter');
  await expect(share).toHaveAttribute('data-state', 'downloading');
  await tabTo(page, page.getByRole('button', { name: 'Pause', exact: true }));
  await page.keyboard.press('Space');
  await expect(share).toHaveAttribute('data-state', 'paused');
  await expect(share).toHaveAttribute('data-down-bps', '0');
  await tabTo(page, page.getByRole('button', { name: 'Resume' }));
  await page.keyboard.press('Space');
  await changeUplink(sharer.page, 64 * MIB);
  await expect(share).toHaveAttribute('data-progress', '1');
  await tabTo(page, page.getByTestId('save').first());
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(await sha256(await download.path())).toBe(await sha256(path));
});
