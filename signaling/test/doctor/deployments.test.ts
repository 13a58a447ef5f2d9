import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../src/config.ts';
import { type Examination, examine } from '../../src/doctor/examine.ts';
import { startServer } from '../harness.ts';
import { Authority, type Certificate, hasOpenssl, NEEDS_OPENSSL } from './certificates.ts';
import { Coturn, hasCoturn, NEEDS_COTURN, type Settings } from './coturn.ts';
import { type ProxyOptions, ReverseProxy } from './reverse-proxy.ts';

/** Whole deployments on loopback, each with one thing wrong: the doctor finds that, and nothing else. */

const DAY_MS = 86_400_000;
/** `null` where there is no openssl. */
let authority: Authority | null = null;
let app: string;
const ends: (() => Promise<void>)[] = [];

beforeAll(() => {
  if (hasOpenssl) authority = new Authority();
  app = mkdtempSync(join(tmpdir(), 'flockdrop-app-'));
  writeFileSync(join(app, 'index.html'), '<!doctype html><script type="module" src="/app.js"></script>');
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

afterAll(() => {
  authority?.remove();
  rmSync(app, { recursive: true });
});

function issue(name: string, days: number): Certificate {
  if (authority === null) throw new Error('no openssl');
  return authority.issue(name, days);
}

async function serve(config: Partial<Config> = {}, now = Date.now): Promise<number> {
  const server = await startServer(config, { appDirectory: app, now });
  ends.push(server.close);
  return server.port;
}

/** Resolves to where people find it. */
async function behind(options: ProxyOptions): Promise<string> {
  const proxy = await ReverseProxy.start(options);
  ends.push(() => proxy.stop());
  return `${options.certificate === undefined ? 'http://127.0.0.1' : 'https://localhost'}:${proxy.port}`;
}

async function relay(settings: Settings = {}, name = 'DNS:localhost', days = 90): Promise<Coturn> {
  const coturn = await Coturn.start(issue(name, days), settings);
  ends.push(() => coturn.stop());
  return coturn;
}

/** Around that relay, all is well. */
async function serveWith(coturn: Coturn, config: Partial<Config> = {}, now = Date.now): Promise<string> {
  const stunUrls = [`stun:127.0.0.1:${coturn.port}`];
  const port = await serve({ stunUrls, turnUrls: coturn.urls, turnSecret: coturn.secret, ...config }, now);
  return `http://127.0.0.1:${port}`;
}

async function visit(site: string, options: Partial<Examination> = {}) {
  return examine({
    site: new URL(site),
    turnSecret: null,
    ca: authority === null ? null : await readFile(authority.ca, 'utf8'),
    withoutRelay: true,
    timeoutMs: 3_000,
    now: Date.now,
    ...options,
  });
}

async function broken(site: string, options: Partial<Examination> = {}): Promise<readonly string[]> {
  const findings = await visit(site, options);
  for (const { state, next } of findings) if (state === 'broken') expect(next).not.toBe('');
  return [...new Set(findings.filter(({ state }) => state === 'broken').map(({ check }) => check))];
}

/** A port of UDP and TCP where nothing listens. */
const NOWHERE = 1;

const WITHOUT_RELAY: readonly [string, () => Promise<string>, readonly string[]][] = [
  ['nothing', () => serve().then((to) => behind({ to })), []],
  ['the server is down', async () => `http://127.0.0.1:${NOWHERE}`, ['health']],
  ['the server behind the proxy is down', () => behind({ to: NOWHERE }), ['health']],
  [
    'the server is not well',
    () => serve().then((to) => behind({ to, answers: { '/healthz': { status: 503 } } })),
    ['health'],
  ],
  [
    'the proxy serves something else',
    () =>
      serve().then((to) =>
        behind({ to, answers: { '/healthz': { status: 200, body: 'Welcome to nginx' } } }),
      ),
    ['health'],
  ],
  [
    'the proxy serves a page of its own',
    () =>
      serve().then((to) =>
        behind({ to, answers: { '/': { status: 200, type: 'text/html', body: '<script></script>' } } }),
      ),
    ['page'],
  ],
  [
    'the proxy drops Upgrade',
    () => serve().then((to) => behind({ to, passesUpgrade: false })),
    ['websocket'],
  ],
  [
    'ALLOWED_ORIGINS names another site',
    () => serve({ allowedOrigins: ['https://drop.example'] }).then((to) => behind({ to })),
    ['websocket'],
  ],
  [
    'the proxy hides the Host',
    () => serve().then((to) => behind({ to, headers: { host: 'backend' } })),
    ['websocket'],
  ],
  [
    'the proxy drops Origin',
    () => serve().then((to) => behind({ to, headers: { origin: null } })),
    ['websocket', 'origin-policy'],
  ],
  [
    'the proxy puts the right Origin into the mouth of every page',
    async () => {
      const to = await serve({ allowedOrigins: ['http://127.0.0.1'] });
      return behind({ to, headers: { origin: 'http://127.0.0.1' } });
    },
    ['websocket', 'origin-policy'],
  ],
  [
    'proxies are trusted that are not there',
    async () => `http://127.0.0.1:${await serve({ trustedProxies: 1 })}`,
    ['forwarded-for'],
  ],
  [
    'more proxies are trusted than are there',
    () => serve({ trustedProxies: 2 }).then((to) => behind({ to, addsVisitor: true })),
    ['forwarded-for'],
  ],
  [
    'the proxy is not trusted',
    () => serve().then((to) => behind({ to, addsVisitor: true, from: '127.0.0.2' })),
    ['forwarded-for'],
  ],
  [
    'STUN leads nowhere',
    () => serve({ stunUrls: [`stun:127.0.0.1:${NOWHERE}`] }).then((to) => behind({ to })),
    ['stun'],
  ],
  ['a URL is none', () => serve({ stunUrls: ['stun:a:b:c'] }).then((to) => behind({ to })), ['ice-urls']],
];

describe('what is wrong', () => {
  test.each(WITHOUT_RELAY)('%s', async (_, deploy, expected) => {
    expect(await broken(await deploy())).toEqual(expected);
  });

  test('there is no relay, and nobody said that this is wanted', async () => {
    expect(await broken(`http://127.0.0.1:${await serve()}`, { withoutRelay: false })).toEqual(['relay']);
  });

  test('the proxy that is trusted, and adds to what a cheat sends, is fine', async () => {
    const to = await serve({ trustedProxies: 1 });
    expect(await broken(await behind({ to, addsVisitor: true, from: '127.0.0.2' }))).toEqual([]);
  });
});

describe.skipIf(!hasOpenssl)(`what is wrong with the certificate${NEEDS_OPENSSL}`, () => {
  test('it is for another name', async () => {
    const site = await behind({ to: await serve(), certificate: issue('DNS:another', 90) });
    expect(await broken(site)).toEqual(['certificate']);
  });

  test('it comes from an authority that nobody knows', async () => {
    const site = await behind({ to: await serve(), certificate: issue('DNS:localhost', 90) });
    expect(await broken(site)).toEqual([]);
    expect(await broken(site, { ca: null })).toEqual(['certificate']);
  });
});

const ALL_WAYS = ['relay-udp', 'relay-tcp', 'relay-tls'];
const OF_COTURN: readonly [string, Settings, readonly string[]][] = [
  ['nothing', {}, []],
  ['coturn has another secret', { 'static-auth-secret': 'another' }, ALL_WAYS],
  ['TCP is closed', { 'no-tcp': true }, ['relay-tcp']],
  ['private networks can be reached', { 'denied-peer-ip': null }, ['relay-private-peers']],
  [
    'the machine itself can be reached',
    {
      'denied-peer-ip': null,
      'allow-loopback-peers': true,
      'allowed-peer-ip': '127.0.0.1',
      'no-cli': true,
    },
    ['relay-private-peers'],
  ],
  [
    'the internet cannot be reached',
    { 'denied-peer-ip': '::-::ffff:ffff:ffff' },
    ['relay-private-peers', 'relay-public-peers'],
  ],
  ['anyone may use it', { 'use-auth-secret': null, 'static-auth-secret': null, 'no-auth': true }, ALL_WAYS],
];

describe.skipIf(!hasCoturn)(`what is wrong with the relay${NEEDS_COTURN}`, () => {
  test.each(OF_COTURN)('%s', async (_, settings, expected) => {
    expect(await broken(await serveWith(await relay(settings)))).toEqual(expected);
  });

  test('it listens for TLS elsewhere', async () => {
    const coturn = await relay();
    const turnUrls = [...coturn.urls.slice(0, 2), `turns:localhost:${NOWHERE}?transport=tcp`];
    expect(await broken(await serveWith(coturn, { turnUrls }))).toEqual(['relay-tls']);
  });

  test('its certificate is for another name', async () => {
    expect(await broken(await serveWith(await relay({}, 'DNS:another')))).toEqual(['relay-certificate']);
  });

  test('its certificate expires soon, which is no fault yet', async () => {
    const site = await serveWith(await relay({}, 'DNS:localhost', 3));
    expect(await broken(site)).toEqual([]);
    expect(await visit(site)).toContainEqual(
      expect.objectContaining({ check: 'relay-certificate', state: 'warning' }),
    );
  });

  test('credentials are good for a day', async () => {
    const site = await serveWith(await relay(), {}, () => Date.now() + DAY_MS);
    expect(await broken(site)).toEqual(['credentials']);
  });

  test('the secret is not the one in the file', async () => {
    const coturn = await relay();
    const site = await serveWith(coturn);
    expect(await broken(site, { turnSecret: coturn.secret })).toEqual([]);
    expect(await broken(site, { turnSecret: 'another' })).toEqual(['credentials']);
  });
});
