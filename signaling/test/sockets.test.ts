import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONNECT_RATE } from '../src/limits.ts';
import { refusalOrOpen, testedServer } from './fixture.ts';

const SWARM = 'ab'.repeat(32);
const OTHER_SWARM = 'cd'.repeat(32);
const tested = testedServer();

describe('sockets that do not behave', () => {
  const upgrade = (path: string, origin: string) =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: ${origin}\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';

  test('one that is refused and reset ends nothing but itself', async () => {
    const faults: unknown[] = [];
    const note = (error: unknown) => faults.push(error);
    process.once('uncaughtException', note);
    for (const path of ['/signal', '/elsewhere']) {
      const socket = connect({ port: tested.server.port, host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', () => undefined);
      socket.write(upgrade(path, 'https://evil.example'));
      await once(socket, 'data');
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
    expect((await fetch(`${tested.server.origin}/healthz`)).status).toBe(200);
    process.off('uncaughtException', note);
    expect(faults).toEqual([]);
  });

  test('one that is refused is closed from this side', async () => {
    expect(await tested.raw(upgrade('/signal', 'https://evil.example'))).toContain('403 Forbidden');
  });

  test('one that was sent away is heard no more, and is in no swarm', async () => {
    const [ada, eve] = [tested.someone(), tested.someone()];
    await ada.enter();
    await ada.join(SWARM);
    await eve.enter();
    await eve.join(SWARM);
    // All at once: the last is under way before the closing arrives.
    for (let at = 0; at < 6; at++) eve.socket.send('nonsense');
    eve.send({ type: 'join', infoHash: OTHER_SWARM, left: null });
    expect(await ada.next('peer-left')).toMatchObject({ total: 0 });
    const metrics = await (await fetch(`${tested.server.origin}/metrics`)).text();
    expect(metrics).toContain('flockdrop_messages_total{type="join"} 2');
  });

  test('a burst of sockets from one address is too many', async () => {
    const statuses: Promise<number>[] = [];
    for (let at = 0; at < CONNECT_RATE.burst + 20; at++) statuses.push(refusalOrOpen(tested.someone()));
    const refused = (await Promise.all(statuses)).filter((status) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
  });

  test('one that reads nothing is cut off instead of filling the memory', async () => {
    const [ada, ben] = [tested.someone(), tested.someone()];
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
  await tested.server.close();
  let now = Date.UTC(2026, 0, 1);
  await tested.restart(
    { turnUrls: ['turn:turn.example'], turnSecret: 'secret', heartbeatMs: 20 },
    { now: () => now },
  );
  const client = tested.someone();
  await client.enter();
  now += 31 * 60_000;
  const { iceServers } = await client.next('ice-servers');
  expect(iceServers[0]?.username).toMatch(new RegExp(`^${now / 1_000 + 3_600}:`));
});

test('TURN credentials of a few seconds are renewed without waiting for a heartbeat', async () => {
  await tested.server.close();
  let now = Date.UTC(2026, 0, 1);
  await tested.restart(
    { turnUrls: ['turn:turn.example'], turnSecret: 'secret', turnLifetimeS: 4 },
    { now: () => now },
  );
  const client = tested.someone();
  await client.enter();
  now += 2_000;
  const { iceServers } = await client.next('ice-servers');
  expect(iceServers[0]?.username).toMatch(new RegExp(`^${now / 1_000 + 4}:`));
});

test('a client that never closes does not keep the server from stopping', async () => {
  const socket = connect(tested.server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    'GET /signal HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await once(socket, 'data');
  socket.on('error', () => undefined);
  await tested.server.close();
});

test('one that says nothing, as browsers open them ahead, does not hold up a server that stops', async () => {
  const socket = connect(tested.server.port, '127.0.0.1');
  await once(socket, 'connect');
  await fetch(`${tested.server.origin}/healthz`);
  const began = performance.now();
  await tested.server.close();
  expect(performance.now() - began).toBeLessThan(2_000);
  socket.destroy();
});

test('who is being answered gets all of it from a server that stops', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'flockdrop-app-'));
  // More than the system takes from a server before anybody reads it.
  const body = Buffer.alloc(32 * 1024 * 1024, 'x');
  await writeFile(join(directory, 'app.js'), body);
  await tested.restart({}, { appDirectory: directory });
  const socket = connect(tested.server.port, '127.0.0.1');
  socket.write('GET /app.js HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'readable');
  const closed = tested.server.close();
  let length = 0;
  for await (const chunk of socket) length += chunk.length;
  await closed;
  expect(length).toBeGreaterThan(body.length);
  await rm(directory, { recursive: true });
});

test('a server that stops tells its clients when to come back', async () => {
  const client = tested.someone();
  await client.enter();
  const closed = client.closed();
  await tested.server.close();
  expect((await client.next('reconnect')).afterMs).toBeLessThanOrEqual(3_000);
  expect(await closed).toBe(1012);
});
