import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { testedServer } from './fixture.ts';

const SWARM = 'ab'.repeat(32);
const tested = testedServer();

describe('http', () => {
  test('health and metrics', async () => {
    const client = tested.someone();
    await client.enter();
    await client.join(SWARM);
    const health = await fetch(`${tested.server.origin}/healthz`);
    expect([health.status, await health.text()]).toEqual([200, 'ok']);
    const metrics = await (await fetch(`${tested.server.origin}/metrics`)).text();
    expect(metrics).toContain('flockdrop_members 1');
    expect(metrics).toContain('flockdrop_messages_total{type="join"} 1');
    expect(metrics).not.toContain(SWARM);
  });

  test('the app is served with a strict policy; only hashed assets are kept', async () => {
    const around = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    // A deployment may lie in a folder of any name.
    const directory = join(around, 'assets');
    await mkdir(join(directory, 'assets'), { recursive: true });
    await writeFile(join(directory, 'index.html'), '<!doctype html>');
    await writeFile(join(directory, 'assets/app-1a2b3c.js'), '');
    await tested.restart({}, { appDirectory: directory });
    const page = await fetch(`${tested.server.origin}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = await fetch(`${tested.server.origin}/assets/app-1a2b3c.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('vary')).toBe('Accept-Encoding');
    // `fetch` would take the dots out itself.
    const above = await tested.raw('GET /../package.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(above).toMatch(/^HTTP\/1\.1 40[034] /);
    await rm(around, { recursive: true });
  });

  test('whoever opens the page has no hold on it; a browser that says nobody did is spared the process of its own', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    await writeFile(join(directory, 'index.html'), '<!doctype html>');
    await writeFile(join(directory, 'index.html.gz'), '');
    await tested.restart({}, { appDirectory: directory });
    const policyFor = async (headers: Record<string, string>) => {
      const page = await fetch(`${tested.server.origin}/`, { headers });
      expect(page.headers.get('vary')).toBe('Accept-Encoding, Sec-Fetch-Site');
      return page.headers.get('cross-origin-opener-policy');
    };
    for (const site of ['cross-site', 'same-site', 'same-origin', ''])
      expect(await policyFor({ 'Sec-Fetch-Site': site })).toBe('same-origin');
    expect(await policyFor({})).toBe('same-origin');
    for (const encoding of ['gzip', 'identity'])
      expect(await policyFor({ 'Sec-Fetch-Site': 'none', 'Accept-Encoding': encoding })).toBeNull();
    await rm(directory, { recursive: true });
  });

  test('worker and manifest are asked for again each time, and what another app shares is not read here', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    await writeFile(join(directory, 'sw.js'), '');
    await writeFile(join(directory, 'manifest.webmanifest'), '{}');
    await tested.restart({}, { appDirectory: directory });
    const typeOf = async (path: string) => {
      const { headers } = await fetch(`${tested.server.origin}${path}`);
      return [headers.get('cache-control'), headers.get('content-type')];
    };
    expect(await typeOf('/sw.js')).toEqual(['no-cache', expect.stringContaining('javascript')]);
    expect(await typeOf('/manifest.webmanifest')).toEqual([
      'no-cache',
      expect.stringContaining('application/manifest+json'),
    ]);
    const handover = { method: 'POST', body: 'x'.repeat(8_000_000), redirect: 'manual' } as const;
    const answer = await fetch(`${tested.server.origin}/share-target`, handover);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/#received=failed']);
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)),
    });
    const sending = { ...handover, body: endless, duplex: 'half' } as const;
    // It is answered or cut off: nobody can send for ever.
    await fetch(`${tested.server.origin}/share-target`, sending).catch(() => 'cut off');
    await rm(directory, { recursive: true });
  });

  test.each([
    ['a range that runs backwards', { Range: 'bytes=5-2' }],
    ['a range past the end', { Range: 'bytes=900-' }],
    ['nonsense for a range', { Range: 'bytes=x' }],
  ])('%s ends nothing but its own request', async (_, headers) => {
    const directory = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    await writeFile(join(directory, 'index.html'), '<!doctype html>');
    await tested.restart({}, { appDirectory: directory });
    expect((await fetch(`${tested.server.origin}/`, { headers })).status).toBeLessThan(500);
    expect((await fetch(`${tested.server.origin}/healthz`)).status).toBe(200);
    await rm(directory, { recursive: true });
  });

  test('an app that is built anew under a running server is served as it is now', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    await writeFile(join(directory, 'old.js'), '1');
    await tested.restart({}, { appDirectory: directory });
    expect((await fetch(`${tested.server.origin}/old.js`)).status).toBe(200);
    await rm(join(directory, 'old.js'));
    await writeFile(join(directory, 'new.js'), '2');
    expect((await fetch(`${tested.server.origin}/old.js`)).status).toBe(404);
    expect((await fetch(`${tested.server.origin}/new.js`)).status).toBe(200);
    await rm(directory, { recursive: true });
  });

  test('what the build compressed travels so to whoever takes it, under its own name and type', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'index.html'), 'plain page');
    await writeFile(join(directory, 'index.html.gz'), gzipSync('packed page'));
    await writeFile(join(directory, 'assets', 'app.js'), 'plain');
    await writeFile(join(directory, 'assets', 'app.js.br'), brotliCompressSync('smallest'));
    await writeFile(join(directory, 'assets', 'app.js.gz'), gzipSync('small'));
    await tested.restart({}, { appDirectory: directory });
    const answerTo = async (path: string, accepted: string) => {
      const answer = await fetch(`${tested.server.origin}${path}`, {
        headers: { 'Accept-Encoding': accepted },
      });
      const { headers } = answer;
      return [headers.get('content-encoding'), headers.get('content-type'), await answer.text()];
    };
    const script = 'text/javascript; charset=utf-8';
    expect(await answerTo('/assets/app.js', 'gzip, deflate, br, zstd')).toEqual(['br', script, 'smallest']);
    expect(await answerTo('/assets/app.js?x=1', 'gzip, br;q=0')).toEqual(['gzip', script, 'small']);
    expect(await answerTo('/assets/app.js', 'identity')).toEqual([null, script, 'plain']);
    expect(await answerTo('/', 'br, gzip')).toEqual(['gzip', 'text/html; charset=utf-8', 'packed page']);
    const { headers } = await fetch(`${tested.server.origin}/assets/app.js`);
    expect(headers.get('vary')).toBe('Accept-Encoding');
    expect(headers.get('cache-control')).toContain('immutable');
    const missing = await fetch(`${tested.server.origin}/assets/no.js`);
    expect([missing.status, missing.headers.get('content-encoding')]).toEqual([404, null]);
    await rm(directory, { recursive: true });
  });

  test('TURN credentials are short-lived and made for the peer', async () => {
    await tested.server.close();
    const now = Date.UTC(2026, 0, 1);
    await tested.restart({ turnUrls: ['turn:turn.example'], turnSecret: 'secret' }, { now: () => now });
    const client = tested.someone();
    await client.hello();
    const { id, iceServers } = await client.next('welcome');
    const username = `${now / 1_000 + 3_600}:${id}`;
    const credential = createHmac('sha1', 'secret').update(username).digest('base64');
    expect(iceServers).toEqual([{ urls: ['turn:turn.example'], username, credential }]);
  });
});

describe('what the doctor asks', () => {
  test('a request for the WebSocket whose upgrade was lost is told so', async () => {
    expect((await fetch(`${tested.server.origin}/signal`)).status).toBe(426);
  });

  test('an upgrade says whose limits it counts against', async () => {
    const client = tested.someone();
    const [response] = await once(client.socket, 'upgrade');
    expect(response.headers['flockdrop-seen-as']).toBe('127.0.0.1');
  });
});
