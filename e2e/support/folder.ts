import type { BrowserContext, Page } from '@playwright/test';

/**
 * A folder that a person chooses: no driver can answer the browser's own dialog, so a folder of the page's private
 * file system stands in for one on the disk. All else about it is the browser's.
 */
const CHOSEN = 'Chosen';

/** Whoever is asked for a folder chooses that one. After a reload the browser wants a gesture before it is used again. */
export async function choosesFolder(context: BrowserContext): Promise<void> {
  await context.addInitScript((name) => {
    let isGranted = false;
    Object.assign(globalThis, {
      showDirectoryPicker: async () => {
        isGranted = true;
        return (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
      },
    });
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: async () => (isGranted ? 'granted' : 'prompt'),
      requestPermission: async () => {
        isGranted ||= navigator.userActivation.isActive;
        return isGranted ? 'granted' : 'denied';
      },
    });
  }, CHOSEN);
}

const STUCK = 'a write never ended';

/** Until the page is loaded again, no write into a file ends beyond so many. */
export async function sticksAfter(context: BrowserContext, writes: number): Promise<void> {
  await context.addInitScript(
    ({ most, word }) => {
      if (localStorage.getItem(word) !== null) return;
      const { write } = FileSystemWritableFileStream.prototype;
      let count = 0;
      FileSystemWritableFileStream.prototype.write = function (...args) {
        if (++count <= most) return write.apply(this, args);
        localStorage.setItem(word, 'yes');
        return new Promise(() => undefined);
      };
    },
    { most: writes, word: STUCK },
  );
}

/** Resolves once a write does not. */
export async function isStuck(page: Page): Promise<void> {
  await page.waitForFunction((word) => localStorage.getItem(word) !== null, STUCK);
}

/** Puts a file there that is somebody else's. */
export async function putInFolder(page: Page, path: string, text: string): Promise<void> {
  await page.evaluate(
    async ([root, at, content]) => {
      const names = [root, ...at.split('/')];
      const last = names.pop() ?? '';
      let folder = await navigator.storage.getDirectory();
      for (const name of names) folder = await folder.getDirectoryHandle(name, { create: true });
      const writable = await (await folder.getFileHandle(last, { create: true })).createWritable();
      await writable.write(content);
      await writable.close();
    },
    [CHOSEN, path, text] as const,
  );
}

/** SHA-256 of every file in the folder, hex, by its path. */
export async function folderDigests(page: Page): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(async (name) => {
    const digests: Record<string, string> = {};
    const walk = async (folder: FileSystemDirectoryHandle, prefix: string): Promise<void> => {
      const entries = folder as unknown as AsyncIterable<[string, FileSystemHandle]>;
      for await (const [entry, handle] of entries) {
        if (handle.kind === 'directory') {
          await walk(handle as FileSystemDirectoryHandle, `${prefix}${entry}/`);
          continue;
        }
        const bytes = await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer();
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        digests[prefix + entry] = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      }
    };
    const root = await navigator.storage.getDirectory();
    await walk(await root.getDirectoryHandle(name, { create: true }), '');
    return digests;
  }, CHOSEN);
}
