import type { Page } from '@playwright/test';
import { piecesOf } from '../support/files.ts';
import { drawPicture, makeFilm } from '../support/film.ts';
import { address } from '../support/network.ts';
import { Person } from '../support/person.ts';
import { Server } from '../support/server.mjs';
import { thinUplink } from '../support/tampering.ts';
import { test as base, expect } from '../support/test.ts';

const MIB = 1024 * 1024;

const test = base.extend<{ readonly server: Server }>({
  server: async ({ browserName: _ }, use) => {
    const server = await Server.start({ host: '0.0.0.0' });
    await use(server);
    await server.down();
  },
});

test.skip(
  address === undefined,
  'this machine has no address in a network, and so no plain http that is not localhost',
);

/** Takes the person to the address in the network instead of localhost. */
function overTheNetwork(person: Person, { port }: Server): Person {
  return new Person(person.context, person.page, `http://${address}:${port}/`);
}

async function isInsecure({ page }: Person): Promise<void> {
  expect(await page.evaluate(() => [isSecureContext, 'subtle' in crypto, 'locks' in navigator])).toEqual([
    false,
    false,
    false,
  ]);
  await expect(page.locator('[data-testid=warning][data-code=insecure-context]')).toContainText('https://');
}

test('over plain http in a network: shared, downloaded, saved, shared on, and taken up again', async ({
  someone,
  server,
  files,
}) => {
  const path = await files.random('film.bin', 5 * MIB);
  const sharer = overTheNetwork(await someone(), server);
  const link = await sharer.shares(path);
  await isInsecure(sharer);
  await expect(sharer.share).toHaveAttribute('data-state', 'seeding');

  const friend = overTheNetwork(await someone(), server);
  await friend.downloads(link);
  await friend.isDone();
  await isInsecure(friend);
  await friend.savesWhatIsIn(path);
  expect(await friend.storedPieces()).toHaveLength(piecesOf(5 * MIB));

  // A page of the same server with everything that browsers give to secure ones.
  const other = await someone();
  await sharer.context.close();
  await other.downloads(link.replace(String(address), 'localhost'));
  await other.isDone();
  expect(await other.page.evaluate(() => isSecureContext)).toBe(true);
  await expect(other.page.getByTestId('warning')).toHaveCount(0);
  await other.savesWhatIsIn(path);

  // The key is the same after a reload, and so is the peer.
  const name = await peerNamed(other.page);
  await friend.page.reload();
  await friend.isDone();
  await expect(other.page.getByTestId('peer-row')).toHaveAttribute('data-connection', /^(direct|lan)$/);
  expect(await peerNamed(other.page)).toBe(name);
});

test('over plain http one tab of a browser runs a share, and the next takes over', async ({
  someone,
  server,
  files,
}) => {
  const path = await files.random('film.bin', 3 * MIB);
  const sharer = overTheNetwork(await someone(), server);
  const link = await sharer.shares(path);
  const second = new Person(sharer.context, await sharer.context.newPage(), sharer.home);
  await second.page.goto(link);
  await expect(second.page.getByText('another tab')).toBeVisible();
  await sharer.page.close();
  await expect(second.page.getByText('another tab')).toHaveCount(0);
  const friend = overTheNetwork(await someone(), server);
  await friend.downloads(link);
  await friend.isDone();
  await friend.savesWhatIsIn(path);
});

test('over plain http what is complete is shown all the same, and what is not says why not', async ({
  someone,
  server,
  files,
}) => {
  const sharer = overTheNetwork(await someone((context) => thinUplink(context, 100_000)), server);
  const film = await makeFilm(sharer.page, { seconds: 30, bytesPerSecond: 128 * 1024 });
  const picture = await drawPicture(sharer.page, 'image/png');
  const link = await sharer.shares(await files.write('a.webm', film), await files.write('b.png', picture));
  const preview = (person: Person, path: string) =>
    person.page.locator(`[data-testid=file-row][data-path="${path}"]`).getByTestId('preview').click();
  await preview(sharer, 'b.png');
  const image = sharer.page.getByTestId('preview-image');
  await expect.poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBe(320);
  await sharer.page.keyboard.press('Escape');
  await preview(sharer, 'a.webm');
  const player = sharer.page.getByTestId('preview-player');
  await expect.poll(() => player.evaluate((media: HTMLMediaElement) => media.currentTime)).toBeGreaterThan(0);

  const friend = overTheNetwork(await someone(), server);
  await friend.downloads(link);
  // What stands above the files comes and goes while it begins, and would move them away from under a pointer.
  await friend.hasReached(0.01);
  await preview(friend, 'a.webm');
  const error = friend.page.getByRole('dialog').getByTestId('error');
  await expect(error).toHaveAttribute('data-code', 'stream-unsupported');
});

test('over plain http the link is copied all the same', async ({ someone, server, files }) => {
  const sharer = overTheNetwork(await someone(), server);
  const link = await sharer.shares(await files.random('film.bin', MIB));
  await sharer.page.getByRole('button', { name: 'Copy link' }).click();
  await expect(sharer.page.getByText('Copied', { exact: true })).toBeVisible();
  await sharer.page.goto(sharer.home);
  await sharer.page.getByTestId('open-link').focus();
  await sharer.page.keyboard.press('Control+V');
  await expect(sharer.page.getByTestId('open-link')).toHaveValue(link);
});

async function peerNamed(page: Page): Promise<string | null> {
  return page.getByTestId('peer-row').getAttribute('data-peer');
}

test('with --https everybody in the network has all of it', async ({ browser, files }) => {
  const server = await Server.start({ host: '0.0.0.0', https: true });
  // As if each had looked at the certificate and taken it.
  const everybody = await Promise.all([1, 2].map(() => browser.newContext({ ignoreHTTPSErrors: true })));
  const [sharer, friend] = await Promise.all(
    everybody.map(
      async (context) => new Person(context, await context.newPage(), `https://${address}:${server.port}/`),
    ),
  );
  if (sharer === undefined || friend === undefined) throw new Error('there are two');
  const path = await files.random('film.bin', 3 * MIB);
  await friend.downloads(await sharer.shares(path));
  await friend.isDone();
  await expect(friend.page.getByTestId('warning')).toHaveCount(0);
  await friend.savesWhatIsIn(path);
  for (const context of everybody) await context.close();
  await server.down();
});
