import { beforeEach, expect, test, vi } from 'vitest';
import { createLink, type Link } from '../../src/adapters/transport.ts';

/** What simple-peer was told; it never connects. */
const heard = vi.hoisted(() => [] as object[]);
vi.mock('simple-peer', () => ({
  default: class {
    readonly _pc = null;
    readonly _channel = null;
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

function link(): Link {
  return createLink({
    initiator: true,
    now: () => clock.nowMs,
    iceServers: () => [],
    relayOnly: false,
    onSignal: () => undefined,
    onOpen: () => undefined,
    onMessage: () => undefined,
    onDrain: () => undefined,
    onClose: ({ code }) => closed.push(code),
    onConnectionKind: () => undefined,
  });
}

const candidate = { candidate: { candidate: 'candidate:1' } };

beforeEach(() => {
  heard.length = 0;
  closed.length = 0;
  clock.nowMs = 0;
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
