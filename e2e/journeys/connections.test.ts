import { firstConnection, noteConnections } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

test('a change of network gives an open connection a new path, and nothing is dialed or fetched again', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 12 * MIB);
  const sharer = await someone(noteConnections);
  const link = await sharer.shares(path);
  await sharer.page.goto(`${link}&up=1000000`);
  const friend = await someone(noteConnections);
  await friend.downloads(link);
  await friend.hasReached(0.1);
  // Whoever notices: who dialed, and who was dialed.
  for (const who of [sharer, friend]) {
    const known = await firstConnection(friend.page);
    await who.page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(async () => (await firstConnection(friend.page)).session).not.toBe(known.session);
    // Further requests within two seconds count as the same change.
    await friend.hasReached((await friend.progress()) + 0.25);
  }
  await friend.isDone();
  // Others would be lanes; a peer that was dialed again would have ended this one.
  expect(await firstConnection(friend.page)).toMatchObject({ state: 'connected' });
  expect(Number(await friend.page.getByTestId('peer-row').getAttribute('data-rtt-ms'))).toBeGreaterThan(0);
  await friend.savesWhatIsIn(path);
});

test('relay only without a relay: says so within seconds, and connects once it is turned off', async ({
  someone,
  files,
}) => {
  const path = await files.random('note.txt', 1_000);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await someone((context) => context.grantPermissions(['clipboard-read', 'clipboard-write']));
  await friend.page.goto(`${friend.home}#/settings`);
  await friend.page.getByTestId('relay-only').check();
  await friend.downloads(link);
  await expect(friend.page.getByTestId('diagnosis')).toHaveAttribute('data-code', 'relay-missing', {
    timeout: 10_000,
  });
  await friend.page.getByTestId('copy-details').click();
  await expect
    .poll(() => friend.page.evaluate(() => navigator.clipboard.readText()))
    .toContain('"relayOnly": true');
  const details = await friend.page.evaluate(() => navigator.clipboard.readText());
  expect(details).not.toMatch(/note\.txt|https?:|#s=|(\d+\.){3}\d|[0-9a-f]{8}-[0-9a-f]{4}/);
  await friend.page.goto(`${friend.home}#/settings`);
  await friend.page.getByTestId('relay-only').uncheck();
  await friend.page.goto(link);
  await friend.isDone();
});
