import type { Page } from '@playwright/test';
import { violations } from '../support/checks.ts';
import { makeFilm } from '../support/film.ts';
import type { Person } from '../support/person.ts';
import { thinUplink } from '../support/tampering.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;
const SECONDS = 60;
const FILM = { seconds: SECONDS, bytesPerSecond: 128 * 1024 };
/** About thirty seconds for the film, and twice as fast as it plays. */
const DOWN = '&down=262144';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** Notes in our origin's storage that it ran. */
const SCRIPT = '<script>localStorage.setItem("ran", location.href)</script>';
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj
trailer<</Root 1 0 R>>
`;

function previewOf({ page }: Person, path: string) {
  return page.locator(`[data-testid=file-row][data-path="${path}"]`).getByTestId('preview');
}

const player = (page: Page) => page.getByTestId('preview-player');
const playedTo = (page: Page) => player(page).evaluate((media: HTMLMediaElement) => media.currentTime);

test('a film plays and is sought in while it downloads', async ({ someone, files }) => {
  const sharer = await someone();
  const film = await makeFilm(sharer.page, FILM);
  const link = await sharer.shares(await files.write('film.webm', film));
  const friend = await someone();
  await friend.downloads(link + DOWN);
  const { page } = friend;
  await previewOf(friend, 'film.webm').click();
  await expect.poll(() => playedTo(page)).toBeGreaterThan(0.5);
  expect(await friend.progress()).toBeLessThan(0.6);
  expect(await player(page).evaluate((media: HTMLMediaElement) => media.duration)).toBe(SECONDS);

  const beforeSeek = await friend.progress();
  await player(page).evaluate((media: HTMLMediaElement) => {
    media.currentTime = 50;
  });
  await expect.poll(() => playedTo(page)).toBeGreaterThan(50.4);
  // In order, five sixths of it would have come first.
  expect(await friend.progress()).toBeLessThan(beforeSeek + 0.4);

  await page.keyboard.press('Escape');
  await expect(player(page)).toHaveCount(0);
  await friend.isDone();
  await friend.savesWhatIsIn(`${files.folder}/film.webm`);
});

test('what the player asks for is answered as RFC 9110 has it, and nobody can ask once it is closed', async ({
  someone,
  files,
}) => {
  const sharer = await someone();
  const film = await makeFilm(sharer.page, { seconds: 10, bytesPerSecond: 128 * 1024 });
  await sharer.shares(await files.write('film.webm', film));
  const { page } = sharer;
  await previewOf(sharer, 'film.webm').click();
  await expect.poll(() => playedTo(page)).toBeGreaterThan(0);
  const src = await player(page).evaluate((media: HTMLMediaElement) => media.currentSrc);
  const ask = (headers: Readonly<Record<string, string>>, method = 'GET') =>
    page.evaluate(
      async ([url, asked, verb]) => {
        const answer = await fetch(url, { headers: asked, method: verb });
        const body = new Uint8Array(await answer.arrayBuffer());
        const start = [...body.subarray(0, 4)];
        return {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          length: body.length,
          start,
        };
      },
      [src, headers, method] as const,
    );
  const { length } = film;

  expect(await ask({})).toMatchObject({ status: 200, length, start: [0x1a, 0x45, 0xdf, 0xa3] });
  const part = await ask({ Range: 'bytes=100000-299999' });
  expect(part).toMatchObject({ status: 206, length: 200_000, start: [...film.subarray(100_000, 100_004)] });
  expect(part.headers).toMatchObject({
    'content-range': `bytes 100000-299999/${length}`,
    'content-length': '200000',
    'accept-ranges': 'bytes',
    'content-type': 'video/webm',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(await ask({ Range: 'bytes=-7' })).toMatchObject({ status: 206, length: 7 });
  expect(await ask({ Range: `bytes=${length}-` })).toMatchObject({
    status: 416,
    headers: { 'content-range': `bytes */${length}` },
  });
  expect(await ask({ Range: 'bytes=0-9', 'If-Range': '"other"' })).toMatchObject({ status: 200, length });
  expect(await ask({ Range: 'bytes=0-9' }, 'HEAD')).toMatchObject({ status: 206, length: 0 });
  expect(await ask({}, 'POST')).toMatchObject({ status: 405 });
  // Several at a time, and one that is broken off.
  const parts = await Promise.all(
    [0, 1, 2, 3].map((nth) => ask({ Range: `bytes=${nth * 300_000}-${nth * 300_000 + 9}` })),
  );
  expect(parts.map(({ status }) => status)).toEqual([206, 206, 206, 206]);

  await page.keyboard.press('Escape');
  await expect(player(page)).toHaveCount(0);
  expect(await ask({ Range: 'bytes=0-9' })).toMatchObject({ status: 404 });
});

test('a paused download plays what is here, says that it is paused, and goes on when it is resumed', async ({
  someone,
  files,
}) => {
  const sharer = await someone((context) => thinUplink(context, 300_000));
  const film = await makeFilm(sharer.page, FILM);
  const link = await sharer.shares(await files.write('film.webm', film));
  const friend = await someone();
  await friend.downloads(link);
  await friend.hasReached(0.01);
  const { page } = friend;
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(friend.share).toHaveAttribute('data-state', 'paused');
  await previewOf(friend, 'film.webm').click();
  await expect(page.getByTestId('preview-waiting')).toHaveAttribute('data-code', 'paused');
  await page.getByRole('dialog').getByRole('button', { name: 'Resume the download' }).click();
  await expect.poll(() => playedTo(page)).toBeGreaterThan(0.2);
});

test('a file that nobody chose is fetched only as far as it is played', async ({ someone, files }) => {
  const sharer = await someone();
  const film = await makeFilm(sharer.page, FILM);
  const paths = [await files.write('film.webm', film), await files.random('notes.bin', MIB)];
  const link = await sharer.shares(...paths);
  const friend = await someone();
  await friend.downloads(`${link}&down=131072`);
  const { page } = friend;
  const row = page.locator('[data-testid=file-row][data-path="film.webm"]');
  await row.getByRole('checkbox').uncheck();
  await friend.isDone();
  const progress = async () => Number(await row.getAttribute('data-progress'));
  const before = await progress();
  await previewOf(friend, 'film.webm').click();
  await expect.poll(() => playedTo(page)).toBeGreaterThan(1);
  await page.keyboard.press('Escape');
  await expect(player(page)).toHaveCount(0);
  await expect(friend.share).toHaveAttribute('data-state', /^(complete|seeding)$/);
  await expect(row).toHaveAttribute('data-selected', 'false');
  expect(await progress()).toBeGreaterThan(before);
  expect(await progress()).toBeLessThan(1);
});

test('pictures, text and PDF are shown, and keys lead from one to the next', async ({ someone, files }) => {
  const sharer = await someone();
  const long = 'Ein Satz mit Umlauten: grüßen.\n'.repeat(40_000);
  await sharer.shares(
    await files.write('a.png', PIXEL),
    await files.write('b.txt', long),
    await files.write('c.pdf', PDF),
    await files.random('d.bin', 1_000),
  );
  const { page } = sharer;
  await expect(previewOf(sharer, 'd.bin')).toHaveCount(0);
  await previewOf(sharer, 'a.png').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'a.png' });
  const picture = dialog.getByTestId('preview-image');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  expect(await violations(page, null)).toEqual([]);

  await page.keyboard.press('ArrowRight');
  const words = page.getByRole('dialog', { name: 'b.txt' }).getByTestId('preview-text');
  await expect(words).toContainText('grüßen');
  await expect(page.getByText('Only the first 1 MiB')).toBeVisible();
  expect((await words.textContent())?.length).toBeLessThan(MIB);

  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: 'c.pdf' }).getByTestId('preview-pdf')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: 'c.pdf' })).toBeVisible();
  await page.getByRole('button', { name: 'Previous file' }).click();
  await expect(page.getByRole('dialog', { name: 'b.txt' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(previewOf(sharer, 'a.png')).toBeFocused();
});

test('HTML, SVG and whatever hides behind another name are never run', async ({ someone, files }) => {
  const sharer = await someone();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`;
  await sharer.shares(
    await files.write('a.html', `<!doctype html>${SCRIPT}`),
    await files.write('b.svg', svg),
    await files.write('c.png', `<!doctype html>${SCRIPT}`),
    await files.write('d.jpg', svg),
    await files.write('e.mp4', `<!doctype html>${SCRIPT}`),
    await files.write('f.pdf', `<!doctype html>${SCRIPT}`),
    // A picture to its first bytes, and a page to who looks further.
    await files.write('g.png', Buffer.concat([PIXEL.subarray(0, 33), Buffer.from(`<html>${SCRIPT}`)])),
  );
  const { page } = sharer;
  for (const name of ['a.html', 'b.svg']) {
    await previewOf(sharer, name).click();
    await expect(page.getByTestId('preview-text')).toContainText('localStorage');
    await page.keyboard.press('Escape');
  }
  for (const name of ['c.png', 'd.jpg', 'e.mp4', 'f.pdf']) {
    await previewOf(sharer, name).click();
    await expect(page.getByRole('dialog').getByTestId('error')).toHaveAttribute(
      'data-code',
      'preview-mismatch',
    );
    await page.keyboard.press('Escape');
  }
  const addresses: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/~stream/')) addresses.push(request.url());
  });
  await previewOf(sharer, 'g.png').click();
  await expect(page.getByRole('dialog').getByTestId('error')).toHaveAttribute(
    'data-code',
    'image-unreadable',
  );
  const [address = ''] = addresses;
  const other = await sharer.context.newPage();
  expect((await other.goto(address))?.status()).toBe(403);
  await expect(other.locator('body')).toContainText('inside of Flockdrop only');
  const framed = await page.evaluate(async (url) => {
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => {
      frame.onload = resolve;
    });
    frame.src = url;
    document.body.append(frame);
    await loaded;
    // Of another origin than ours, or refused: either way not ours to look into.
    return frame.contentDocument?.body.textContent ?? null;
  }, address);
  expect(framed).toBeNull();
  expect(await page.evaluate(() => localStorage.getItem('ran'))).toBeNull();
  expect(
    await other.evaluate(() => {
      try {
        return localStorage.getItem('ran');
      } catch {
        return null;
      }
    }),
  ).toBeNull();
});
