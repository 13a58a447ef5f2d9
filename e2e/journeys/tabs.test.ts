import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

test('a tab opened before shows what another tab shares, and overwrites nothing', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 4 * MIB);
  const sharer = await someone();
  const late = await sharer.context.newPage();
  await late.goto(sharer.home);
  const link = await sharer.shares(path);
  await late.goto(link);
  await expect(late.getByTestId('share')).toHaveAttribute('data-state', 'seeding');
  await expect(late.getByText('Another tab of this browser runs')).toBeVisible();
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
});

test('three tabs on one share: what one asks for holds in all of them', async ({ someone, files }) => {
  const path = await files.random('film.bin', 4 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  await expect.poll(async () => (await sharer.storedPieces()).length).toBe(64);
  const others = [await sharer.context.newPage(), await sharer.context.newPage()] as const;
  for (const page of others) {
    await page.goto(link);
    await expect(page.getByTestId('share')).toHaveAttribute('data-state', 'seeding');
  }
  const all = [sharer.page, ...others];
  const [first, second] = others;
  await first.getByRole('button', { name: 'Stop sharing' }).click();
  for (const page of all) await expect(page.getByTestId('share')).toHaveAttribute('data-state', 'paused');
  await second.getByRole('button', { name: 'Resume' }).click();
  for (const page of all) await expect(page.getByTestId('share')).toHaveAttribute('data-state', 'seeding');
  await first.getByRole('button', { name: /^Remove/ }).click();
  await first.getByRole('button', { name: 'Dismiss' }).click();
  for (const page of [sharer.page, second]) {
    await expect(page.getByText('This share is not here any more')).toBeVisible();
  }
  // Its space is free again.
  const databases = () => second.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(async () => (await databases()).filter((name) => name?.includes('share'))).toEqual([]);
});

test('files added again in another tab take over from the tab that has none', async ({ someone, files }) => {
  const path = await files.random('film.bin', 4 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  await expect.poll(async () => (await sharer.storedPieces()).length).toBe(64);
  await sharer.losesPieces(10);
  await sharer.page.reload();
  await expect(sharer.error).toHaveAttribute('data-code', 'copy-incomplete');
  const friend = await someone();
  await friend.downloads(link);
  await friend.hasReached(0.1);
  const other = await sharer.context.newPage();
  await other.goto(sharer.home);
  await other.getByTestId('file-input').setInputFiles([path]);
  await expect(other.getByTestId('share')).toHaveAttribute('data-state', 'seeding');
  await friend.isDone();
  await expect(sharer.share).toHaveAttribute('data-state', 'seeding');
  await expect(sharer.share).toHaveAttribute('data-progress', '1');
  await expect(sharer.page.locator('[data-code=copy-incomplete]')).toHaveCount(0);
});

test('relay only, chosen in another tab, lets go of direct links', async ({ someone, files }) => {
  const path = await files.random('film.bin', MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  await expect(sharer.share).toHaveAttribute('data-peers', '1');
  const settings = await sharer.context.newPage();
  await settings.goto(`${sharer.home}#/settings`);
  await settings.getByTestId('relay-only').check();
  await expect(sharer.share).toHaveAttribute('data-peers', '0');
  await expect(friend.share).toHaveAttribute('data-peers', '0');
});
