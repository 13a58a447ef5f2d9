// A folder of thousands of small files, from one profile on disk to another and out of that as a ZIP.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzip } from '../support/unzip.ts';
import { download, isKept, profileOf, save, share, timed } from './big-tabs.mjs';
import { longTasks } from './long-tasks.mjs';

/**
 * @param {{ executablePath: string, app: string, folder: string, files: number }} options `folder`: for everything
 */
export async function bigFolder({ executablePath, app, folder, files }) {
  const contents = await writeFiles(join(folder, 'many'), files);
  const sharer = await profileOf(executablePath, join(folder, 'sharer'));
  const friend = await profileOf(executablePath, join(folder, 'friend'));
  const people = [sharer, friend];
  try {
    await Promise.all(people.map(({ page }) => page.goto(app)));
    const hashed = await timed('hash', () => share(sharer.page, 'folder-input', join(folder, 'many')));
    const sent = await timed('transfer', () => download(friend.page, hashed.link));
    const opened = await timed('open', () => openFolders(friend.page));
    const saved = await timed('save', () => save(friend.page));
    const kept = await timed('copy', () => isKept(sharer.page));
    const entries = unzip(await readFile(saved.path));
    const [sharing, receiving] = await Promise.all(
      people.map(async ({ page }) => ({
        elements: await page.evaluate(() => document.querySelectorAll('*').length),
        longTasks: await longTasks(page),
      })),
    );
    return {
      isIntact:
        entries.size === contents.size &&
        [...contents].every(([name, bytes]) => entries.get(name)?.equals(bytes) === true),
      hashMs: hashed.ms,
      transferMs: sent.ms,
      openMs: opened.ms,
      openTasks: opened.tasks,
      saveMs: saved.ms,
      copyLeftMs: kept.ms,
      sharing,
      receiving,
    };
  } finally {
    await Promise.all(people.map(({ context }) => context.close()));
  }
}

/**
 * All folders of the tree at once.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<{ tasks: readonly import('./long-tasks.mjs').LongTask[] }>} those that it took
 */
async function openFolders(page) {
  const before = (await longTasks(page)).length;
  await page.getByRole('button', { name: 'Open all folders' }).click();
  await page.getByTestId('file-row').first().waitFor();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  return { tasks: (await longTasks(page)).slice(before) };
}

/**
 * Up to 8 KiB each, a hundred to a folder, and those in folders.
 * @param {string} folder
 * @param {number} count
 * @returns {Promise<Map<string, Buffer>>} contents by path in the ZIP
 */
async function writeFiles(folder, count) {
  /** @type {Map<string, Buffer>} */
  const contents = new Map();
  for (let at = 0; at < count; at++) {
    const bytes = createHash('shake256', { outputLength: 512 + ((at * 977) % 7680) })
      .update(String(at))
      .digest();
    const name = `year ${at % 7}/day ${Math.floor(at / 100)}/picture ${at}.dat`;
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
    contents.set(`many/${name}`, bytes);
  }
  return contents;
}
