import { piecesOf } from '../support/files.ts';
import { noteReceivedPieces, receivedPieces } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

test('a link to nowhere says that nobody is there, and goes on waiting', async ({ someone, server }) => {
  const visitor = await someone();
  await visitor.page.goto(`${server.url}/#s=${'A'.repeat(43)}&dn=lost.bin&xl=1000`);
  await visitor.page.getByTestId('start-download').click();
  await expect(visitor.page.getByTestId('diagnosis')).toHaveAttribute('data-code', 'no-peers');
  await expect(visitor.share).toHaveAttribute('data-state', 'joining');
});

for (const [what, fragment] of [
  ['a damaged info-hash', '#s=abc'],
  ['no info-hash at all', '#s='],
] as const) {
  test(`a malformed link, ${what}, is refused with a reason`, async ({ someone, server }) => {
    const visitor = await someone();
    await visitor.page.goto(`${server.url}/${fragment}`);
    await expect(visitor.error).toHaveAttribute('data-code', 'bad-link');
    // Told where it belongs, and not carried along to other pages.
    await visitor.page.getByRole('link', { name: 'Settings' }).click();
    await expect(visitor.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    await expect(visitor.error).toHaveCount(0);
  });
}

test('text that is no link is refused where it is pasted', async ({ someone }) => {
  const visitor = await someone();
  await visitor.page.goto(visitor.home);
  await visitor.page.getByTestId('open-link').fill('https://example.org/film');
  await visitor.page.getByTestId('open-link-go').click();
  await expect(visitor.error).toHaveAttribute('data-code', 'bad-link');
  await expect(visitor.error).not.toBeEmpty();
});

test('a .torrent that is none is refused with the reason', async ({ someone, files }) => {
  const visitor = await someone();
  await visitor.page.goto(visitor.home);
  await visitor.page
    .getByTestId('open-torrent')
    .setInputFiles(await files.write('bad.torrent', 'd4:infod4:name'));
  await expect(visitor.error).toHaveAttribute('data-code', 'bad-torrent');
  await expect(visitor.error).not.toBeEmpty();
});

test('nothing dropped is told, and nothing else happens', async ({ someone }) => {
  const visitor = await someone();
  await visitor.page.goto(visitor.home);
  await visitor.page.getByTestId('drop-zone').dispatchEvent('drop', {
    dataTransfer: await visitor.page.evaluateHandle(() => new DataTransfer()),
  });
  await expect(visitor.error).toHaveAttribute('data-code', 'nothing-picked');
  await expect(visitor.page.getByTestId('drop-zone')).toBeVisible();
});

test('storage runs full: said so, nothing lost, and it goes on once there is room', async ({
  someone,
  files,
  server,
}) => {
  const path = await files.random('film.bin', 30 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await someone(noteReceivedPieces);
  const devtools = await friend.context.newCDPSession(friend.page);
  // Before the page stores anything at all: Chromium goes on for a while with the room that it found first.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 12 * MIB });
  await friend.downloads(link);
  await expect(friend.error).toHaveAttribute('data-code', 'storage-full');
  await expect(friend.share).toHaveAttribute('data-state', 'paused');
  const kept = await friend.storedPieces();
  expect(kept.length).toBeGreaterThan(0);
  const receivedBefore = (await receivedPieces(friend.page)).length;
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url });
  await friend.page.getByRole('button', { name: 'Resume' }).first().click();
  await friend.isDone();
  const stored = await friend.storedPieces();
  expect(stored).toHaveLength(piecesOf(30 * MIB));
  expect(stored).toEqual(expect.arrayContaining([...kept]));
  const fetchedAfter = (await receivedPieces(friend.page)).slice(receivedBefore);
  expect(fetchedAfter.length).toBeGreaterThan(0);
  expect(fetchedAfter.filter((piece) => kept.includes(piece))).toEqual([]);
  await friend.savesWhatIsIn(path);
});

test('a .torrent goes out and comes back in', async ({ someone, files }) => {
  const path = await files.random('film.bin', 2 * MIB);
  const sharer = await someone();
  await sharer.shares(path);
  const [exported] = await Promise.all([
    sharer.page.waitForEvent('download'),
    sharer.page.getByTestId('export-torrent').click(),
  ]);
  expect(exported.suggestedFilename()).toBe('film.bin.torrent');
  const friend = await someone();
  await friend.page.goto(friend.home);
  await friend.page.getByTestId('open-torrent').setInputFiles(await exported.path());
  await friend.starts();
  await friend.isDone();
  await friend.savesWhatIsIn(path);
});
