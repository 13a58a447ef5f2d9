import type { BrowserContext, Download, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { sha256 } from './files.ts';

/**
 * Someone with a browser of their own, who acts through the hooks that the page promises. Two things go past them: a
 * folder is picked where a person's folder dialog would put it, and `storedPieces` looks into the browser's own storage.
 */
export class Person {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly home: string;

  constructor(context: BrowserContext, page: Page, home: string) {
    this.context = context;
    this.page = page;
    this.home = home;
  }

  get share(): Locator {
    return this.page.getByTestId('share');
  }

  get error(): Locator {
    return this.page.getByTestId('error');
  }

  /** Drops files on the home page and returns the link. */
  async shares(...paths: string[]): Promise<string> {
    await this.page.goto(this.home);
    await this.page.getByTestId('file-input').setInputFiles(paths);
    return this.link();
  }

  async sharesFolder(path: string): Promise<string> {
    await this.page.goto(this.home);
    await this.page.getByTestId('folder-input').setInputFiles(path);
    return this.link();
  }

  async link(): Promise<string> {
    const box = this.page.getByTestId('share-link');
    await expect(box).toHaveAttribute('data-link', /#s=/);
    return (await box.getAttribute('data-link')) ?? '';
  }

  /** Opens a link, and waits until the page asks for the word to download. */
  async opens(link: string): Promise<void> {
    await this.page.goto(link);
    await expect(this.page.getByTestId('start-download')).toBeVisible();
  }

  /** Gives the word. */
  async starts(): Promise<void> {
    await this.page.getByTestId('start-download').click();
  }

  async downloads(link: string): Promise<void> {
    await this.opens(link);
    await this.starts();
  }

  async isDone(): Promise<void> {
    await expect(this.share).toHaveAttribute('data-state', /^(complete|seeding)$/);
    await expect(this.share).toHaveAttribute('data-progress', '1');
  }

  async progress(): Promise<number> {
    return Number(await this.share.getAttribute('data-progress'));
  }

  async hasReached(progress: number): Promise<void> {
    await expect.poll(() => this.progress(), { intervals: [50] }).toBeGreaterThanOrEqual(progress);
  }

  /** Saves through an ordinary download; `row` is a file's, else all is saved. */
  async saves(path?: string): Promise<Download> {
    const save =
      path === undefined
        ? this.page.getByTestId('save').first()
        : this.page.locator(`[data-testid=file-row][data-path="${path}"]`).getByTestId('save');
    const [download] = await Promise.all([this.page.waitForEvent('download'), save.click()]);
    return download;
  }

  /** Saves everything and compares it byte by byte, through its SHA-256, with the file at `path`. */
  async savesWhatIsIn(path: string): Promise<void> {
    const saved = await this.saves();
    expect(await sha256(await saved.path())).toBe(await sha256(path));
  }

  /** Indices of the pieces that this browser has stored of the share on screen; none before there is a database. */
  async storedPieces(): Promise<readonly number[]> {
    const infoHash = (await this.share.getAttribute('data-infohash')) ?? '';
    return this.page.evaluate(async (name) => {
      const settled = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      if (!(await indexedDB.databases()).some((database) => database.name === name)) return [];
      const opening = indexedDB.open(name);
      // It went in between. To make an empty one would leave the app without the store that it expects.
      opening.onupgradeneeded = () => opening.transaction?.abort();
      const database = await settled(opening).catch((error: DOMException) => {
        if (error.name === 'AbortError') return null;
        throw error;
      });
      if (database === null) return [];
      const keys = await settled(database.transaction('pieces').objectStore('pieces').getAllKeys());
      database.close();
      return keys.map(Number);
    }, `flockdrop-share-${infoHash}`);
  }

  /** As if the browser had thrown away all stored pieces of the share on screen from this one on. */
  async losesPieces(from: number): Promise<void> {
    const infoHash = (await this.share.getAttribute('data-infohash')) ?? '';
    await this.page.evaluate(
      async ({ hash, first }) => {
        const settled = <T>(request: IDBRequest<T>) =>
          new Promise<T>((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
        const database = await settled(indexedDB.open(`flockdrop-share-${hash}`));
        const pieces = database.transaction('pieces', 'readwrite').objectStore('pieces');
        await settled(pieces.delete(IDBKeyRange.lowerBound(first)));
        database.close();
      },
      { hash: infoHash, first: from },
    );
  }
}
