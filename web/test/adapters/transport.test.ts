import { beforeEach, expect, test, vi } from 'vitest';
import { createLink, type Link } from '../../src/adapters/transport.ts';

/** What simple-peer was told; it never connects, unless it is given what is connected already. */
const heard = vi.hoisted(() => [] as object[]);
const wired = vi.hoisted(() => ({ _pc: null as EventTarget | null, _channel: null as EventTarget | null }));
vi.mock('simple-peer', () => ({
  default: class {
    readonly _pc = wired._pc;
    readonly _channel = wired._channel;
    on(): this {
      return this;
    }
    signal(data: object): void {
      heard.push(data);
    }
    destroy(): void {}
  },
}));

const clock = { nowMs: 0 };
const closed: string[] = [];
let drains = 0;

function link(): Link {
  return createLink({
    initiator: true,
    now: () => clock.nowMs,
    iceServers: () => [],
    relayOnly: false,
    onSignal: () => undefined,
    onOpen: () => undefined,
    onMessage: () => undefined,
    onDrain: () => drains++,
    onClose: ({ code }) => closed.push(code),
    onConnectionKind: () => undefined,
  });
}

const candidate = { candidate: { candidate: 'candidate:1' } };

beforeEach(() => {
  heard.length = 0;
  closed.length = 0;
  clock.nowMs = 0;
  drains = 0;
  Object.assign(wired, { _pc: null, _channel: null });
});

/** A channel whose buffer goes down when the test says so, and who tells of it as browsers do: on crossing. */
class FakeChannel extends EventTarget {
  readonly readyState = 'open';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  onbufferedamountlow: () => void = () => undefined;

  send({ byteLength }: Uint8Array): void {
    this.bufferedAmount += byteLength;
  }

  drainTo(bytes: number): void {
    const crosses =
      this.bufferedAmount > this.bufferedAmountLowThreshold && bytes <= this.bufferedAmountLowThreshold;
    this.bufferedAmount = bytes;
    if (crosses) this.onbufferedamountlow();
  }
}

function openLink(): { readonly one: Link; readonly channel: FakeChannel } {
  const channel = new FakeChannel();
  const connection = Object.assign(new EventTarget(), {
    remoteDescription: { sdp: '' },
    localDescription: { sdp: '' },
    sctp: null,
    getStats: () => Promise.resolve(new Map()),
  });
  Object.assign(wired, { _pc: connection, _channel: channel });
  const one = link();
  channel.dispatchEvent(new Event('open'));
  return { one, channel };
}

const BLOCK = new Uint8Array(64 * 1024);

test('a link is congested from its high-water mark until the buffer has fallen to the low one', () => {
  const { one, channel } = openLink();
  one.send(new Uint8Array(100));
  channel.drainTo(0);
  expect([one.isCongested, drains]).toEqual([false, 0]);
  one.send(BLOCK);
  channel.drainTo(20_000);
  expect([one.isCongested, drains]).toEqual([true, 0]);
  channel.drainTo(10_000);
  expect([one.isCongested, drains]).toEqual([false, 1]);
  one.close('done');
});

test('a fast link takes more at a time', () => {
  const { one, channel } = openLink();
  for (let at = 0; at < 100; at++) {
    one.send(BLOCK);
    clock.nowMs += 5;
    channel.drainTo(1);
  }
  one.send(BLOCK);
  expect(one.isCongested).toBe(false);
  while (!one.isCongested) one.send(BLOCK);
  expect(channel.bufferedAmount).toBeGreaterThan(500_000);
  one.close('done');
});

test('what is learned while a link is full does not move the mark that it falls to', () => {
  const { one, channel } = openLink();
  one.send(BLOCK);
  clock.nowMs += 50;
  channel.drainTo(20_000);
  // It took 45 kB in this time: by that rate the low mark lies above what is left.
  one.send(new Uint8Array(100));
  channel.drainTo(0);
  expect([one.isCongested, drains]).toEqual([false, 1]);
  one.close('done');
});

test('a link that lives long takes the signals of any number of restarts', async () => {
  const one = link();
  for (let restart = 0; restart < 100; restart++) {
    for (let at = 0; at < 40; at++) one.signal(candidate);
    clock.nowMs += 60_000;
  }
  await Promise.resolve();
  expect([heard.length, closed]).toEqual([4_000, []]);
  one.close('done');
});

test('and none of a peer that sends them without end', async () => {
  const one = link();
  for (let at = 0; at < 2_000; at++) {
    one.signal(candidate);
    clock.nowMs += 100;
  }
  await Promise.resolve();
  expect(heard.length).toBeLessThan(1_000);
  expect(closed).toEqual(['bad-signal']);
});

test('asking for restarts counts as well', async () => {
  const one = link();
  for (let at = 0; at < 600; at++) one.signal({ type: 'renegotiate', renegotiate: true });
  await Promise.resolve();
  expect(closed).toEqual(['bad-signal']);
});
