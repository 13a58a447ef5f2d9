import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { LOOKS, takeLook } from '../support/looks.ts';
import { playAllScenes } from '../support/scenes/index.ts';
import { test } from '../support/test.ts';

const FOLDER = fileURLToPath(new URL('../../gallery', import.meta.url));

const heightOf = (page: Page) => page.evaluate(() => document.documentElement.scrollHeight);

test('draws every page in every state', async ({ files, server, someone }) => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  let drawn = 0;
  await playAllScenes({ files, server, someone }, async (scene, page, frame = 'page') => {
    const number = String(++drawn).padStart(2, '0');
    for (const look of LOOKS) {
      await takeLook(page, look);
      // In a window as high as the page, or of long lists only what is in the window would be drawn.
      if (frame === 'page') await page.setViewportSize({ width: look.width, height: await heightOf(page) });
      await page.screenshot({ path: `${FOLDER}/${number}-${scene}-${look.name}.png` });
    }
  });
});
