import { type SwarmEvent, TabBudget } from '@flockdrop/shared/swarm';
import { encodeMessage, type PeerMessage } from '@flockdrop/shared/wire';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { LinkOptions } from '../../src/adapters/transport.ts';
import { Alarms } from '../../src/session/alarms.ts';
import { SwarmLinks } from '../../src/session/links.ts';

interface Made {
  readonly options: LinkOptions;
  closed: string | null;
  restarts: number;
  sent: number;
  ice: string;
}

const made = vi.hoisted(() => [] as Made[]);
vi.mock('../../src/adapters/transport.ts', () => ({
  createLink: (options: LinkOptions) => {
    const one: Made = { options, closed: null, restarts: 0, sent: 0, ice: 'connected' };
    made.push(one);
    return {
      signal: () => undefined,
      send: () => one.sent++,
      isCongested: false,
      pathFacts: () => ({
        local: [],
        remote: [],
        isPublicHost: false,
        isPublicRemote: false,
        gatheringMs: 0,
        gathering: 'new',
        ice: one.ice,
        errors: [],
      }),
      measure: async () => ({ kind: 'direct', rttMs: 31, shortestRttMs: 30 }),
      restart: () => one.restarts++,
      fingerprints: () => null,
      close: (code: string) => {
        if (one.closed !== null) return;
        one.closed = code;
        queueMicrotask(() => options.onClose({ code, message: '' }));
      },
    };
  },
}));

const clock = { nowMs: 0, at: null as number | null, ring: (): void => undefined };
const events: SwarmEvent[] = [];
const server = { isUp: true };

function advanceTo(ms: number): void {
  while (clock.at !== null && clock.at <= ms) {
    clock.nowMs = Math.max(clock.nowMs, clock.at);
    clock.at = null;
    clock.ring();
  }
  clock.nowMs = ms;
}

function connect(): SwarmLinks {
  const alarms = new Alarms({
    now: () => clock.nowMs,
    wakeAt: (at, ring) => {
      clock.at = at;
      clock.ring = ring;
    },
    close: () => undefined,
  });
  return new SwarmLinks({
    infoHash: new Uint8Array(32),
    self: 'us',
    identity: {
      publicKey: new Uint8Array(32),
      sign: async () => new Uint8Array(64),
      verify: async () => true,
    },
    alarms,
    budget: new TabBudget({ total: 100, perShare: 30 }),
    paused: false,
    iceServers: () => [{ urls: 'stun:x' }],
    relayOnly: () => false,
    isBanned: () => false,
    sendSignal: () => server.isUp,
    readBlock: async () => null,
    emit: (event) => events.push(event),
    onChange: () => undefined,
  });
}

const ended = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
const ids = { infoHash: new Uint8Array(20), peerId: new Uint8Array(20) };
/** From the first peer that was dialed. */
const hear = (message: PeerMessage) => made[0]?.options.onMessage(encodeMessage(message, {}));
const offer = { type: 'offer', sdp: '' };

beforeEach(() => {
  made.length = 0;
  events.length = 0;
  Object.assign(clock, { nowMs: 0, at: null });
  server.isUp = true;
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});

describe('when the network is back', () => {
  test('an attempt under way starts anew at once, and counts as no failure', async () => {
    const links = connect();
    links.learn(['a']);
    links.refresh('looked');
    await ended();
    expect(made).toHaveLength(1);
    links.refresh('changed');
    await ended();
    expect(made.map(({ closed }) => closed)).toEqual(['refresh', null]);
    expect(links.reach()).toMatchObject({ failures: 0, hasStun: true, hasTurn: false });
  });

  test('whoever waits to be dialed again is dialed at once', async () => {
    const links = connect();
    links.learn(['a']);
    made[0]?.options.onClose({ code: 'ice-failed', message: '' });
    await ended();
    links.refresh('changed');
    expect(made).toHaveLength(2);
  });

  test('open links look for a new path where the network changed, or where theirs is lost', () => {
    const links = connect();
    links.learn(['a', 'b']);
    for (const one of made) one.options.onOpen();
    const [well, lost] = made;
    if (well === undefined || lost === undefined) throw new Error('nobody was dialed');
    lost.ice = 'disconnected';
    links.refresh('looked');
    expect([well.restarts, lost.restarts]).toEqual([0, 1]);
    links.refresh('changed');
    expect([well.restarts, lost.restarts]).toEqual([1, 2]);
  });

  test('an offer that could not be sent is no attempt, and is made again when the server is back', async () => {
    const links = connect();
    server.isUp = false;
    links.learn(['a']);
    made[0]?.options.onSignal(offer);
    await ended();
    expect([made[0]?.closed, links.reach().failures]).toEqual(['no-server', 0]);
    server.isUp = true;
    links.learn(['a']);
    expect(made).toHaveLength(2);
  });
});

test('a link that makes room says so first, and neither side comes back at once', async () => {
  const links = connect();
  links.learn(['a']);
  made[0]?.options.onOpen();
  hear({ type: 'handshake', ...ids, fast: true, extended: true, v2: true });
  hear({ type: 'extended-handshake', m: new Map([['fd_leave', 3]]) });
  links.lines.send(1, { type: 'leave', code: 'made-room' });
  links.lines.close(1, 'made-room', '');
  expect([made[0]?.sent, made[0]?.closed]).toEqual([1, null]);
  advanceTo(2_000);
  expect(made[0]?.closed).toBe('made-room');
  await ended();
  advanceTo(300_000);
  expect(made).toHaveLength(1);
});

test('tells how long a connection took to open and to bring something, and its round trip', async () => {
  const links = connect();
  links.learn(['a']);
  advanceTo(180);
  made[0]?.options.onOpen();
  advanceTo(250);
  hear({ type: 'handshake', ...ids, fast: true, extended: true, v2: true });
  hear({ type: 'piece', piece: 0, offset: 0, data: new Uint8Array(1) });
  expect(links.lines.timesOf('a')).toEqual({ dialed: true, openMs: 180, firstBlockMs: 250 });
  advanceTo(1_200);
  await ended();
  expect(links.lines.rttOf(1)).toBe(31);
});
