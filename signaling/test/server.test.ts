import { describe, expect, test } from 'vitest';
import { SOCKET_RATE } from '../src/limits.ts';
import { refusal, testedServer } from './fixture.ts';

const SWARM = 'ab'.repeat(32);
const OTHER_SWARM = 'cd'.repeat(32);
const tested = testedServer();

describe('hello', () => {
  test('a good signature is welcomed under the UUID of the key', async () => {
    const client = tested.someone();
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
    const client = tested.someone();
    const closed = client.closed();
    await client.hello(change);
    expect((await client.next('error')).code).toBe(code);
    expect(await closed).toBe(1008);
  });

  test('nothing is heard before it', async () => {
    const client = tested.someone();
    await client.next('challenge');
    client.send({ type: 'scrape', infoHash: SWARM });
    expect((await client.next('error')).code).toBe('hello-first');
    await client.closed();
  });

  test('what is said right after it is heard, in its order, once the hello is found good', async () => {
    const client = tested.someone();
    await client.hello();
    client.send({ type: 'join', infoHash: SWARM, left: 5 });
    client.send({ type: 'scrape', infoHash: OTHER_SWARM });
    client.send({ type: 'scrape', infoHash: SWARM });
    expect((await client.next('joined')).infoHash).toBe(SWARM);
    expect((await client.next('scraped')).infoHash).toBe(OTHER_SWARM);
    expect((await client.next('scraped')).infoHash).toBe(SWARM);
    const other = tested.someone();
    await other.enter();
    other.send({ type: 'join', infoHash: SWARM, left: 5 });
    expect((await other.next('joined')).total).toBe(1);
  });

  test('what is said right after a bad one is never heard', async () => {
    const client = tested.someone();
    const closed = client.closed();
    await client.hello({ challenge: 'replayed' });
    client.send({ type: 'join', infoHash: SWARM, left: 5 });
    expect((await client.next('error')).code).toBe('bad-signature');
    await closed;
    const other = tested.someone();
    await other.enter();
    other.send({ type: 'join', infoHash: SWARM, left: 5 });
    expect((await other.next('joined')).total).toBe(0);
    expect(client.waiting.map(({ type }) => type)).toEqual([]);
  });

  test('silence is cut off', async () => {
    await tested.restart({ helloTimeoutMs: 20 });
    const client = tested.someone();
    const closed = client.closed();
    expect((await client.next('error')).code).toBe('hello-timeout');
    expect(await closed).toBe(1008);
  });

  test('a page of another origin gets no socket', async () => {
    expect(await refusal(tested.someone('https://evil.example'))).toBe(403);
  });

  test('allowed origins are allowed, and only they', async () => {
    await tested.restart({ allowedOrigins: ['https://drop.example'] });
    await tested.someone('https://drop.example').enter();
    for (const origin of [tested.server.origin, 'https://drop.example.evil', 'http://drop.example', 'null']) {
      expect(await refusal(tested.someone(origin))).toBe(403);
    }
  });
});

describe('swarms', () => {
  test('a newcomer learns who is there, and they learn of it', async () => {
    const [ada, ben] = [tested.someone(), tested.someone()];
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
    const [ada, eve] = [tested.someone(), tested.someone()];
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
    const [ada, ben, eve] = [tested.someone(), tested.someone(), tested.someone()];
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
    const client = tested.someone();
    await client.enter();
    const closed = client.closed();
    client.socket.send('x'.repeat(65_537));
    expect(await closed).toBe(1009);
  });

  test('nonsense is told so, and after a few times the socket closes', async () => {
    const client = tested.someone();
    await client.enter();
    const closed = client.closed();
    for (let at = 0; at < 6; at++) client.socket.send('{"type":"dance"}');
    expect((await client.next('error')).code).toBe('bad-message');
    expect(await closed).toBe(1008);
  });

  test('a flood is cut off', async () => {
    const client = tested.someone();
    await client.enter();
    const closed = client.closed();
    for (let at = 0; at <= SOCKET_RATE.burst + 300; at++) client.send({ type: 'scrape', infoHash: SWARM });
    expect((await client.next('error')).code).toBe('rate-limited');
    expect(await closed).toBe(1008);
  });

  test('a live socket hears that it lives', async () => {
    await tested.restart({ heartbeatMs: 20 });
    const client = tested.someone();
    await client.enter();
    expect(await client.next('alive')).toEqual({ type: 'alive' });
    expect(await client.next('alive')).toEqual({ type: 'alive' });
  });

  test('a dead socket is noticed by the heartbeat', async () => {
    await tested.restart({ heartbeatMs: 20 });
    const [ada, ben] = [tested.someone(), tested.someone()];
    await ada.enter();
    const benId = await ben.enter();
    await ada.join(SWARM);
    await ben.join(SWARM);
    // As if the machine had gone: nothing is read any more, so no pong is sent.
    ben.socket.pause();
    expect(await ada.next('peer-left')).toMatchObject({ id: benId });
  });
});
