import type { Page, Route } from '@playwright/test';
import { violations } from '../support/checks.ts';
import { holdBack } from '../support/late-scripts.ts';
import type { Person } from '../support/person.ts';
import { gzippedLength, initialScripts } from '../support/scripts.ts';
import { shifted, watchShifts } from '../support/shifts.ts';
import { expect, test } from '../support/test.ts';

/** Issue 5: what a phone has to fetch before the start page takes files. */
const MAX_INITIAL_BYTES = 120_000;
const SCRIPTS = '**/assets/*.js';
const MIB = 1024 * 1024;

test('the start page needs at most 120 KB of JavaScript, gzipped', async ({ server }) => {
  const scripts = await initialScripts(server.url);
  const length = gzippedLength(scripts);
  process.stdout.write(
    `Initial JavaScript of the start page: ${(length / 1000).toFixed(1)} KB gzip in ${scripts.size} files\n`,
  );
  expect(length).toBeLessThanOrEqual(MAX_INITIAL_BYTES);
});

test('what is dropped while the rest of the app is on its way is shared once it is there', async ({
  someone,
  server,
  files,
}) => {
  const scripts = await initialScripts(server.url);
  const held: Route[] = [];
  let isHolding = true;
  const sharer = await someone();
  await sharer.page.route(SCRIPTS, (route) => {
    if (!isHolding || scripts.has(new URL(route.request().url()).pathname)) return route.continue();
    held.push(route);
  });
  await sharer.page.goto(sharer.home);
  await sharer.page.getByTestId('file-input').setInputFiles(await files.random('early.bin', MIB));
  await expect(sharer.page.getByRole('status')).toContainText('on its way');
  await sharer.page.getByRole('link', { name: 'Settings' }).click();
  await expect(sharer.page.getByText('One moment…')).toBeVisible();
  expect(held.length).toBeGreaterThan(0);
  isHolding = false;
  for (const route of held) await route.continue();
  await expect(sharer.share).toHaveAttribute('data-state', 'seeding');
  await expect(sharer.page.getByText('on its way')).toHaveCount(0);

  const fetcher = await someone();
  await fetcher.downloads(await sharer.link());
  await fetcher.isDone();
});

/** A page whose scripts have not come, and what lets them. */
async function begin({ page, home }: Person): Promise<() => void> {
  const arrive = await holdBack(page, SCRIPTS);
  await page.goto(home, { waitUntil: 'commit' });
  await expect(page.getByRole('heading')).toBeVisible();
  return arrive;
}

test('what is dropped on a page that has only begun to load is kept, and shared once it is there', async ({
  someone,
  files,
}) => {
  const paths = [await files.random('hasty.bin', MIB), await files.random('hastier.bin', MIB)];
  const hasty = await someone();
  const { page } = hasty;
  const arrive = await begin(hasty);
  // As from a file manager: the browser leaves a page for what is dropped on it, unless that says that it takes it.
  const devtools = await page.context().newCDPSession(page);
  for (const path of paths)
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', {
        type,
        x: 200,
        y: 300,
        data: { items: [], files: [path], dragOperationsMask: 1 },
      });
  const isFramed = () => page.evaluate(() => getComputedStyle(document.body, '::after').content !== 'none');
  await expect.poll(isFramed).toBe(true);
  arrive();
  await expect(hasty.share).toHaveAttribute('data-state', 'seeding');
  expect(await isFramed()).toBe(false);
  // Each drop is a share of its own.
  const library = await page.context().newPage();
  await library.goto(`${hasty.home}#/library`);
  for (const name of [/^hasty\.bin/, /^hastier\.bin/])
    await expect(library.getByRole('link', { name })).toBeVisible();
});

test('so is what is pasted on it', async ({ someone }) => {
  const hasty = await someone((context) => context.grantPermissions(['clipboard-read', 'clipboard-write']));
  const { page } = hasty;
  const arrive = await begin(hasty);
  await page.evaluate(() => navigator.clipboard.writeText('said in haste'));
  await page.keyboard.press('ControlOrMeta+V');
  arrive();
  await expect(hasty.share).toHaveAttribute('data-state', 'seeding');
  await expect(page.getByTestId('file-row')).toHaveAttribute('data-length', '13');
});

/** What a newcomer's page has fetched ahead is there, and nothing of it runs: it has no word with the server yet. */
async function visit({ page, home }: Person): Promise<{ page: Page; sockets: readonly string[] }> {
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.clock.install();
  const fetched = page.waitForResponse((response) => /\/assets\/pages-/.test(response.url()));
  await page.goto(home);
  await expect(page.getByTestId('drop-zone')).toBeVisible();
  await fetched;
  await expect(page.locator('link[rel=prefetch]').first()).toBeAttached();
  await page.clock.fastForward(3_000);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  return { page, sockets };
}

test('a newcomer who only reads is joined to the server after a while, and the page waits for that no longer', async ({
  someone,
}) => {
  const { page, sockets } = await visit(await someone());
  expect(sockets).toEqual([]);
  const opened = page.waitForEvent('websocket');
  await page.clock.fastForward(5_000);
  await opened;
});

test('the first thing that a newcomer does begins the rest, and is done', async ({ someone }) => {
  const { page, sockets } = await visit(await someone());
  expect(sockets).toEqual([]);
  // Without the pointer's way to it, which would have begun it.
  await page.getByRole('button', { name: 'Scan a code' }).dispatchEvent('click');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(sockets).toHaveLength(1);
});

test('a link that begins by itself does not wait for the app to be drawn, and shows how far it is', async ({
  someone,
  server,
  files,
}) => {
  const path = await files.random('film.bin', MIB);
  const sharer = await someone();
  const link = await sharer.shares(path);
  const scripts = await initialScripts(server.url);
  const view = [...scripts.keys()].filter((script) => script.includes('/app-'));
  expect(view).toHaveLength(1);
  let draw = (): void => undefined;
  const drawing = new Promise<void>((resolve) => {
    draw = resolve;
  });
  const fetcher = await someone();
  await fetcher.page.route(`**${view[0]}`, async (route) => {
    await drawing;
    await route.continue();
  });
  await fetcher.page.goto(`${link}&go=1`);
  await fetcher.isDone();
  await expect(fetcher.page.getByRole('progressbar', { name: 'film.bin' })).toHaveAttribute(
    'aria-valuenow',
    '100',
  );
  await expect(fetcher.page.getByTestId('save')).toHaveCount(0);
  expect(await violations(fetcher.page)).toEqual([]);
  draw();
  await fetcher.savesWhatIsIn(path);
});

for (const [where, fragment] of [
  ['the start page', ''],
  ['a link', `#s=${'A'.repeat(43)}`],
] as const) {
  test(`parts of the app that are gone from the server are told on ${where}, and a reload mends it`, async ({
    someone,
    server,
  }) => {
    const scripts = await initialScripts(server.url);
    const visitor = await someone();
    await visitor.page.route(SCRIPTS, (route) =>
      scripts.has(new URL(route.request().url()).pathname)
        ? route.continue()
        : route.fulfill({ status: 404, contentType: 'text/plain', body: 'Not found\n' }),
    );
    await visitor.page.goto(`${server.url}/${fragment}`);
    await expect(visitor.error).toHaveAttribute('data-code', 'load-failed');
    await visitor.page.unroute(SCRIPTS);
    await visitor.page.getByRole('button', { name: 'Reload the page' }).click();
    await expect(visitor.page.getByTestId(fragment === '' ? 'drop-zone' : 'share')).toBeVisible();
    // Nobody is there who has what the link names, and the page may say so by now.
    await expect(visitor.page.locator('[data-code=load-failed]')).toHaveCount(0);
  });
}

test('from the opening of a link to the last piece the page keeps still', async ({ someone, files }) => {
  const sharer = await someone();
  const link = await sharer.shares(await files.random('film.bin', 12 * MIB));
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1280, height: 800 },
  ]) {
    const friend = await someone(watchShifts);
    await friend.page.setViewportSize(viewport);
    await friend.page.goto(`${link}&go=1`);
    await friend.isDone();
    await expect(friend.page.getByText('Complete', { exact: true })).toBeVisible();
    // Half of what is called good (web.dev/cls): a button that goes makes room for its neighbour, and figures grow wider.
    expect(await shifted(friend.page), `${viewport.width} wide`).toBeLessThan(0.05);
  }
});
