import { EventEmitter, once } from 'node:events';
import { type ClientMessage, encodeMessage, parseServerMessage } from '@flockdrop/shared/signaling';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { Client } from '../src/client.ts';
import { signHello } from './harness.ts';

const ORIGIN = 'https://drop.example';
const SWARM = 'ab'.repeat(32);

/** What a client does with a socket, which brings whatever it is told to at once. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly said: string[] = [];

  send(text: string): void {
    const parsed = parseServerMessage(text);
    if (!parsed.ok) throw new Error(text);
    const { message } = parsed;
    this.said.push(message.type === 'error' ? message.code : message.type);
    if (message.type === 'challenge') this.emit('challenged', message);
  }

  brings(message: ClientMessage): void {
    this.emit('message', encodeMessage(message), false);
  }

  close(): void {
    this.readyState = 2;
  }
}

let socket: FakeSocket;
let heard: string[];
let client: Client;

beforeEach(() => {
  socket = new FakeSocket();
  heard = [];
});
afterEach(() => client.close(1000));

/** Resolves to a good hello. */
async function open(): Promise<ClientMessage> {
  const challenged = once(socket, 'challenged');
  client = new Client(socket as unknown as WebSocket, {
    origin: ORIGIN,
    now: () => 0,
    helloTimeoutMs: 60_000,
    mayReceive: () => true,
    onWelcomed: () => {
      heard.push('welcomed');
      socket.emit('settled');
    },
    onMessage: ({ type }) => heard.push(type),
    onRefused: () => undefined,
    onEnded: () => undefined,
  });
  const [{ challenge, pipelining }] = await challenged;
  expect(pipelining).toBe(true);
  return signHello({ challenge, origin: ORIGIN });
}

test('what follows a hello waits until that is found good, and is heard in its order', async () => {
  const hello = await open();
  const settled = once(socket, 'settled');
  socket.brings(hello);
  socket.brings({ type: 'join', infoHash: SWARM, left: 5 });
  socket.brings({ type: 'progress', infoHash: SWARM, left: 4 });
  expect(heard).toEqual([]);
  await settled;
  expect(heard).toEqual(['welcomed', 'join', 'progress']);
});

test('nobody is signaled to so early', async () => {
  const hello = await open();
  socket.brings(hello);
  socket.brings({
    type: 'signal',
    infoHash: SWARM,
    to: '00000000-0000-8000-8000-000000000000',
    connection: 'c',
    data: '{}',
  });
  expect(socket.said).toEqual(['challenge', 'hello-first']);
});
