import type { Page } from '@playwright/test';
import { Deployment } from '../support/deployment.ts';
import { piecesOf } from '../support/files.ts';
import { Person } from '../support/person.ts';
import { Server } from '../support/server.mjs';
import { registerWorker } from '../support/service-worker.ts';
import { changeUplink, thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

/** Once the browser holds all that the page consists of. */
async function isKept(page: Page): Promise<void> {
  const hasPage = () =>
    page.evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith('flockdrop-app-'));
      const found = await Promise.all(names.map(async (name) => (await caches.open(name)).match('/')));
      return found.some((response) => response !== undefined);
    });
  await expect.poll(hasPage).toBe(true);
}

const entryOf = (page: Page) => page.locator('script[type=module][src]').getAttribute('src');

test('without a network the app opens, shows what it holds and saves it', async ({
  someone,
  server,
  files,
}) => {
  const path = await files.random('notes.bin', MIB);
  const person = await someone();
  const { context, home } = person;
  const link = await person.shares(path);
  await expect.poll(async () => (await person.storedPieces()).length).toBe(piecesOf(MIB));
  await isKept(person.page);
  await person.page.close();
  await server.down();
  await context.setOffline(true);

  const later = new Person(context, await context.newPage(), home);
  await later.page.goto(home);
  await expect(later.page.getByTestId('offline')).toContainText('You are offline');
  await later.page.getByRole('link', { name: 'Library' }).click();
  await later.page.getByRole('link', { name: 'notes.bin' }).click();
  await later.isDone();
  await later.savesWhatIsIn(path);

  const other = new Person(context, await context.newPage(), home);
  await other.page.goto(`${home}${new URL(link).hash}`);
  await expect(other.share).toBeVisible();
  expect(new URL(other.page.url()).hash).toBe(new URL(link).hash);

  await server.up();
  await context.setOffline(false);
  await expect(later.page.getByTestId('offline')).toHaveCount(0);
});

test('who opens a link gets no service worker before data moves', async ({ someone, files }) => {
  const sharer = await someone();
  const link = await sharer.shares(await files.random('a.bin', MIB));
  const friend = await someone();
  const asked: string[] = [];
  friend.context.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await friend.opens(link);
  await expect.poll(() => asked.some((path) => path.includes('/pages-'))).toBe(true);
  expect(asked).not.toContain('/sw.js');
  await friend.starts();
  await friend.isDone();
  await expect.poll(() => asked).toContain('/sw.js');
  await isKept(friend.page);
});

test('a new version is told while a transfer runs, disturbs nothing, and begins at a person’s word', async ({
  browser,
  files,
}) => {
  const deployment = await Deployment.make(files.folder);
  const server = await Server.start({ root: deployment.root });
  const arrive = async () => {
    const context = await browser.newContext({ acceptDownloads: true });
    return new Person(context, await context.newPage(), `${server.url}/`);
  };
  const path = await files.random('film.bin', 8 * MIB);
  const sharer = await arrive();
  await thinUplink(sharer.context, 64 * 1024);
  const link = await sharer.shares(path);
  const friend = await arrive();
  await friend.page.goto(friend.home);
  await registerWorker(friend.page);
  await isKept(friend.page);
  await friend.page.goto('about:blank');
  await friend.downloads(link);
  await friend.hasReached(0.01);
  const before = (await entryOf(friend.page)) ?? '';
  await friend.page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

  await deployment.update();
  const visit = await friend.context.newPage();
  await visit.goto(friend.home);
  await expect(visit.getByTestId('drop-zone')).toBeVisible();
  const after = (await entryOf(visit)) ?? '';
  expect(after).not.toBe(before);

  await expect(friend.page.getByTestId('update')).toBeVisible();
  await expect(visit.getByTestId('update')).toHaveCount(0);
  await expect(friend.share).toHaveAttribute('data-state', 'downloading');
  // The server has it no more, and this page may still need it.
  expect((await fetch(server.url + before)).status).toBe(404);
  expect(await friend.page.evaluate(async (name) => (await fetch(name)).status, before)).toBe(200);

  await changeUplink(sharer.page, 64 * MIB);
  await friend.isDone();
  await friend.savesWhatIsIn(path);
  const stayed = () => friend.page.evaluate(() => 'isSamePage' in globalThis);
  expect(await stayed()).toBe(true);
  expect(await friend.page.evaluate(async (name) => (await fetch(name)).status, before)).toBe(200);

  await friend.page.getByTestId('update').getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => entryOf(friend.page)).toBe(after);
  expect(await stayed()).toBe(false);
  await friend.isDone();
  await expect(friend.page.getByTestId('update')).toHaveCount(0);
  for (const { context } of [sharer, friend]) await context.close();
  await server.down();
});
