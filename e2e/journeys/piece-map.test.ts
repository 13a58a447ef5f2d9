import { changeUplink, thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

test('the map tells by arrow keys, by a pointer and by a finger what a piece is in and who has it, and the tab tells how far all is', async ({
  someone,
  files,
  browser,
}) => {
  const path = await files.random('film.bin', 8 * MIB);
  const sharer = await someone((context) => thinUplink(context, 128 * 1024));
  const link = await sharer.shares(path);
  const friend = await someone();
  await friend.downloads(link);
  await friend.hasReached(0.02);
  const { page } = friend;
  const map = page.getByRole('slider', { name: 'Pieces' });
  const told = page.getByTestId('piece-inspector');
  const name = await page.getByTestId('peer-row').getByRole('rowheader').locator('[title]').textContent();

  await test.step('by the keyboard', async () => {
    await expect(map).toHaveAttribute('aria-valuetext', 'Arrow keys choose a piece.');
    await expect(page.getByTestId('availability')).toHaveText('1 person holds everything');
    await map.focus();
    await page.keyboard.press('End');
    await expect(map).toHaveAttribute('aria-valuenow', '128');
    await expect(map).toHaveAttribute('aria-valuetext', new RegExp(`^Piece 128: .+\\. ${name} has it$`));
    await expect(told).toContainText(`${name} has it`);
    await page.keyboard.press('ArrowLeft');
    await expect(map).toHaveAttribute('aria-valuetext', /^Piece 127: /);
    await page.keyboard.press('Escape');
    await expect(told).toHaveText('Choose a piece to see who has it.');
  });

  await test.step('by a pointer', async () => {
    await map.evaluate((element: HTMLElement) => element.blur());
    await map.hover({ position: { x: 3, y: 3 } });
    await expect(told).toContainText('Piece 1:');
    await page.mouse.move(0, 0);
    await expect(told).toHaveText('Choose a piece to see who has it.');
  });

  await test.step('the tab', async () => {
    await expect(page).toHaveTitle(/^\d+% · film\.bin · Flockdrop$/);
    const icon = page.locator('link[rel=icon]');
    await expect(icon).toHaveAttribute('href', /^data:image\/svg\+xml/);
    await page.getByRole('link', { name: 'Library' }).click();
    await expect(page).toHaveTitle(/^\d+% · Flockdrop$/);
    await page.goBack();
    // A tab behind another one: what is completed there is marked until it is seen.
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await changeUplink(sharer.page, 64 * MIB);
    await expect(page).toHaveTitle('✓ · film.bin · Flockdrop');
    await page.evaluate(() => {
      Reflect.deleteProperty(document, 'hidden');
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect(page).toHaveTitle('film.bin · Flockdrop');
    await expect(icon).toHaveAttribute('href', '/icon.svg');
    await expect(page.getByTestId('availability')).toHaveText('You and 1 other person hold everything');
  });

  await test.step('by a finger, on a phone', async () => {
    const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } });
    const phone = await context.newPage();
    await phone.goto(`${link}&go=1`);
    await expect(phone.getByTestId('share')).toHaveAttribute('data-progress', '1');
    await phone.getByTestId('piece-map').tap({ position: { x: 20, y: 3 } });
    await expect(phone.getByTestId('piece-inspector')).toContainText('Piece 2: Here');
    await expect(phone.getByTestId('piece-inspector')).toContainText('have it');
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await context.close();
  });
});
