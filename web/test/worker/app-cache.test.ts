import { expect, test } from 'vitest';
import { AppCache, type AppFile } from '../../src/worker/app-cache.ts';

const ORIGIN = 'https://drop.example';
const OLD: readonly AppFile[] = [
  { url: 'index.html', revision: 'a' },
  { url: 'icon.svg', revision: 'i' },
  { url: 'assets/app-1.js', revision: null },
];
const NEW: readonly AppFile[] = [
  { url: 'index.html', revision: 'b' },
  { url: 'icon.svg', revision: 'i' },
  { url: 'assets/app-2.js', revision: null },
];

/** As much of the browser's as is used: by name, and in it by path. */
class Caches {
  readonly stores = new Map<string, Map<string, Response>>();

  async open(name: string) {
    const store = this.stores.get(name) ?? new Map<string, Response>();
    this.stores.set(name, store);
    return {
      keys: async () => [...store.keys()].map((path) => new Request(ORIGIN + path)),
      match: async (path: string) => store.get(path)?.clone(),
      put: async (path: string, response: Response) => void store.set(path, response),
    };
  }

  async keys() {
    return [...this.stores.keys()];
  }

  async delete(name: string) {
    return this.stores.delete(name);
  }

  get paths() {
    return [...this.stores.values()].map((store) => [...store.keys()]);
  }
}

/** A server whose build can be replaced; `null`: out of reach. */
function world() {
  const caches = new Caches();
  const state: { build: readonly AppFile[] | null; broken?: number; hangs?: boolean; asked: string[] } = {
    build: OLD,
    asked: [],
  };
  const fetch = async (request: Request) => {
    const { pathname } = new URL(request.url);
    state.asked.push(`${pathname} ${request.cache}`);
    if (state.hangs === true) return new Promise<Response>(() => undefined);
    const { build } = state;
    if (build === null) throw new TypeError('Failed to fetch');
    if (state.broken !== undefined) return new Response('', { status: state.broken });
    const script = build.find(({ revision }) => revision === null)?.url;
    if (pathname === '/') return new Response(`<script src="/${script}"></script>`);
    const isThere = build.some(({ url }) => `/${url}` === pathname);
    return isThere ? new Response(`network ${pathname}`) : new Response('', { status: 404 });
  };
  const worker = (files: readonly AppFile[]) =>
    new AppCache({ files, origin: ORIGIN, caches: caches as unknown as CacheStorage, fetch, patienceMs: 20 });
  return { caches, state, worker };
}

const get = (path: string) => new Request(ORIGIN + path);

/** A browser alone makes one of this mode. */
function visit(path: string): Request {
  const request = get(path);
  Object.defineProperty(request, 'mode', { value: 'navigate' });
  return request;
}

async function textOf(answer: Promise<Response> | null): Promise<string> {
  return (await answer)?.text() ?? 'not answered';
}

test('the whole app is kept, and opens without a network', async () => {
  const { caches, state, worker } = world();
  const cache = worker(OLD);
  await cache.keep();
  expect(caches.paths).toEqual([['/icon.svg', '/assets/app-1.js', '/']]);
  state.build = null;
  expect(await textOf(cache.answer(visit('/')))).toContain('app-1.js');
  expect(await textOf(cache.answer(get('/assets/app-1.js')))).toBe('network /assets/app-1.js');
});

test('hashed files come from wherever they are at hand; what may change is asked of the server', async () => {
  const { state, worker } = world();
  await worker(OLD).keep();
  expect(state.asked.toSorted()).toEqual(['/ reload', '/assets/app-1.js default', '/icon.svg reload']);
});

test('what is kept is not fetched again', async () => {
  const { state, worker } = world();
  const cache = worker(OLD);
  await cache.keep();
  state.asked = [];
  await cache.keep();
  await textOf(cache.answer(get('/assets/app-1.js')));
  expect(state.asked).toEqual([]);
});

test('no half of an app opens: keeping that broke off is taken up again', async () => {
  const { caches, state, worker } = world();
  const cache = worker(OLD);
  state.build = OLD.slice(0, 2);
  await expect(cache.keep()).rejects.toThrow('404');
  expect(caches.paths.flat()).not.toContain('/');
  state.build = OLD;
  await cache.keep();
  expect(caches.paths.flat()).toContain('/');
});

test('the page of a newer build is not kept among the parts of an older one', async () => {
  const { caches, state, worker } = world();
  state.build = [...NEW, ...OLD];
  const cache = worker(OLD);
  await expect(cache.keep()).rejects.toThrow('another build');
  expect(caches.paths.flat()).not.toContain('/');
});

test('a deployment is seen at the next visit, and its parts come from the network', async () => {
  const { state, worker } = world();
  const cache = worker(OLD);
  await cache.keep();
  state.build = NEW;
  expect(await textOf(cache.answer(visit('/')))).toContain('app-2.js');
  expect(await textOf(cache.answer(get('/assets/app-2.js')))).toBe('network /assets/app-2.js');
});

test('a page of an older build finds its parts after a newer one took over', async () => {
  const { state, worker } = world();
  await worker(OLD).keep();
  state.build = NEW;
  const cache = worker(NEW);
  await cache.keep();
  expect(await textOf(cache.answer(get('/assets/app-1.js')))).toBe('network /assets/app-1.js');
  state.build = null;
  expect(await textOf(cache.answer(visit('/')))).toContain('app-2.js');
});

test.each([
  ['a server that is down behind its proxy', { broken: 502 }],
  ['a network that never answers', { hangs: true }],
])('%s opens what is kept', async (_, trouble) => {
  const { state, worker } = world();
  const cache = worker(OLD);
  await cache.keep();
  Object.assign(state, trouble);
  expect(await textOf(cache.answer(visit('/')))).toContain('app-1.js');
});

test('with nothing kept the network has the last word, however late', async () => {
  const { state, worker } = world();
  const cache = worker(OLD);
  state.broken = 503;
  expect((await cache.answer(visit('/')))?.status).toBe(503);
  state.build = null;
  await expect(cache.answer(visit('/'))).rejects.toThrow('Failed to fetch');
});

test.each([
  get('/signal'),
  get('/healthz'),
  get('/metrics'),
  get('/sw.js'),
  get('/manifest.webmanifest'),
  get('/download/1/a.bin'),
  visit('/download/1/a.bin'),
  visit('/elsewhere'),
  new Request(`${ORIGIN}/`, { method: 'POST' }),
  new Request('https://other.example/assets/app-1.js'),
])('is none of its business: $method $url', async (request) => {
  const { worker } = world();
  const cache = worker(OLD);
  await cache.keep();
  expect(cache.answer(request)).toBeNull();
});

test('while developing nothing is listed and nothing answered', () => {
  expect(world().worker([]).answer(visit('/'))).toBeNull();
});

test('older builds go once no page can need them, and their number is bounded before', async () => {
  const { caches, state, worker } = world();
  const builds = Array.from({ length: 9 }, (_, index) => [
    { url: 'index.html', revision: String(index) },
    { url: `assets/app-${index}.js`, revision: null },
  ]);
  for (const build of builds) {
    state.build = build;
    await worker(build).keep();
  }
  caches.stores.set('something else', new Map());
  await worker(builds[8] ?? []).tidy(false);
  expect(caches.paths.flat().filter((path) => path !== '/')).toEqual(
    [3, 4, 5, 6, 7, 8].map((index) => `/assets/app-${index}.js`),
  );
  await worker(builds[8] ?? []).tidy(true);
  expect(caches.paths.flat().filter((path) => path !== '/')).toEqual(
    [7, 8].map((index) => `/assets/app-${index}.js`),
  );
  expect(caches.stores.has('something else')).toBe(true);
});
