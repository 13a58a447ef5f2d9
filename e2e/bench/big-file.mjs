// One file beyond 4 GiB, from one profile on disk to another and out of that to the disk again.
import { createCipheriv, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { download, isKept, profileOf, save, share, timed } from './big-tabs.mjs';
import { longTasks } from './long-tasks.mjs';
import { RendererMemory } from './renderers.mjs';

const MIB = 2 ** 20;
/** The file, the sharer's copy, the friend's pieces, and what is saved of them twice while the browser moves it. */
const COPIES = 5;

/**
 * @param {{ executablePath: string, app: string, folder: string, length: number }} options `folder`: for everything;
 *   `length`: bytes, a multiple of a MiB
 */
export async function bigFile({ executablePath, app, folder, length }) {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < COPIES * length)
    throw new Error(`this needs ${COPIES * Math.round(length / MIB)} MiB of disk, and ${folder} has less`);
  const path = join(folder, 'big.bin');
  await writeNoise(path, length);
  const sharer = await profileOf(executablePath, join(folder, 'sharer'));
  const friend = await profileOf(executablePath, join(folder, 'friend'));
  const people = [sharer, friend];
  try {
    await Promise.all(people.map(({ page }) => page.goto(app)));
    const memories = await Promise.all(people.map(({ context }) => RendererMemory.of(context)));
    for (const memory of memories) memory.start();
    const begin = (/** @type {string} */ phase) => {
      for (const memory of memories) memory.begin(phase);
    };
    begin('hash');
    const hashed = await timed('hash', () => share(sharer.page, 'file-input', path));
    begin('transfer');
    const sent = await timed('transfer', () => download(friend.page, hashed.link));
    begin('save');
    const saved = await timed('save', () => save(friend.page));
    await timed('copy', () => isKept(sharer.page));
    const [sharing, receiving] = await Promise.all(memories.map((memory) => memory.stop()));
    return {
      isIntact: (await sha256(saved.path)) === (await sha256(path)),
      hashMs: hashed.ms,
      transferMs: sent.ms,
      saveMs: saved.ms,
      memory: { sharing, receiving },
      longTasks: { sharing: await longTasks(sharer.page), receiving: await longTasks(friend.page) },
    };
  } finally {
    await Promise.all(people.map(({ context }) => context.close()));
  }
}

/** Bytes that no one can compress, the same every time. @param {string} path @param {number} length */
async function writeNoise(path, length) {
  const stream = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16));
  const zeros = Buffer.alloc(MIB);
  const file = await open(path, 'w');
  for (let written = 0; written < length; written += MIB) await file.write(stream.update(zeros));
  await file.close();
}

/** @param {string} path */
async function sha256(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: MIB })) hash.update(chunk);
  return hash.digest('hex');
}
