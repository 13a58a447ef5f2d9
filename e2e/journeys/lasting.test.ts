import { piecesOf } from '../support/files.ts';
import { changeUplink, noteReceivedPieces, receivedPieces, thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

test('a downloader reloads mid-way: no verified piece is fetched twice, and it goes on serving', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 20 * MIB);
  const sharer = await someone((context) => thinUplink(context, 4 * MIB));
  const link = await sharer.shares(path);
  const friend = await someone(noteReceivedPieces);
  await friend.downloads(link);
  await friend.hasReached(0.3);
  const before = new Set(await friend.storedPieces());
  expect(before.size).toBeGreaterThan(50);
  await friend.page.reload();
  await friend.isDone();
  const fetchedAfter = await receivedPieces(friend.page);
  expect(fetchedAfter.length).toBeGreaterThan(0);
  expect(fetchedAfter.filter((piece) => before.has(piece))).toEqual([]);
  await friend.savesWhatIsIn(path);

  await sharer.context.close();
  await friend.page.reload();
  const newcomer = await someone();
  await newcomer.downloads(link);
  await newcomer.isDone();
  await newcomer.savesWhatIsIn(path);
});

test('a sharer reloads and goes on seeding without adding the file again', async ({ someone, files }) => {
  const path = await files.random('film.bin', 12 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  await expect
    .poll(async () => (await sharer.storedPieces()).length, { intervals: [100] })
    .toBe(piecesOf(12 * MIB));
  await sharer.page.reload();
  await expect(sharer.share).toHaveAttribute('data-state', 'seeding');
  expect(await sharer.link()).toBe(link);
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  await friend.savesWhatIsIn(path);
});

test('a sharer reloads while a friend is downloading, who then gets the rest', async ({ someone, files }) => {
  const path = await files.random('film.bin', 18 * MIB);
  const sharer = await someone((context) => thinUplink(context, 3 * MIB));
  const link = await sharer.shares(path);
  // Until its copy is complete, a reload leaves a sharer without the file.
  await expect
    .poll(async () => (await sharer.storedPieces()).length, { intervals: [100] })
    .toBe(piecesOf(18 * MIB));
  const friend = await someone();
  await friend.downloads(link);
  await friend.hasReached(0.2);
  await sharer.page.reload();
  await expect(sharer.share).toHaveAttribute('data-state', 'seeding');
  expect(await friend.progress()).toBeLessThan(1);
  await friend.isDone();
  await friend.savesWhatIsIn(path);
});

test('the server restarts mid-transfer: the transfer goes on, newcomers join afterwards', async ({
  someone,
  files,
  server,
}) => {
  const path = await files.random('film.bin', 12 * MIB);
  const sharer = await someone((context) => thinUplink(context, MIB));
  const link = await sharer.shares(path);
  const friend = await someone();
  await friend.downloads(link);
  await friend.hasReached(0.1);
  // However long it takes to end a server: what is left must be enough for what comes after.
  await changeUplink(sharer.page, MIB / 16);
  await server.down();
  const atStop = await friend.progress();
  expect(atStop).toBeLessThan(0.8);
  await changeUplink(sharer.page, 2 * MIB);
  await friend.hasReached(atStop + 0.2);
  await server.up();
  const newcomer = await someone();
  await newcomer.downloads(link);
  await friend.isDone();
  await newcomer.isDone();
  for (const each of [friend, newcomer]) await each.savesWhatIsIn(path);
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
  await newcomer.savesWhatIsIn(path);
  await expect(shown).toHaveAttribute('data-peers', '1');
});
