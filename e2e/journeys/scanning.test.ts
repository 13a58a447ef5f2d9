import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../support/browser.mjs';
import { expect, test } from '../support/test.ts';

const SIDE = 480;

/** What a camera sees that is held before a picture on a screen: one frame of raw video, again and again. */
async function film(page: Page, png: Buffer): Promise<Buffer> {
  const grey = await page.evaluate(
    async ({ picture, side }) => {
      const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(side, side).getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.fillStyle = '#888';
      context.fillRect(0, 0, side, side);
      context.drawImage(bitmap, 20, 20, side - 40, side - 40);
      const { data } = context.getImageData(0, 0, side, side);
      return Array.from({ length: side * side }, (_, pixel) => data[4 * pixel] ?? 0);
    },
    { picture: png.toString('base64'), side: SIDE },
  );
  const chroma = Buffer.alloc((SIDE * SIDE) / 2, 128);
  const frame = [Buffer.from('FRAME\n'), Buffer.from(grey), chroma];
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${SIDE} H${SIDE} F10:1 Ip A1:1 C420jpeg\n`),
    ...Array.from({ length: 3 }, () => frame).flat(),
  ]);
}

/** A browser whose camera sees what is in the file. */
async function withCamera(path: string, use: (browser: Browser) => Promise<void>): Promise<void> {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: [
      ...chromiumArgs,
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ],
  });
  try {
    await use(browser);
  } finally {
    await browser.close();
  }
}

interface Watched {
  tracks: MediaStreamTrack[];
}

/** Keeps hold of what the camera gives, and lets the page read codes by itself. */
async function watchCamera(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const watched = globalThis as unknown as Watched;
    watched.tracks = [];
    Reflect.deleteProperty(globalThis, 'BarcodeDetector');
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      watched.tracks.push(...stream.getTracks());
      return stream;
    };
  });
}

const cameraStates = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as Watched).tracks.map(({ readyState }) => readyState));

test('a share is opened by its QR code, as the camera of a phone sees it on another screen', async ({
  someone,
  server,
  files,
}) => {
  const sharer = await someone();
  const link = await sharer.shares(await files.random('film.bin', 100_000));
  await sharer.page.getByRole('button', { name: 'QR code' }).click();
  const picture = await sharer.page.getByRole('dialog').getByRole('img').screenshot();
  const path = join(tmpdir(), `flockdrop-camera-${process.pid}.y4m`);
  await writeFile(path, await film(sharer.page, picture));
  await withCamera(path, async (browser) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await watchCamera(context);
    const page = await context.newPage();
    await page.goto(server.url);
    const scan = page.getByRole('button', { name: 'Scan a code' });

    await page.route(/\/decode-[\w-]+\.js$/, (route) => route.abort());

    // Nobody allowed it.
    await scan.click();
    await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'camera-denied');
    await page.keyboard.press('Escape');
    await context.grantPermissions(['camera']);

    // What reads codes was asked for all the same, and the server is away.
    await scan.click();
    await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'scanner-missing');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect.poll(() => cameraStates(page)).toEqual(['ended']);
    await page.unrouteAll();

    // A module that did not come is remembered as missing by the page that asked for it.
    await page.reload();
    await scan.click();
    await expect(page.getByTestId('start-download')).toBeVisible();
    expect(new URL(page.url()).hash).toContain(new URL(link).hash.slice(1, 20));
    await expect.poll(() => cameraStates(page)).toEqual(['ended']);
    await context.close();
  });
  await rm(path);
});

test('a code that is no share is told, and the next one is taken', async ({ someone }) => {
  const link = `#s=${'A'.repeat(43)}`;
  const { page, home } = await someone(async (context) => {
    await context.addInitScript((good) => {
      class BarcodeDetector {
        static getSupportedFormats = async () => ['qr_code'];
        detect = async () => {
          const isTurned = 'turned' in globalThis;
          return [{ rawValue: isTurned ? `${location.origin}/${good}` : 'https://example.org/menu' }];
        };
      }
      Object.assign(globalThis, { BarcodeDetector });
      navigator.mediaDevices.getUserMedia = async () => {
        const canvas = document.createElement('canvas');
        setInterval(() => canvas.getContext('2d')?.fillRect(0, 0, 1, 1), 50);
        return canvas.captureStream(10);
      };
    }, link);
  });
  await page.goto(home);
  await page.getByRole('button', { name: 'Scan a code' }).click();
  await expect(page.getByText('This code holds no share link')).toBeVisible();
  // Somebody holds another code before the camera.
  await page.evaluate(() => {
    Object.assign(globalThis, { turned: true });
  });
  await expect(page.getByTestId('start-download')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
