import type { BrowserContext, Download, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Someone with a browser of their own. Does only what a person or a script can do through the promised hooks. */
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
    await expect(box).toHaveAttribute('data-link', /#s=/, { timeout: 60_000 });
    return (await box.getAttribute('data-link')) ?? '';
  }

  /** Opens a link and gives the word to download. */
  async downloads(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByTestId('start-download').click();
  }

  async isDone(): Promise<void> {
    await expect(this.share).toHaveAttribute('data-state', /^(complete|seeding)$/, { timeout: 90_000 });
    await expect(this.share).toHaveAttribute('data-progress', '1');
  }

  async progress(): Promise<number> {
    return Number(await this.share.getAttribute('data-progress'));
  }

  async hasReached(progress: number): Promise<void> {
    await expect
      .poll(() => this.progress(), { timeout: 60_000, intervals: [50] })
      .toBeGreaterThanOrEqual(progress);
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

  /** Indices of the pieces that this browser has stored of the share on screen. */
  async storedPieces(): Promise<readonly number[]> {
    const infoHash = (await this.share.getAttribute('data-infohash')) ?? '';
    return this.page.evaluate(async (hash) => {
      const settled = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await settled(indexedDB.open(`flockdrop-share-${hash}`));
      const keys = await settled(database.transaction('pieces').objectStore('pieces').getAllKeys());
      database.close();
      return keys.map(Number);
    }, infoHash);
  }
}
