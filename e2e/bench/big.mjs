// What only shows in large: `npm run big -- --only file,folder` (both), `--gib 4.5`, `--files 5000`. Prints JSON.
// Fails when what arrives is not what was sent; how long and how smooth is a result, and the reader's to judge.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from '../support/browser.mjs';
import { Server } from '../support/server.mjs';
import { bigFile } from './big-file.mjs';
import { bigFolder } from './big-folder.mjs';

const MIB = 2 ** 20;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'file,folder' },
    gib: { type: 'string', default: '4.5' },
    files: { type: 'string', default: '5000' },
  },
});
const executablePath = findChromium();
if (executablePath === null) throw new Error('no Chromium: run e2e/support/browser.mjs or set CHROMIUM_PATH');

const server = await Server.start();
try {
  for (const name of values.only.split(',')) {
    const folder = await mkdtemp(join(tmpdir(), 'flockdrop-big-'));
    try {
      const result = await run(name, { executablePath, app: `${server.url}/`, folder });
      console.log(name, JSON.stringify(result, null, 2));
      if (!result.isIntact) process.exitCode = 1;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
} finally {
  await server.down();
}

/**
 * @param {string} name
 * @param {{ executablePath: string, app: string, folder: string }} options
 * @returns {Promise<{ isIntact: boolean }>}
 */
function run(name, options) {
  switch (name) {
    case 'file':
      return bigFile({ ...options, length: Math.round(Number(values.gib) * 1024) * MIB });
    case 'folder':
      return bigFolder({ ...options, files: Number(values.files) });
    default:
      throw new Error(`"${name}" is none of file, folder`);
  }
}
