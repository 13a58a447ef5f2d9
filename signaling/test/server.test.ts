import { createHmac } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SOCKET_RATE } from '../src/limits.ts';
import { startServer, TestClient } from './harness.ts';

const SWARM = 'ab'.repeat(32);
const OTHER_SWARM = 'cd'.repeat(32);

let server: Awaited<ReturnType<typeof startServer>>;
const clients: TestClient[] = [];

beforeEach(async () => {
  server = await startServer();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  await server.close();
});

function someone(origin?: string): TestClient {
  const client = new TestClient(server, origin);
  clients.push(client);
  return client;
}

describe('hello', () => {
  test('a good signature is welcomed under the UUID of the key', async () => {
    const client = someone();
    await client.hello();
    const welcome = await client.next('welcome');
    expect(welcome.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8/);
    expect(welcome.iceServers).toEqual([]);
    expect(welcome.limits.maxMessageBytes).toBe(65_536);
  });

  test.each([
    ['over another challenge', { challenge: 'replayed' }, 'bad-signature'],
    ['for another origin', { origin: 'https://evil.example' }, 'bad-signature'],
    ['of another version', { version: 99 }, 'wrong-version'],
  ])('a hello %s is refused', async (_, change, code) => {
    const client = someone();
    const closed = client.closed();
    await client.hello(change);
    expect((await client.next('error')).code).toBe(code);
    expect(await closed).toBe(1008);
  });

  test('nothing is heard before it', async () => {
    const client = someone();
    await client.next('challenge');
    client.send({ type: 'scrape', infoHash: SWARM });
    expect((await client.next('error')).code).toBe('hello-first');
    await client.closed();
  });

  test('silence is cut off', async () => {
    await server.close();
    server = await startServer({ helloTimeoutMs: 20 });
    const client = someone();
    const closed = client.closed();
    expect((await client.next('error')).code).toBe('hello-timeout');
    expect(await closed).toBe(1008);
  });

  test('a page of another origin gets no socket', async () => {
    const client = someone('https://evil.example');
    const status = new Promise<number>((resolve) => {
      client.socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      client.socket.on('error', () => undefined);
    });
    expect(await status).toBe(403);
  });

  test('allowed origins are allowed, and only they', async () => {
    await server.close();
    server = await startServer({ allowedOrigins: ['https://drop.example'] });
    const client = someone('https://drop.example');
    await client.enter();
  });
});

describe('swarms', () => {
  test('a newcomer learns who is there, and they learn of it', async () => {
    const [ada, ben] = [someone(), someone()];
    const adaId = await ada.enter();
    const benId = await ben.enter();
    expect(await ada.join(SWARM)).toMatchObject({ peers: [], total: 0 });
    expect(await ben.join(SWARM)).toMatchObject({ peers: [{ id: adaId, left: null }], total: 1 });
    expect(await ada.next('peer-joined')).toEqual({ type: 'peer-joined', infoHash: SWARM, id: benId });
    ben.socket.close();
    expect(await ada.next('peer-left')).toEqual({ type: 'peer-left', infoHash: SWARM, id: benId });
  });

  test('asking how many are there joins nothing and tells nobody', async () => {
    const [ada, eve] = [someone(), someone()];
    await ada.enter();
    await eve.enter();
    await ada.join(SWARM);
    eve.send({ type: 'scrape', infoHash: SWARM });
    expect(await eve.next('scraped')).toMatchObject({ peers: 1 });
    ada.send({ type: 'scrape', infoHash: SWARM });
    expect(await ada.next('scraped')).toMatchObject({ peers: 0 });
    expect(ada.waiting).toEqual([]);
  });

  test('signals pass between members of one swarm and to nobody else', async () => {
    const [ada, ben, eve] = [someone(), someone(), someone()];
    const adaId = await ada.enter();
    const benId = await ben.enter();
    await eve.enter();
    await ada.join(SWARM);
    await ben.join(SWARM);
    await eve.join(OTHER_SWARM);
    ben.send({ type: 'signal', infoHash: SWARM, to: adaId, connection: 'c1', data: '{"sdp":"x"}' });
    expect(await ada.next('signal')).toEqual({
      type: 'signal',
      infoHash: SWARM,
      from: benId,
      connection: 'c1',
      data: '{"sdp":"x"}',
    });
    eve.send({ type: 'signal', infoHash: SWARM, to: adaId, connection: 'c2', data: '{}' });
    expect((await eve.next('error')).code).toBe('not-in-swarm');
    eve.send({ type: 'signal', infoHash: OTHER_SWARM, to: adaId, connection: 'c2', data: '{}' });
    expect((await eve.next('error')).code).toBe('no-such-peer');
  });
});

describe('limits', () => {
  test('a message over 64 KiB closes the socket', async () => {
    const client = someone();
    await client.enter();
    const closed = client.closed();
    client.socket.send('x'.repeat(65_537));
    expect(await closed).toBe(1009);
  });

  test('nonsense is told so, and after a few times the socket closes', async () => {
    const client = someone();
    await client.enter();
    const closed = client.closed();
    for (let at = 0; at < 6; at++) client.socket.send('{"type":"dance"}');
    expect((await client.next('error')).code).toBe('bad-message');
    expect(await closed).toBe(1008);
  });

  test('a flood is cut off', async () => {
    const client = someone();
    await client.enter();
    const closed = client.closed();
    for (let at = 0; at <= SOCKET_RATE.burst + 300; at++) client.send({ type: 'scrape', infoHash: SWARM });
    expect((await client.next('error')).code).toBe('rate-limited');
    expect(await closed).toBe(1008);
  });

  test('a dead socket is noticed by the heartbeat', async () => {
    await server.close();
    server = await startServer({ heartbeatMs: 20 });
    const [ada, ben] = [someone(), someone()];
    await ada.enter();
    const benId = await ben.enter();
    await ada.join(SWARM);
    await ben.join(SWARM);
    // As if the machine had gone: nothing is read any more, so no pong is sent.
    ben.socket.pause();
    expect(await ada.next('peer-left')).toMatchObject({ id: benId });
  });
});

describe('http', () => {
  test('health and metrics', async () => {
    const client = someone();
    await client.enter();
    await client.join(SWARM);
    const health = await fetch(`${server.origin}/healthz`);
    expect([health.status, await health.text()]).toEqual([200, 'ok']);
    const metrics = await (await fetch(`${server.origin}/metrics`)).text();
    expect(metrics).toContain('flockdrop_members 1');
    expect(metrics).toContain('flockdrop_messages_total{type="join"} 1');
    expect(metrics).not.toContain(SWARM);
  });

  test('the app is served with a strict policy; only hashed assets are kept', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'index.html'), '<!doctype html>');
    await writeFile(join(directory, 'assets/app-1a2b3c.js'), '');
    await server.close();
    server = await startServer({}, { appDirectory: directory });
    const page = await fetch(`${server.origin}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = await fetch(`${server.origin}/assets/app-1a2b3c.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${server.origin}/../package.json`)).status).toBe(404);
    await rm(directory, { recursive: true });
  });

  test('TURN credentials are short-lived and made for the peer', async () => {
    await server.close();
    const now = Date.UTC(2026, 0, 1);
    server = await startServer({ turnUrls: ['turn:turn.example'], turnSecret: 'secret' }, { now: () => now });
    const client = someone();
    await client.hello();
    const { id, iceServers } = await client.next('welcome');
    const username = `${now / 1_000 + 3_600}:${id}`;
    const credential = createHmac('sha1', 'secret').update(username).digest('base64');
    expect(iceServers).toEqual([{ urls: ['turn:turn.example'], username, credential }]);
  });
});

test('a server that stops tells its clients when to come back', async () => {
  const client = someone();
  await client.enter();
  const closed = client.closed();
  await server.close();
  expect((await client.next('reconnect')).afterMs).toBeLessThanOrEqual(3_000);
  expect(await closed).toBe(1012);
});
