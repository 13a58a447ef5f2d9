import { beforeEach, expect, test, vi } from 'vitest';
import { createLink, type Link } from '../../src/adapters/transport.ts';

/** What the browser gives the next link: a connection, and to who dialed its channel. */
const given = vi.hoisted(() => ({ connection: null as unknown, channel: null as unknown }));
vi.mock('simple-peer', () => ({
  default: class {
    readonly _pc = given.connection;
    readonly _channel = given.channel;
    on(): this {
      return this;
    }
    destroy(): void {}
  },
}));

const described = (byte: string) => ({
  sdp: `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => byte).join(':')}\r\n`,
});

class Connection extends EventTarget {
  readonly sctp = null;
  readonly iceConnectionState = 'connected';
  readonly localDescription = described('AA');
  remoteDescription: object | null = null;
  ondatachannel = null;

  async getStats(): Promise<Map<string, object>> {
    return new Map();
  }

  /** The other side's description is set, and the page is told. */
  describe(): void {
    this.remoteDescription = described('BB');
    this.dispatchEvent(new Event('signalingstatechange'));
  }

  brings(channel: Channel): void {
    this.dispatchEvent(Object.assign(new Event('datachannel'), { channel }));
  }
}

class Channel extends EventTarget {
  readyState = 'connecting';
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly sent: number[] = [];

  opens(): void {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }

  hears(...bytes: number[]): void {
    this.onmessage?.({ data: Uint8Array.from(bytes).buffer });
  }

  send(data: Uint8Array): void {
    this.sent.push(data.length);
  }

  close(): void {}
}

const told: string[] = [];
let connection: Connection;
let channel: Channel;

beforeEach(() => {
  told.length = 0;
  connection = new Connection();
  channel = new Channel();
});

function link(initiator: boolean): Link {
  given.connection = connection;
  given.channel = initiator ? channel : null;
  const one: Link = createLink({
    initiator,
    now: () => 0,
    iceServers: () => [],
    relayOnly: false,
    onSignal: () => undefined,
    onOpen: () => {
      told.push(one.fingerprints() === null ? 'open without fingerprints' : 'open');
      one.send(new Uint8Array(68));
    },
    onMessage: (data) => told.push([...data].join(' ')),
    onDrain: () => undefined,
    onClose: ({ code }) => told.push(code),
    onConnectionKind: () => undefined,
  });
  return one;
}

test('a channel that opens before the answer is told is no open link: it has no fingerprints yet', () => {
  link(true);
  channel.opens();
  expect(told).toEqual([]);
  connection.describe();
  expect(told).toEqual(['open']);
});

test('what comes before that is kept in its order', () => {
  link(true);
  channel.opens();
  channel.hears(1, 2);
  channel.hears(3);
  expect(told).toEqual([]);
  connection.describe();
  channel.hears(4);
  expect(told).toEqual(['open', '1 2', '3', '4']);
});

test('but not without end', async () => {
  link(true);
  channel.opens();
  for (let at = 0; at < 1_000; at++) channel.hears(1);
  await Promise.resolve();
  expect(told).toEqual(['channel-error']);
});

test('who dialed says something as soon as the link is open, for the other side waits for it', () => {
  link(true);
  connection.describe();
  expect(channel.sent).toEqual([]);
  channel.opens();
  expect(channel.sent).toEqual([0, 68]);
});

test('who was dialed says nothing before it has heard something: it could be lost', () => {
  link(false);
  connection.describe();
  connection.brings(channel);
  channel.opens();
  expect([told, channel.sent]).toEqual([[], []]);
  channel.hears();
  channel.hears(7);
  expect([told, channel.sent]).toEqual([['open', '', '7'], [68]]);
});

test('a message may be delivered ahead of the opening', () => {
  link(false);
  connection.describe();
  connection.brings(channel);
  channel.readyState = 'open';
  channel.hears(7);
  channel.opens();
  expect(told).toEqual(['open', '7']);
});
