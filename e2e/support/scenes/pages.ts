// The pages before anybody else is there, and links that lead to nobody.
import { rm } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { HASHER, holdBack } from '../late-scripts.ts';
import { offerToInstall } from '../launch.ts';
import { LONG, MIB, type Show, type Stage } from './stage.ts';

export async function playEmptyPages(stage: Stage, show: Show): Promise<void> {
  const { someone, server } = stage;
  const { page, home, error } = await someone();
  await page.goto(home);
  await expect(page.getByTestId('drop-zone')).toBeVisible();
  await show('home-empty', page);
  const drag = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'x.txt'));
    return transfer;
  });
  await page.getByTestId('drop-zone').dispatchEvent('dragover', { dataTransfer: drag });
  await expect(page.getByText('Let go to share')).toBeVisible();
  await show('home-dragging', page, 'window');
  await page.getByTestId('drop-zone').dispatchEvent('dragleave', { dataTransfer: drag });
  await page.goto(`${home}#/library`);
  await expect(page.getByText('Nothing yet')).toBeVisible();
  await show('library-empty', page);
  await page.goto(`${home}#/settings`);
  await expect(page.getByTestId('relay-only')).toBeVisible();
  await show('settings', page);
  await offerToInstall(page);
  await expect(page.getByTestId('install')).toBeVisible();
  await show('settings-install', page);
  await page.getByTestId('notify').click();
  await expect(page.getByText('The browser blocks notifications')).toBeVisible();
  await show('settings-notifications-blocked', page);
  await page.getByRole('button', { name: 'Take along' }).click();
  await page.getByTestId('passphrase').fill('short');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByTestId('error')).toBeVisible();
  await show('settings-name-export', page, 'window');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Take over' }).click();
  await expect(page.getByTestId('identity-file')).toBeVisible();
  await show('settings-name-import', page, 'window');
  await page.keyboard.press('Escape');
  await playScanning(stage, show);
  await page.goto(`${home}#/share/nothing`);
  await expect(page.getByText('not here any more')).toBeVisible();
  await show('share-gone', page);
  await page.goto(`${server.url}/#s=abc`);
  await expect(error).toHaveAttribute('data-code', 'bad-link');
  await show('bad-link', page);
  const old = await someone(async (context) => {
    await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));
  });
  await old.page.goto(home);
  await expect(old.error).toBeVisible();
  await show('unsupported', old.page);
}

/** Before a camera that is dark, and one that nobody allows. */
async function playScanning({ someone }: Stage, show: Show): Promise<void> {
  const { page, home, error } = await someone(async (context) => {
    await context.addInitScript(() => {
      const { mediaDevices } = navigator;
      const refuse = mediaDevices.getUserMedia.bind(mediaDevices);
      let looks = 0;
      mediaDevices.getUserMedia = async (wanted) => {
        looks++;
        if (looks > 1) return refuse(wanted);
        const canvas = document.createElement('canvas');
        canvas.getContext('2d')?.fillRect(0, 0, 1, 1);
        return canvas.captureStream(10);
      };
    });
  });
  await page.goto(home);
  await page.getByRole('button', { name: 'Scan a code' }).click();
  await expect(page.getByText('Hold the QR code')).toBeVisible();
  await show('home-scan', page, 'window');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Scan a code' }).click();
  await expect(error).toBeVisible();
  await show('home-scan-refused', page, 'window');
}

/** The hasher's code comes late: by then the file is gone. */
export async function playPreparing({ someone, files }: Stage, show: Show): Promise<void> {
  const path = await files.random('holiday.mp4', 8 * MIB);
  const sharer = await someone();
  const arrive = await holdBack(sharer.context, HASHER);
  await sharer.page.goto(sharer.home);
  await sharer.page.getByTestId('file-input').setInputFiles(path);
  await expect(sharer.share).toHaveAttribute('data-state', 'hashing');
  await show('share-hashing', sharer.page);
  await rm(path);
  arrive();
  await expect(sharer.share).toHaveAttribute('data-state', 'error');
  await show('share-error', sharer.page);
}

export async function playLinksWithoutPeople({ someone, server }: Stage, show: Show): Promise<void> {
  const visitor = await someone();
  const lost = `${server.url}/#s=${'A'.repeat(43)}&dn=${encodeURIComponent(LONG)}&xl=5000000000`;
  await visitor.opens(lost);
  await expect(visitor.page.getByTestId('diagnosis')).toHaveAttribute('data-code', 'no-peers');
  await show('share-waiting-alone', visitor.page);
  await visitor.starts();
  await expect(visitor.share).toHaveAttribute('data-state', 'joining');
  await show('share-joining-alone', visitor.page);
  for (const letter of 'BCDEFGHI') {
    await visitor.page.goto(
      `${visitor.home}#s=${letter}${'A'.repeat(42)}&dn=${encodeURIComponent(`Chapter ${letter}`)}&xl=70000000`,
    );
    await expect(visitor.page.getByRole('heading', { name: `Chapter ${letter}` })).toBeVisible();
  }
  await visitor.page.getByRole('link', { name: 'Library' }).click();
  await expect(visitor.page.getByTestId('library-search')).toBeVisible();
  await show('library-many', visitor.page);
  await visitor.page.getByTestId('library-search').fill('appendix');
  await expect(visitor.page.getByText('Nothing here has')).toBeVisible();
  await show('library-nothing-found', visitor.page);
}
