import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONNECT_RATE, SOCKET_RATE } from '../src/limits.ts';
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

/** HTTP status with which a socket was refused. */
function refusal(client: TestClient): Promise<number> {
  return new Promise((resolve) => {
    client.socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    client.socket.on('error', () => undefined);
  });
}

/** The same, or 101 for one that was not. */
function refusalOrOpen(client: TestClient): Promise<number> {
  return Promise.race([refusal(client), once(client.socket, 'open').then(() => 101)]);
}

/** What a server answers to bytes that no well-behaved client would send; resolves when it closes. */
function raw(request: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write(request);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    // It never closes its own half, and notices by writing that the server has let go of it.
    const writing = setInterval(() => socket.write('.'), 5);
    socket.on('close', () => {
      clearInterval(writing);
      resolve(answer);
    });
    socket.on('error', () => undefined);
  });
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
    expect(await refusal(someone('https://evil.example'))).toBe(403);
  });

  test('allowed origins are allowed, and only they', async () => {
    await server.close();
    server = await startServer({ allowedOrigins: ['https://drop.example'] });
    await someone('https://drop.example').enter();
    for (const origin of [server.origin, 'https://drop.example.evil', 'http://drop.example', 'null']) {
      expect(await refusal(someone(origin))).toBe(403);
    }
  });
});

describe('swarms', () => {
  test('a newcomer learns who is there, and they learn of it', async () => {
    const [ada, ben] = [someone(), someone()];
    const adaId = await ada.enter();
    const benId = await ben.enter();
    expect(await ada.join(SWARM)).toMatchObject({ peers: [], total: 0 });
    expect(await ben.join(SWARM)).toMatchObject({ peers: [{ id: adaId, left: null }], total: 1 });
    expect(await ada.next('peer-joined')).toEqual({
      type: 'peer-joined',
      infoHash: SWARM,
      id: benId,
      total: 1,
    });
    ben.socket.close();
    expect(await ada.next('peer-left')).toEqual({ type: 'peer-left', infoHash: SWARM, id: benId, total: 0 });
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

  test('a live socket hears that it lives', async () => {
    await server.close();
    server = await startServer({ heartbeatMs: 20 });
    const client = someone();
    await client.enter();
    expect(await client.next('alive')).toEqual({ type: 'alive' });
    expect(await client.next('alive')).toEqual({ type: 'alive' });
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
    const around = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    // A deployment may lie in a folder of any name.
    const directory = join(around, 'assets');
    await mkdir(join(directory, 'assets'), { recursive: true });
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
    // `fetch` would take the dots out itself.
    const above = await raw('GET /../package.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(above).toMatch(/^HTTP\/1\.1 40[034] /);
    await rm(around, { recursive: true });
  });

  test('worker and manifest are asked for again each time, and what another app shares is not read here', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    await writeFile(join(directory, 'sw.js'), '');
    await writeFile(join(directory, 'manifest.webmanifest'), '{}');
    await server.close();
    server = await startServer({}, { appDirectory: directory });
    const typeOf = async (path: string) => {
      const { headers } = await fetch(`${server.origin}${path}`);
      return [headers.get('cache-control'), headers.get('content-type')];
    };
    expect(await typeOf('/sw.js')).toEqual(['no-cache', expect.stringContaining('javascript')]);
    expect(await typeOf('/manifest.webmanifest')).toEqual([
      'no-cache',
      expect.stringContaining('application/manifest+json'),
    ]);
    const handover = { method: 'POST', body: 'x'.repeat(10_000), redirect: 'manual' } as const;
    const answer = await fetch(`${server.origin}/share-target`, handover);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/#received=failed']);
    await rm(directory, { recursive: true });
  });

  test.each([
    ['a range that runs backwards', { Range: 'bytes=5-2' }],
    ['a range past the end', { Range: 'bytes=900-' }],
    ['nonsense for a range', { Range: 'bytes=x' }],
  ])('%s ends nothing but its own request', async (_, headers) => {
    const directory = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    await writeFile(join(directory, 'index.html'), '<!doctype html>');
    await server.close();
    server = await startServer({}, { appDirectory: directory });
    expect((await fetch(`${server.origin}/`, { headers })).status).toBeLessThan(500);
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    await rm(directory, { recursive: true });
  });

  test('an app that is built anew under a running server is served as it is now', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
    await writeFile(join(directory, 'old.js'), '1');
    await server.close();
    server = await startServer({}, { appDirectory: directory });
    expect((await fetch(`${server.origin}/old.js`)).status).toBe(200);
    await rm(join(directory, 'old.js'));
    await writeFile(join(directory, 'new.js'), '2');
    expect((await fetch(`${server.origin}/old.js`)).status).toBe(404);
    expect((await fetch(`${server.origin}/new.js`)).status).toBe(200);
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
    await server.close();
    server = await startServer({}, { appDirectory: directory });
    const answerTo = async (path: string, accepted: string) => {
      const answer = await fetch(`${server.origin}${path}`, { headers: { 'Accept-Encoding': accepted } });
      const { headers } = answer;
      return [headers.get('content-encoding'), headers.get('content-type'), await answer.text()];
    };
    const script = 'text/javascript; charset=utf-8';
    expect(await answerTo('/assets/app.js', 'gzip, deflate, br, zstd')).toEqual(['br', script, 'smallest']);
    expect(await answerTo('/assets/app.js?x=1', 'gzip, br;q=0')).toEqual(['gzip', script, 'small']);
    expect(await answerTo('/assets/app.js', 'identity')).toEqual([null, script, 'plain']);
    expect(await answerTo('/', 'br, gzip')).toEqual(['gzip', 'text/html; charset=utf-8', 'packed page']);
    const { headers } = await fetch(`${server.origin}/assets/app.js`);
    expect(headers.get('vary')).toBe('Accept-Encoding');
    expect(headers.get('cache-control')).toContain('immutable');
    const missing = await fetch(`${server.origin}/assets/no.js`);
    expect([missing.status, missing.headers.get('content-encoding')]).toEqual([404, null]);
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

describe('sockets that do not behave', () => {
  const upgrade = (path: string, origin: string) =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: ${origin}\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';

  test('one that is refused and reset ends nothing but itself', async () => {
    const faults: unknown[] = [];
    const note = (error: unknown) => faults.push(error);
    process.once('uncaughtException', note);
    for (const path of ['/signal', '/elsewhere']) {
      const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', () => undefined);
      socket.write(upgrade(path, 'https://evil.example'));
      await once(socket, 'data');
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    process.off('uncaughtException', note);
    expect(faults).toEqual([]);
  });

  test('one that is refused is closed from this side', async () => {
    expect(await raw(upgrade('/signal', 'https://evil.example'))).toContain('403 Forbidden');
  });

  test('one that was sent away is heard no more, and is in no swarm', async () => {
    const [ada, eve] = [someone(), someone()];
    await ada.enter();
    await ada.join(SWARM);
    await eve.enter();
    await eve.join(SWARM);
    // All at once: the last is under way before the closing arrives.
    for (let at = 0; at < 6; at++) eve.socket.send('nonsense');
    eve.send({ type: 'join', infoHash: OTHER_SWARM, left: null });
    expect(await ada.next('peer-left')).toMatchObject({ total: 0 });
    const metrics = await (await fetch(`${server.origin}/metrics`)).text();
    expect(metrics).toContain('flockdrop_messages_total{type="join"} 2');
  });

  test('a burst of sockets from one address is too many', async () => {
    const statuses: Promise<number>[] = [];
    for (let at = 0; at < CONNECT_RATE.burst + 20; at++) statuses.push(refusalOrOpen(someone()));
    const refused = (await Promise.all(statuses)).filter((status) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
  });

  test('one that reads nothing is cut off instead of filling the memory', async () => {
    const [ada, ben] = [someone(), someone()];
    const adaId = await ada.enter();
    await ben.enter();
    await ada.join(SWARM);
    await ben.join(SWARM);
    ada.socket.pause();
    const data = 'x'.repeat(30_000);
    for (let at = 0; at < 1_000; at++) {
      ben.send({ type: 'signal', infoHash: SWARM, to: adaId, connection: 'c', data });
    }
    expect(await ben.next('peer-left')).toMatchObject({ id: adaId });
  });
});

test('TURN credentials are renewed before they expire', async () => {
  await server.close();
  let now = Date.UTC(2026, 0, 1);
  server = await startServer(
    { turnUrls: ['turn:turn.example'], turnSecret: 'secret', heartbeatMs: 20 },
    { now: () => now },
  );
  const client = someone();
  await client.enter();
  now += 31 * 60_000;
  const { iceServers } = await client.next('ice-servers');
  expect(iceServers[0]?.username).toMatch(new RegExp(`^${now / 1_000 + 3_600}:`));
});

test('TURN credentials of a few seconds are renewed without waiting for a heartbeat', async () => {
  await server.close();
  let now = Date.UTC(2026, 0, 1);
  server = await startServer(
    { turnUrls: ['turn:turn.example'], turnSecret: 'secret', turnLifetimeS: 4 },
    { now: () => now },
  );
  const client = someone();
  await client.enter();
  now += 2_000;
  const { iceServers } = await client.next('ice-servers');
  expect(iceServers[0]?.username).toMatch(new RegExp(`^${now / 1_000 + 4}:`));
});

test('a client that never closes does not keep the server from stopping', async () => {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    'GET /signal HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await once(socket, 'data');
  socket.on('error', () => undefined);
  await server.close();
});

test('a server that stops tells its clients when to come back', async () => {
  const client = someone();
  await client.enter();
  const closed = client.closed();
  await server.close();
  expect((await client.next('reconnect')).afterMs).toBeLessThanOrEqual(3_000);
  expect(await closed).toBe(1012);
});

describe('what the doctor asks', () => {
  test('a request for the WebSocket whose upgrade was lost is told so', async () => {
    expect((await fetch(`${server.origin}/signal`)).status).toBe(426);
  });

  test('an upgrade says whose limits it counts against', async () => {
    const client = someone();
    const [response] = await once(client.socket, 'upgrade');
    expect(response.headers['flockdrop-seen-as']).toBe('127.0.0.1');
  });
});
