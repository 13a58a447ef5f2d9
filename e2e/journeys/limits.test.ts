import type { Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

const MB = 1_000_000;

/** What a machine that stood still for a moment catches up with; the simulator shows how exact limits are. */
const CATCHING_UP = 1.2;

/** Bytes per second between two marks of progress; a slow machine only makes it less. */
async function rateOf(friend: Person, length: number, from: number, to: number): Promise<number> {
  await friend.hasReached(from);
  const [progress, startedMs] = [await friend.progress(), performance.now()];
  await friend.hasReached(to);
  return (((await friend.progress()) - progress) * length * 1_000) / (performance.now() - startedMs);
}

test('an address limits the uploads of its tab, and says so', async ({ someone, files }) => {
  const path = await files.random('slow.bin', 12 * MB);
  const sharer = await someone();
  await sharer.page.goto(`${sharer.home}/#up=${MB}&down=0`);
  await sharer.page.getByTestId('file-input').setInputFiles(path);
  const link = await sharer.link();
  await expect(sharer.page.getByTestId('tab-limits')).toContainText('1 MB/s');
  const friend = await someone();
  await friend.downloads(link);
  await expect(friend.page.getByTestId('tab-limits')).toHaveCount(0);
  expect(await rateOf(friend, 12 * MB, 0.1, 0.9)).toBeLessThan(CATCHING_UP * MB);
  await friend.isDone();
  await friend.savesWhatIsIn(path);
});

test('a limit that is chosen in one tab holds at once in another', async ({ someone, files }) => {
  const path = await files.random('slower.bin', 12 * MB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await someone();
  const settings = await friend.context.newPage();
  await settings.goto(`${friend.home}/#/settings`);
  await settings.getByTestId('download-limit').fill('300');
  await friend.downloads(link);
  expect(await rateOf(friend, 12 * MB, 0.05, 0.25)).toBeLessThan(CATCHING_UP * 0.3 * MB);
  await settings.getByTestId('download-limit').fill('1500');
  expect(await rateOf(friend, 12 * MB, 0.3, 0.9)).toBeLessThan(CATCHING_UP * 1.5 * MB);
  await settings.getByTestId('download-limit').fill('');
  await friend.isDone();
  await friend.savesWhatIsIn(path);
});
