import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type Browser, type BrowserContext, launch, type Page } from 'puppeteer-core';
import { sha256 } from '../support/files.ts';

/** A stock Firefox: one process, whose people have containers of their own. */
export class Firefox {
  readonly #browser: Browser;
  readonly #downloads: string;

  private constructor(browser: Browser, downloads: string) {
    this.#browser = browser;
    this.#downloads = downloads;
  }

  static async start(executablePath: string): Promise<Firefox> {
    const downloads = await mkdtemp(join(tmpdir(), 'flockdrop-firefox-'));
    const browser = await launch({
      browser: 'firefox',
      executablePath,
      headless: true,
      extraPrefsFirefox: {
        // Both ends are on this machine, and names that only multicast DNS resolves do not resolve everywhere.
        'media.peerconnection.ice.loopback': true,
        'media.peerconnection.ice.obfuscate_host_addresses': false,
        'browser.download.folderList': 2,
        'browser.download.dir': downloads,
        'browser.download.useDownloadDir': true,
        'browser.download.alwaysOpenPanel': false,
      },
    });
    return new Firefox(browser, downloads);
  }

  /** Someone new. @param home of the server, with the slash at its end */
  async someone(home: string): Promise<Stranger> {
    const context = await this.#browser.createBrowserContext({
      downloadBehavior: { policy: 'allow', downloadPath: this.#downloads },
    });
    return new Stranger(context, await context.newPage(), home, this.#downloads);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#downloads, { recursive: true, force: true });
  }
}

/** Someone with Firefox, who acts through the same hooks as anyone. */
export class Stranger {
  readonly #context: BrowserContext;
  readonly page: Page;
  readonly #home: string;
  readonly #downloads: string;

  constructor(context: BrowserContext, page: Page, home: string, downloads: string) {
    this.#context = context;
    this.page = page;
    this.#home = home;
    this.#downloads = downloads;
  }

  async shares(path: string): Promise<string> {
    await this.page.goto(this.#home);
    const input = await this.page.waitForSelector('[data-testid=file-input]');
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(path);
    await expect.poll(() => this.attribute('share-link', 'data-link')).toMatch(/#s=/);
    return (await this.attribute('share-link', 'data-link')) ?? '';
  }

  async downloads(link: string): Promise<void> {
    await this.page.goto(link);
    const start = await this.page.waitForSelector('[data-testid=start-download]', { visible: true });
    await start?.click();
  }

  async isDone(): Promise<void> {
    await expect.poll(() => this.attribute('share', 'data-state')).toMatch(/^(complete|seeding)$/);
    await expect.poll(() => this.attribute('share', 'data-progress')).toBe('1');
  }

  /** `data-connection` of each peer row. */
  async connections(): Promise<readonly string[]> {
    return this.page.$$eval('[data-testid=peer-row]', (rows) =>
      rows.map((row) => row.getAttribute('data-connection') ?? ''),
    );
  }

  async attribute(testId: string, name: string): Promise<string | null> {
    return this.page.evaluate(
      (id, wanted) => document.querySelector(`[data-testid=${id}]`)?.getAttribute(wanted) ?? null,
      testId,
      name,
    );
  }

  /** Saves everything through an ordinary download and compares it with the file at `path`. */
  async savesWhatIsIn(path: string): Promise<void> {
    for (const name of await readdir(this.#downloads)) await rm(join(this.#downloads, name));
    await this.page.click('[data-testid=save]');
    const { size } = await stat(path);
    // Firefox keeps what it downloads under another name until it is whole.
    const saved = async () => {
      const [name, ...others] = await readdir(this.#downloads);
      if (name === undefined || others.length > 0) return null;
      const file = join(this.#downloads, name);
      return (await stat(file)).size === size ? file : null;
    };
    await expect.poll(saved).not.toBeNull();
    expect(await sha256((await saved()) ?? '')).toBe(await sha256(path));
  }

  async leaves(): Promise<void> {
    await this.#context.close();
  }
}
