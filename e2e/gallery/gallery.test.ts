import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { LOOKS, takeLook } from '../support/looks.ts';
import { playAllScenes } from '../support/scenes/index.ts';
import { test } from '../support/test.ts';

const FOLDER = fileURLToPath(new URL('../../gallery', import.meta.url));

test('draws every page in every state', async ({ files, server, someone }) => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  let drawn = 0;
  await playAllScenes({ files, server, someone }, async (scene, page, frame = 'page') => {
    const number = String(++drawn).padStart(2, '0');
    for (const look of LOOKS) {
      await takeLook(page, look);
      await page.screenshot({
        path: `${FOLDER}/${number}-${scene}-${look.name}.png`,
        fullPage: frame === 'page',
      });
    }
  });
});
