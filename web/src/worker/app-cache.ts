/**
 * The built app, kept so that it opens without a network. Each build has a cache of its own, and so a page gets parts
 * of one build alone: whatever an older page still asks for stays until no such page can be open.
 *
 * It answers only for the page itself and for files of a build. Everything else, the server's own paths and downloads
 * first of all, is none of its business and never kept.
 */

/** As the build lists it: relative to the root; `revision` is `null` where the name itself changes with the content. */
export interface AppFile {
  readonly url: string;
  readonly revision: string | null;
}

export interface AppCacheOptions {
  readonly files: readonly AppFile[];
  readonly origin: string;
  readonly caches: CacheStorage;
  readonly fetch: (request: Request) => Promise<Response>;
  /** The network may take so long to bring the page before the one that is kept is shown, milliseconds. */
  readonly patienceMs?: number;
}

const CACHES = 'flockdrop-app-';
const PAGE = '/';
/** Under this name the build lists the page. */
const PAGE_FILE = '/index.html';
const HASHED = '/assets/';
const PATIENCE_MS = 3_000;
/** Other builds that are kept: while a page of an older one may be open, and while none can. */
const MAX_OTHERS = 5;
const MAX_OTHERS_UNUSED = 1;

export class AppCache {
  readonly #options: AppCacheOptions;
  readonly #name: string;
  /** By path. */
  readonly #files: ReadonlyMap<string, AppFile>;

  constructor(options: AppCacheOptions) {
    this.#options = options;
    this.#name = CACHES + digest(JSON.stringify(options.files));
    this.#files = new Map(
      options.files.map((file) => {
        const path = this.#pathOf(file.url);
        return [path === PAGE_FILE ? PAGE : path, file];
      }),
    );
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** The answer to a request for a part of the app, or `null`: then the request is none of ours. */
  answer(request: Request): Promise<Response> | null {
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== this.#options.origin || !this.has(PAGE)) return null;
    const isPage = pathname === PAGE || pathname === PAGE_FILE;
    if (request.mode === 'navigate') return isPage ? this.#page(request) : null;
    return (this.has(pathname) && !isPage) || pathname.startsWith(HASHED)
      ? this.#part(request, pathname)
      : null;
  }

  /** Fetches what is not kept yet; rejects when anything cannot be had. The page comes last: no half of an app opens. */
  async keep(): Promise<void> {
    const cache = await this.#options.caches.open(this.#name);
    const kept = new Set((await cache.keys()).map(({ url }) => this.#pathOf(url)));
    if (kept.has(PAGE)) return;
    const parts = [...this.#files.keys()].filter((path) => path !== PAGE && !kept.has(path));
    await Promise.all(parts.map(async (path) => cache.put(path, await this.#fetch(path))));
    if (this.has(PAGE)) await cache.put(PAGE, await this.#fetchPage());
  }

  /** @param isAlone whether at most one page is open, and that one of this build or a newer */
  async tidy(isAlone: boolean): Promise<void> {
    const others = (await this.#builds()).filter((name) => name !== this.#name);
    for (const name of others.slice(isAlone ? MAX_OTHERS_UNUSED : MAX_OTHERS)) {
      await this.#options.caches.delete(name);
    }
  }

  /** The newest page that there is, or the kept one where the network has none or takes too long. */
  async #page(request: Request): Promise<Response> {
    const coming = this.#options.fetch(request);
    const late = new Promise<null>((resolve) => {
      setTimeout(resolve, this.#options.patienceMs ?? PATIENCE_MS, null);
    });
    const first = await Promise.race([coming, late]).catch(() => null);
    // A proxy in front of a server that is down answers too.
    if (first !== null && first.status < 500) return first;
    return (await this.#kept(PAGE)) ?? first ?? coming;
  }

  async #part(request: Request, path: string): Promise<Response> {
    return (await this.#kept(path)) ?? this.#options.fetch(request);
  }

  /** Of this build, else of the latest that has it. */
  async #kept(path: string): Promise<Response | null> {
    for (const name of await this.#builds()) {
      const cache = await this.#options.caches.open(name);
      const found = await cache.match(path, { ignoreVary: true });
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Names of the caches: this build's, then the others, the newest first. */
  async #builds(): Promise<readonly string[]> {
    const names = (await this.#options.caches.keys()).filter((name) => name.startsWith(CACHES)).reverse();
    return [...names.filter((name) => name === this.#name), ...names.filter((name) => name !== this.#name)];
  }

  /** What may change under its name is asked of the server itself. */
  async #fetch(path: string): Promise<Response> {
    const isFixed = this.#files.get(path)?.revision === null;
    const request = new Request(new URL(path, this.#options.origin), {
      cache: isFixed ? 'default' : 'reload',
    });
    const response = await this.#options.fetch(request);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response;
  }

  /** The server may have a newer one by now, which would find none of its parts here. */
  async #fetchPage(): Promise<Response> {
    const page = await this.#fetch(PAGE);
    const html = await page.clone().text();
    for (const [, path = ''] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
      if (!this.has(path)) throw new Error(`the page of another build: it wants ${path}`);
    }
    return page;
  }

  #pathOf(url: string): string {
    return new URL(url, `${this.#options.origin}/`).pathname;
  }
}

/** FNV-1a: tells builds apart, and nobody gains by forging one. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}
