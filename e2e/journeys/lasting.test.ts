import { sha256 } from '../support/files.ts';
import { noteReceivedPieces, thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

test('a downloader reloads mid-way: no verified piece is fetched twice, and it goes on serving', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 30 * MIB);
  const sharer = await someone((context) => thinUplink(context, 6 * MIB));
  const link = await sharer.shares(path);
  const friend = await someone(noteReceivedPieces);
  await friend.downloads(link);
  await friend.hasReached(0.3);
  const before = new Set(await friend.storedPieces());
  expect(before.size).toBeGreaterThan(50);
  await friend.page.reload();
  await friend.isDone();
  const fetchedAgain = await friend.page.evaluate(
    () => (globalThis as { notedPieces?: number[] }).notedPieces ?? [],
  );
  expect(fetchedAgain.length).toBeGreaterThan(0);
  expect(fetchedAgain.filter((piece) => before.has(piece))).toEqual([]);
  expect(await sha256(await (await friend.saves()).path())).toBe(await sha256(path));

  await sharer.context.close();
  await friend.page.reload();
  const newcomer = await someone();
  await newcomer.downloads(link);
  await newcomer.isDone();
});

test('a sharer reloads and goes on seeding without adding the file again', async ({ someone, files }) => {
  const path = await files.random('film.bin', 30 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  await expect.poll(async () => (await sharer.storedPieces()).length, { intervals: [100] }).toBe(480);
  await sharer.page.reload();
  await expect(sharer.share).toHaveAttribute('data-state', 'seeding');
  expect(await sharer.link()).toBe(link);
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  expect(await sha256(await (await friend.saves()).path())).toBe(await sha256(path));
});

test('the server restarts mid-transfer: the transfer goes on, newcomers join afterwards', async ({
  someone,
  files,
  server,
}) => {
  const path = await files.random('film.bin', 40 * MIB);
  const sharer = await someone((context) => thinUplink(context, 5 * MIB));
  const link = await sharer.shares(path);
  const friend = await someone();
  await friend.downloads(link);
  await friend.hasReached(0.1);
  await server.down();
  const atStop = await friend.progress();
  await friend.hasReached(Math.min(1, atStop + 0.2));
  await server.up();
  const newcomer = await someone();
  await newcomer.downloads(link);
  await friend.isDone();
  await newcomer.isDone();
  expect(await sha256(await (await newcomer.saves()).path())).toBe(await sha256(path));
});

test('two tabs of one browser: one runs the share, the other shows it and takes over', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 8 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  const second = await friend.context.newPage();
  await second.goto(link);
  const shown = second.getByTestId('share');
  await expect(shown).toHaveAttribute('data-state', 'complete');
  await expect(shown).toHaveAttribute('data-progress', '1');
  await expect(sharer.page.getByTestId('peer-row')).toHaveCount(1);
  await expect(sharer.share).toHaveAttribute('data-peers', '1');

  await friend.page.close();
  await sharer.context.close();
  const newcomer = await someone();
  await newcomer.downloads(link);
  await newcomer.isDone();
  await expect(shown).toHaveAttribute('data-peers', '1');
});
