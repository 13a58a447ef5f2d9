import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of what is built, for a server of its own: its app can be replaced while that runs. */
export class Deployment {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async make(folder: string): Promise<Deployment> {
    const root = join(folder, 'deployment');
    for (const part of ['signaling/dist', 'signaling/package.json', 'web/dist']) {
      await cp(join(BUILT, part), join(root, part), { recursive: true });
    }
    await mkdir(join(root, 'test-results'));
    await symlink(join(BUILT, 'node_modules'), join(root, 'node_modules'));
    return new Deployment(root);
  }

  /** As if all of the app had changed: every hashed file is there under another name, and under its old one no more. */
  async update(): Promise<void> {
    const app = join(this.root, 'web/dist');
    const files = (await readdir(app, { recursive: true })).map((name) => join(app, name));
    for (const file of files) if (/\.(br|gz|map)$/.test(file)) await rm(file);
    const texts = files.filter((file) => /\.(js|css|html)$/.test(file));
    for (const file of texts) {
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replaceAll(/([\w-]{8})\.(js|css)\b(?!\.map)/g, renamed));
    }
    for (const file of texts) {
      if (file.includes('/assets/')) await rename(file, file.replace(/([\w-]{8})\.(js|css)$/, renamed));
    }
  }
}

/** `app-1a2b3c4d.js` becomes `app-1a2b3c4dx.js`. */
const renamed = (_: string, hash: string, ending: string) => `${hash}x.${ending}`;
