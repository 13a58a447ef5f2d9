import { corruptedBlocks, corruptOutgoingBlocks, thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

test('a corrupting peer beside an honest one: the file is right, the corrupter banned and shown as such', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 20 * MIB);
  const honest = await someone((context) => thinUplink(context, 4 * MIB));
  const link = await honest.shares(path);
  // The corrupter has the same file, so it shares the same torrent.
  const corrupter = await someone(corruptOutgoingBlocks);
  expect(await corrupter.shares(path)).toBe(link);
  const friend = await someone();
  await friend.downloads(link);
  await expect.poll(() => corruptedBlocks(corrupter.page), { intervals: [50] }).toBeGreaterThan(0);
  const banned = friend.page.locator('[data-testid=peer-row][data-state=banned]');
  await expect(banned).toHaveCount(1);
  await friend.isDone();
  await expect(banned).toHaveCount(1);
  await expect(friend.page.getByTestId('peer-row')).toHaveCount(2);
  await friend.savesWhatIsIn(path);
});
