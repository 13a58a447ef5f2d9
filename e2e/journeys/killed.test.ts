import type { BrowserContext, Page } from '@playwright/test';
import { piecesOf } from '../support/files.ts';
import { Person } from '../support/person.ts';
import { changeUplink, noteReceivedPieces, receivedPieces, thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

/**
 * The service worker keeps the app, and what comes from there passes by the page's routes. One that dies with its page while
 * it is installed lets Playwright wait for ever with the next navigation (Chromium alone does not).
 */
async function withoutServiceWorker(context: BrowserContext): Promise<void> {
  await context.route(/\/sw\.js$/, (route) => route.abort());
}

/** Ends the process of a page at once, as running out of memory does, and opens another page of the same browser. */
async function killed({ context, page, home }: Person): Promise<Person> {
  const crash = page.waitForEvent('crash');
  const session = await context.newCDPSession(page);
  // Nobody is left to answer it.
  session.send('Page.crash').catch(() => undefined);
  await crash;
  await page.close();
  return new Person(context, await context.newPage(), home);
}

const STUCK = 'a write that never ends';

/** In the worker of the pieces: a write beyond so many never ends, and nothing of its transaction is committed. */
function stickAfter(puts: number): string {
  return `{
    const { put, get } = IDBObjectStore.prototype;
    let count = 0;
    IDBObjectStore.prototype.put = function (...args) {
      const request = put.apply(this, args);
      const turn = () => { get.call(this, 0).onsuccess = turn; };
      if (++count === ${puts} + 1) console.log('${STUCK}');
      if (count > ${puts}) turn();
      return request;
    };
  }`;
}

async function beginsPiecesWorkerWith(page: Page, script: string): Promise<void> {
  await withoutServiceWorker(page.context());
  await page.route(/\/pieces-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

test('a downloader is killed mid-way: what was stored is there at once, and is not fetched again', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 16 * MIB);
  const sharer = await someone((context) => thinUplink(context, 6 * MIB));
  const link = await sharer.shares(path);
  const friend = await someone(noteReceivedPieces);
  await withoutServiceWorker(friend.context);
  await friend.downloads(link);
  await friend.hasReached(0.3);
  // However long a browser takes to die, it does not have all of it by then.
  await changeUplink(sharer.page, MIB / 16);
  const before = await friend.storedPieces();
  const again = await killed(friend);
  // With nobody to fetch from, all that is shown is what was kept.
  await sharer.page.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(sharer.share).toHaveAttribute('data-state', 'paused');
  await again.page.goto(link);
  await expect(again.share).toHaveAttribute('data-state', 'joining');
  await again.hasReached(before.length / piecesOf(16 * MIB));
  const kept = new Set(await again.storedPieces());
  expect(before.filter((piece) => !kept.has(piece))).toEqual([]);
  expect(kept.size).toBeLessThan(piecesOf(16 * MIB));
  expect(await again.progress()).toBeCloseTo(kept.size / piecesOf(16 * MIB), 10);

  await changeUplink(sharer.page, 6 * MIB);
  await sharer.page.getByRole('button', { name: 'Resume' }).click();
  await again.isDone();
  const fetched = await receivedPieces(again.page);
  expect(fetched.length).toBeGreaterThan(0);
  expect(fetched.filter((piece) => kept.has(piece))).toEqual([]);
  await again.savesWhatIsIn(path);
});

test('a sharer is killed before its copy is whole: it says so, and goes on with the same link once it has the file', async ({
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 16 * MIB);
  const sharer = await someone();
  await beginsPiecesWorkerWith(sharer.page, stickAfter(100));
  const stuck = sharer.page.waitForEvent('console', (message) => message.text() === STUCK);
  const link = await sharer.shares(path);
  await stuck;
  const again = await killed(sharer);
  await again.page.goto(link);
  await expect(again.error).toHaveAttribute('data-code', 'copy-incomplete');
  const kept = await again.storedPieces();
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThanOrEqual(100);
  expect(await again.progress()).toBeCloseTo(kept.length / piecesOf(16 * MIB), 10);

  expect(await again.shares(path)).toBe(link);
  await expect(again.share).toHaveAttribute('data-state', 'seeding');
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  await friend.savesWhatIsIn(path);
});
