import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../support/test.ts';
import { unzip } from '../support/unzip.ts';

const COUNT = 600;
/** What the page shows before it is asked for more. */
const ROWS = 500;

test('a folder of 600 files in folders: shown in part, fetched and saved whole', async ({
  someone,
  files,
}) => {
  const names = Array.from({ length: COUNT }, (_, at) => `photos/day ${at % 30}/${at % 4}/picture ${at}.dat`);
  for (const [at, name] of names.entries()) await files.random(name, 100 + ((at * 977) % 9_000));
  const sharer = await someone();
  const link = await sharer.sharesFolder(join(files.folder, 'photos'));
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  const rows = friend.page.getByTestId('file-row');
  await expect(rows).toHaveCount(ROWS);
  await friend.page.getByRole('button', { name: /^Show more/ }).click();
  await expect(rows).toHaveCount(COUNT);

  const entries = unzip(await readFile(await (await friend.saves()).path()));
  expect([...entries.keys()].sort()).toEqual([...names].sort());
  for (const name of names) {
    const original = await readFile(join(files.folder, name));
    expect(entries.get(name)?.equals(original), name).toBe(true);
  }
});
