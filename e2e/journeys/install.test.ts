import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { launchWith, offerToInstall } from '../support/launch.ts';
import { Person } from '../support/person.ts';
import { registerWorker } from '../support/service-worker.ts';
import { shifted, watchShifts } from '../support/shifts.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;

/** What another app does through the system: a form posted to the address that the manifest names. */
async function handsOver(page: Page, home: string, paths: readonly string[], text = ''): Promise<void> {
  // A page of somewhere else: our own sends no forms.
  const elsewhere = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(`<form method="post" enctype="multipart/form-data" action="${home}share-target">
      <input type="file" name="files" multiple><input name="text"><button>send</button></form>`);
  }).listen(0);
  try {
    const { port } = elsewhere.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.locator('[name=files]').setInputFiles([...paths]);
    await page.locator('[name=text]').fill(text);
    await page.getByRole('button', { name: 'send' }).click();
    await page.waitForURL(/#received/);
  } finally {
    elsewhere.close();
  }
}

/** Home, at the second visit: then the service worker answers for it. */
async function settlesIn({ page, home }: Person): Promise<void> {
  await page.goto(home);
  await registerWorker(page);
  await page.reload();
  await expect(page.getByTestId('drop-zone')).toBeVisible();
}

test('the browser finds nothing amiss with the manifest, and would install the app', async ({ someone }) => {
  const person = await someone();
  await settlesIn(person);
  const session = await person.context.newCDPSession(person.page);
  const { errors, data } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '{}');
  expect(manifest).toMatchObject({ id: '/', start_url: '/', scope: '/', display: 'standalone' });
  for (const { src, sizes } of manifest.icons) {
    const answer = await person.page.request.get(new URL(src, person.home).href);
    expect(answer.status()).toBe(200);
    if (sizes !== 'any') expect(sizeOfPng(await answer.body())).toBe(sizes);
  }
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A profile that keeps nothing is never offered it.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
    [],
  );
});

test('files that another app hands over wait for a word, outlast a slow page, and are shared', async ({
  someone,
  files,
}) => {
  const path = await files.random('photo.jpg', MIB);
  const person = await someone();
  await settlesIn(person);
  // The page is gone before it could look: what came must still be there.
  await handsOver(person.page, person.home, [path]);
  await person.page.close();
  const later = new Person(person.context, await person.context.newPage(), person.home);
  await later.page.goto(later.home);
  const card = later.page.getByTestId('arrival');
  await expect(card).toContainText('1 file from another app');
  await expect(card).toContainText('photo.jpg');
  await expect(later.share).toHaveCount(0);
  await card.getByRole('button', { name: 'Share' }).click();
  const link = await later.link();
  await later.savesWhatIsIn(path);
  const friend = await someone();
  await friend.downloads(link);
  await friend.isDone();
  await later.page.goto(`${later.home}#/`);
  await expect(later.page.getByTestId('drop-zone')).toBeVisible();
  await expect(card).toHaveCount(0);
});

test('what is handed over can be discarded; a link in it is opened', async ({ someone, files }) => {
  const person = await someone();
  const { page, home } = person;
  await settlesIn(person);
  await handsOver(page, home, [await files.random('a.bin', 10), await files.random('b.bin', 10)]);
  const card = page.getByTestId('arrival');
  await expect(card).toContainText('2 files from another app');
  await card.getByRole('button', { name: 'Discard' }).click();
  await expect(card).toHaveCount(0);
  await page.reload();
  await expect(page.getByTestId('drop-zone')).toBeVisible();
  const hash = 'A'.repeat(43);
  await handsOver(page, home, [], `Have a look: ${home}#s=${hash}&dn=film`);
  await expect(card).toContainText('A link from another app');
  await card.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByTestId('start-download')).toBeVisible();
});

test('what comes before there is a service worker is told as lost, and not read by the server', async ({
  someone,
  files,
}) => {
  const { page, home } = await someone();
  await handsOver(page, home, [await files.random('a.bin', 10)]);
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'handover-failed');
});

test('files and .torrents that the system opens with the app', async ({ someone, files }) => {
  const path = await files.write('report.pdf', 'not much of a report');
  const sharer = await someone();
  await sharer.shares(path);
  const [torrent] = await Promise.all([
    sharer.page.waitForEvent('download'),
    sharer.page.getByTestId('export-torrent').click(),
  ]);
  for (const [name, content, title] of [
    ['report.pdf', await readFile(path), 'Share'],
    ['report.torrent', await readFile(await torrent.path()), 'Open'],
  ] as const) {
    const opener = await someone(async (context) => {
      await launchWith(context, name, content);
    });
    await opener.page.goto(opener.home);
    await opener.page.getByTestId('arrival').getByRole('button', { name: title }).click();
    await expect(opener.share).toHaveAttribute(
      'data-infohash',
      (await sharer.share.getAttribute('data-infohash')) ?? '',
    );
  }
});

test('the browser’s offer to install waits in the settings', async ({ someone }) => {
  const { page, home } = await someone();
  await page.goto(`${home}#/settings`);
  await expect(page.getByTestId('relay-only')).toBeVisible();
  await expect(page.getByTestId('install')).toHaveCount(0);
  await offerToInstall(page);
  await page.getByTestId('install').click();
  await expect.poll(() => page.evaluate(() => 'wasAsked' in globalThis)).toBe(true);
  await expect(page.getByTestId('install')).toHaveCount(0);
});

test('what the start page shows of this browser moves nothing that was there before', async ({
  someone,
  files,
}) => {
  const person = await someone(watchShifts);
  for (const name of ['a.bin', 'b.bin', 'c.bin']) await person.shares(await files.random(name, 1_000));
  await person.page.setViewportSize({ width: 1280, height: 1_600 });
  await person.page.goto('about:blank');
  await person.page.goto(person.home);
  await expect(person.page.getByRole('listitem').filter({ hasText: '.bin' })).toHaveCount(3);
  expect(await shifted(person.page)).toBeLessThan(0.001);
});

/** `512x512`, of the first chunk's two numbers. */
function sizeOfPng(png: Buffer): string {
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}
