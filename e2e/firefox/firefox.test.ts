import { findFirefox } from '../support/browser.mjs';
import { makeFilm } from '../support/film.ts';
import { address } from '../support/network.ts';
import { Server } from '../support/server.mjs';
import { test as base, expect } from '../support/test.ts';
import { Firefox, type Stranger } from './stranger.ts';

const MIB = 1024 * 1024;
const executablePath = findFirefox();

const test = base.extend<{ readonly stranger: () => Promise<Stranger> }, { readonly firefox: Firefox }>({
  firefox: [
    async ({ browserName: _ }, use) => {
      const firefox = await Firefox.start(executablePath ?? '');
      await use(firefox);
      await firefox.close();
    },
    { scope: 'worker' },
  ],
  stranger: async ({ firefox, server }, use) => {
    const strangers: Stranger[] = [];
    await use(async () => {
      const stranger = await firefox.someone(`${server.url}/`);
      strangers.push(stranger);
      return stranger;
    });
    for (const stranger of strangers) await stranger.leaves();
  },
});

test.skip(
  executablePath === null,
  'there is no stock Firefox here: install firefox-esr, or set FIREFOX_PATH',
);

test('from Chromium to Firefox', async ({ someone, stranger, files }) => {
  const path = await files.random('film.bin', 8 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await stranger();
  await friend.downloads(link);
  await friend.isDone();
  await expect.poll(() => friend.connections()).toEqual(['lan']);
  await expect(sharer.page.getByTestId('peer-row')).toHaveAttribute('data-connection', 'lan');
  await friend.savesWhatIsIn(path);
});

test('from Firefox to Chromium', async ({ someone, stranger, files }) => {
  const path = await files.random('film.bin', 8 * MIB);
  const sharer = await stranger();
  const link = await sharer.shares(path);
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  await expect.poll(() => sharer.connections()).toEqual(['lan']);
  await friend.savesWhatIsIn(path);
});

test('from Firefox to Firefox', async ({ stranger, files }) => {
  const path = await files.random('film.bin', 8 * MIB);
  const sharer = await stranger();
  const link = await sharer.shares(path);
  const friend = await stranger();
  await friend.downloads(link);
  await friend.isDone();
  await expect.poll(() => friend.connections()).toEqual(['lan']);
  await friend.savesWhatIsIn(path);
});

test('three in one swarm: the sharer leaves, and Firefox serves Chromium', async ({
  someone,
  stranger,
  files,
}) => {
  const path = await files.random('film.bin', 8 * MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const friend = await stranger();
  const late = await someone();
  await Promise.all([friend.downloads(link), late.downloads(link)]);
  await Promise.all([friend.isDone(), late.isDone()]);
  await expect.poll(async () => (await friend.connections()).length).toBe(2);
  await sharer.page.close();
  await expect.poll(async () => (await friend.connections()).length).toBe(1);
  const latest = await someone();
  await latest.downloads(link);
  await latest.isDone();
  await friend.savesWhatIsIn(path);
  await latest.savesWhatIsIn(path);
});

test('a film from Chromium plays in Firefox while it downloads, and is sought in', async ({
  someone,
  stranger,
  files,
}) => {
  const sharer = await someone();
  const film = await makeFilm(sharer.page, { seconds: 60, bytesPerSecond: 128 * 1024 });
  const link = await sharer.shares(await files.write('film.webm', film));
  const friend = await stranger();
  await friend.downloads(`${link}&down=262144`);
  const button = await friend.page.waitForSelector('[data-testid=preview]', { visible: true });
  await button?.click();
  await friend.page.waitForSelector('[data-testid=preview-player]');
  const playTo = (second: number | null) =>
    friend.page.$eval(
      '[data-testid=preview-player]',
      (player, at) => {
        const media = player as HTMLMediaElement;
        if (at !== null) media.currentTime = at;
        return media.currentTime;
      },
      second,
    );
  await expect.poll(() => playTo(null)).toBeGreaterThan(0.5);
  expect(Number(await friend.attribute('share', 'data-progress'))).toBeLessThan(0.7);
  await playTo(50);
  await expect.poll(() => playTo(null)).toBeGreaterThan(50.3);
});

test('over plain http in a network, in both directions', async ({ someone, firefox, files }) => {
  test.skip(address === undefined, 'this machine has no address in a network');
  const server = await Server.start({ host: '0.0.0.0' });
  const home = `http://${address}:${server.port}/`;
  const path = await files.random('film.bin', 3 * MIB);
  const sharer = await firefox.someone(home);
  const link = await sharer.shares(path);
  expect(await sharer.page.evaluate(() => isSecureContext)).toBe(false);
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  await friend.savesWhatIsIn(path);
  await sharer.page.close();
  const other = await firefox.someone(home);
  await other.downloads(link);
  await other.isDone();
  await other.savesWhatIsIn(path);
  for (const stranger of [sharer, other]) await stranger.leaves();
  await server.down();
});
