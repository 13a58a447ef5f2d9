import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { parseIceUrl } from '../../src/doctor/ice-url.ts';
import { askRelay, type RelayFacts } from '../../src/doctor/relay.ts';
import { decodeMessage } from '../../src/doctor/stun.ts';

const ALLOCATE_ERROR = 0x0113;
const ERROR_CODE = 0x0009;
const COOKIE = 0x2112a442;

let relay: Socket | null = null;
afterEach(() => {
  relay?.close();
  relay = null;
});

function refusal(transaction: Buffer, code: number): Buffer {
  const message = Buffer.alloc(28);
  message.writeUInt16BE(ALLOCATE_ERROR, 0);
  message.writeUInt16BE(8, 2);
  message.writeUInt32BE(COOKIE, 4);
  transaction.copy(message, 8);
  message.writeUInt16BE(ERROR_CODE, 20);
  message.writeUInt16BE(4, 22);
  message[26] = Math.floor(code / 100);
  message[27] = code % 100;
  return message;
}

/** Asks one that refuses with 437 whoever comes from one of the first `taken` ports, and with 401 all others. */
async function askWhere(taken: number): Promise<{ facts: RelayFacts; requests: number }> {
  const ports: number[] = [];
  const requests = new Set<string>();
  const socket = createSocket('udp4');
  relay = socket;
  socket.on('message', (bytes, { port, address }) => {
    if (!ports.includes(port)) ports.push(port);
    const transaction = decodeMessage(bytes)?.transaction ?? Buffer.alloc(12);
    requests.add(transaction.toString('hex'));
    socket.send(refusal(transaction, ports.indexOf(port) < taken ? 437 : 401), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const url = parseIceUrl(`turn:127.0.0.1:${socket.address().port}?transport=udp`);
  if (url === null || url === 'dtls') throw new Error('no address of a relay');
  const facts = await askRelay(url, { username: 'a', credential: 'b' }, { timeoutMs: 3_000 });
  return { facts, requests: requests.size };
}

test('a port that is in use is left for another one', async () => {
  const { facts, requests } = await askWhere(2);
  expect(facts).toMatchObject({ isOpen: false, allocation: { kind: 'refused', code: 401 } });
  // Whoever brings no credentials met both; then wrong ones, and the right ones.
  expect(requests).toBe(5);
});

test('that its port is in use is believed of the third', async () => {
  const { facts, requests } = await askWhere(Number.POSITIVE_INFINITY);
  expect(facts.allocation).toMatchObject({ kind: 'refused', code: 437 });
  // Whoever brings no credentials, wrong ones, and the right ones.
  expect(requests).toBe(9);
});
