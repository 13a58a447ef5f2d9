import type { Person } from '../support/person.ts';
import { thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

const row = ({ page }: Person, path: string) => page.locator(`[data-testid=file-row][data-path="${path}"]`);

const box = (person: Person, path: string) => row(person, path).getByRole('checkbox');

test('two files of three are chosen before the start: only these arrive, and the third when it is chosen', async ({
  someone,
  files,
}) => {
  const names = ['first.bin', 'second.bin', 'third.bin'] as const;
  const paths: string[] = [];
  for (const name of names) paths.push(await files.random(name, 3 * MIB));
  const sharer = await someone();
  await sharer.shares(...paths);
  const [torrent] = await Promise.all([
    sharer.page.waitForEvent('download'),
    sharer.page.getByTestId('export-torrent').click(),
  ]);
  const friend = await someone();
  await friend.page.goto(friend.home);
  await friend.page.getByTestId('open-torrent').setInputFiles(await torrent.path());
  await expect(friend.page.getByTestId('start-download')).toBeVisible();
  await friend.page.getByRole('button', { name: 'Select none' }).click();
  await expect(friend.page.locator('[data-code=nothing-selected]')).toBeVisible();
  await expect(friend.page.getByTestId('start-download')).toBeDisabled();
  await box(friend, names[0]).check();
  await box(friend, names[2]).check();
  await row(friend, names[2]).getByRole('combobox').selectOption('First');
  await expect(row(friend, names[1])).toHaveAttribute('data-selected', 'false');
  await friend.starts();
  await friend.isDone();
  for (const name of [names[0], names[2]]) {
    await expect(row(friend, name)).toHaveAttribute('data-progress', '1');
  }
  await expect(row(friend, names[1])).toHaveAttribute('data-progress', '0');
  // Of the middle file not a single piece is here: of 64 KiB each, it has 48.
  expect(await friend.storedPieces()).toHaveLength(96);
  await friend.page.reload();
  await expect(row(friend, names[1])).toHaveAttribute('data-selected', 'false');
  await friend.isDone();
  expect(await friend.storedPieces()).toHaveLength(96);
  await box(friend, names[1]).check();
  await expect(row(friend, names[1])).toHaveAttribute('data-progress', '1');
  await friend.isDone();
  expect(await friend.storedPieces()).toHaveLength(144);
});

test('what is chosen while data moves is shown as chosen in the next frame', async ({ someone, files }) => {
  const sharer = await someone((context) => thinUplink(context, 512 * 1024));
  const paths: string[] = [];
  for (const name of ['a.bin', 'b.bin']) paths.push(await files.random(name, 8 * MIB));
  const link = await sharer.shares(...paths);
  const friend = await someone();
  await friend.downloads(link);
  await friend.hasReached(0.02);
  const shown = await box(friend, 'b.bin').evaluate(async (input: HTMLInputElement) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const states: boolean[] = [];
    for (let click = 0; click < 10; click++) {
      input.click();
      await frame();
      await frame();
      states.push(input.checked);
    }
    return states;
  });
  expect(shown).toEqual(Array.from({ length: 10 }, (_, click) => click % 2 === 1));
  await expect(friend.share).toHaveAttribute('data-state', 'downloading');
});
