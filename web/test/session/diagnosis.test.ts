import { describe, expect, test } from 'vitest';
import type { PathFacts } from '../../src/adapters/transport.ts';
import { Alarms } from '../../src/session/alarms.ts';
import { Attempts, kindsOf, type Reach } from '../../src/session/attempts.ts';
import { diagnose } from '../../src/session/diagnosis.ts';
import { noPath } from '../../src/session/no-path.ts';

const path: PathFacts = {
  local: ['host', 'srflx'],
  remote: ['host', 'srflx'],
  isPublicHost: false,
  isPublicRemote: false,
  gathering: 'complete',
  gatheringMs: 90,
  ice: 'checking',
  errors: [],
};
/** Of ours, nothing is seen from outside. */
const inside: PathFacts = { ...path, local: ['host'] };
const trying: Reach = {
  tryingMs: 7_000,
  failures: 0,
  paths: [path],
  isForbidden: false,
  hasStun: false,
  hasTurn: false,
  relayOnly: false,
};
const failing: Reach = { ...trying, failures: 2 };

describe('diagnosis', () => {
  const base = {
    state: 'downloading',
    role: 'leech',
    server: 'online',
    knownPeers: 3,
    connectedPeers: 2,
    reach: null,
    downBps: 0,
    nothingWanted: false,
    somebodyHasMore: true,
    allChoked: false,
  } as const;

  test.each([
    ['nothing is wrong', {}, null],
    ['data moves', { downBps: 5, somebodyHasMore: false }, null],
    ['a sharer waits for nobody', { state: 'seeding', connectedPeers: 0, knownPeers: 0 }, null],
    ['the server is away and nobody connected', { connectedPeers: 0, server: 'offline' }, 'no-server'],
    ['the server is away but peers are there', { server: 'offline' }, null],
    ['nobody is there', { state: 'joining', connectedPeers: 0, knownPeers: 0 }, 'no-peers'],
    ['nobody is there, before the click', { state: 'waiting', connectedPeers: 0, knownPeers: 0 }, 'no-peers'],
    ['nobody can be reached', { state: 'joining', connectedPeers: 0, reach: failing }, 'unreachable'],
    ['who shares cannot be reached', { state: 'seeding', connectedPeers: 0, reach: failing }, 'unreachable'],
    ['who shares cannot be found', { state: 'seeding', connectedPeers: 0, server: 'offline' }, 'no-server'],
    ['it has only just begun', { state: 'joining', connectedPeers: 0 }, null],
    ['nobody has the rest', { somebodyHasMore: false }, 'pieces-missing'],
    ['no file is selected', { nothingWanted: true, downBps: 5 }, 'nothing-selected'],
    ['no file is selected, before the click', { state: 'waiting', nothingWanted: true }, 'nothing-selected'],
    ['everyone lets us wait', { allChoked: true }, 'waiting-turn'],
  ] as const)('%s', (_, change, code) => {
    expect(diagnose({ ...base, ...change })?.code ?? null).toBe(code);
  });

  test('only who fetches is told to ask the sender', () => {
    const alone = { ...base, state: 'joining', connectedPeers: 0, knownPeers: 0 } as const;
    expect(diagnose(alone)?.message).toContain('Ask the sender');
    expect(diagnose({ ...alone, role: 'seed' })?.message).not.toContain('sender');
  });
});

describe('others are here and cannot be reached', () => {
  const stun = { ...trying, hasStun: true };
  const turn = { ...stun, hasTurn: true };
  const errors = (server: 'stun' | 'turn', code: number) => [{ ...path, errors: [{ server, code }] }];

  test.each<[string, Reach, string | null]>([
    ['nobody tries', { ...stun, tryingMs: null }, null],
    ['it has only just begun', { ...stun, tryingMs: 5_999 }, null],
    ['an attempt failed at once', { ...trying, tryingMs: 100, failures: 1 }, 'unreachable'],
    ['the browser forbids it', { ...trying, tryingMs: 0, isForbidden: true }, 'webrtc-blocked'],
    ['relay only, and there is none', { ...stun, tryingMs: 0, relayOnly: true }, 'relay-missing'],
    ['relay only, and it says no', { ...turn, relayOnly: true, paths: errors('turn', 401) }, 'relay-refused'],
    [
      'relay only, and it is silent',
      { ...turn, relayOnly: true, paths: [{ ...path, local: [] }] },
      'relay-unreachable',
    ],
    ['STUN is silent', { ...stun, paths: [{ ...inside, gatheringMs: 6_000 }] }, 'udp-blocked'],
    [
      'STUN could not be reached',
      { ...stun, paths: [{ ...inside, errors: [{ server: 'stun', code: 701 }] }] },
      'udp-blocked',
    ],
    ['TURN is silent too', { ...turn, paths: [{ ...inside, gatheringMs: 6_000 }] }, 'udp-blocked'],
    ['STUN answered, and there is no NAT', { ...stun, paths: [inside] }, 'unreachable'],
    [
      'a public address needs no STUN',
      { ...stun, paths: [{ ...inside, isPublicHost: true, gatheringMs: 6_000 }] },
      'no-path',
    ],
    [
      'nothing gathered yet',
      { ...stun, paths: [{ ...path, local: [], remote: [], gatheringMs: 6_000 }] },
      'unreachable',
    ],
    ['it is they who have none', { ...stun, paths: [{ ...path, remote: ['host'] }] }, 'peer-udp-blocked'],
    [
      'they have a public address',
      { ...stun, paths: [{ ...path, remote: ['host'], isPublicRemote: true }] },
      'no-path',
    ],
    ['one of them can be seen', { ...stun, paths: [path, { ...path, remote: ['host'] }] }, 'no-path'],
    ['both strict, no relay', stun, 'no-path'],
    ['credentials of the relay are old', { ...turn, paths: errors('turn', 401) }, 'relay-refused'],
    ['the relay is full', { ...turn, paths: errors('turn', 486) }, 'relay-refused'],
    ['the relay is silent', { ...turn, paths: errors('turn', 701) }, 'relay-unreachable'],
    [
      'the relay is there all the same',
      { ...turn, paths: [{ ...path, local: ['srflx', 'relay'] }] },
      'unreachable',
    ],
    ['no server helps, and none is to blame', trying, 'unreachable'],
  ])('%s', (_, reach, code) => {
    expect(noPath(reach)?.code ?? null).toBe(code);
  });

  test('what is said is a whole sentence with a next step, and short', () => {
    for (const reach of [stun, turn, failing, { ...stun, relayOnly: true }, { ...stun, isForbidden: true }]) {
      expect(noPath(reach)?.message).toMatch(/^[A-Z].{40,200}\.$/);
    }
  });
});

describe('attempts', () => {
  const make = () => {
    const clock: { nowMs: number; ring: () => void } = { nowMs: 0, ring: () => undefined };
    const changes: number[] = [];
    const alarms = new Alarms({
      now: () => clock.nowMs,
      wakeAt: (at, ring) => {
        clock.ring = at === null ? () => undefined : ring;
      },
      close: () => undefined,
    });
    return { clock, changes, attempts: new Attempts(alarms, () => changes.push(clock.nowMs)) };
  };
  const servers = { hasStun: true, hasTurn: false, relayOnly: false };

  test('are told of after 6 s, however many there are meanwhile', () => {
    const { clock, changes, attempts } = make();
    attempts.begun();
    clock.nowMs = 3_000;
    attempts.begun();
    clock.nowMs = 6_000;
    clock.ring();
    expect(changes).toEqual([6_000]);
    expect(attempts.reach([path], servers)).toEqual({ ...trying, ...servers, tryingMs: 6_000 });
  });

  test('that failed are remembered, but not for ever, and forgotten once something is open', () => {
    const { attempts } = make();
    attempts.begun();
    for (let time = 0; time < 20; time++) attempts.ended('ice-failed', path);
    attempts.ended('glare', path);
    const reach = attempts.reach([], servers);
    expect([reach.failures, reach.paths.length]).toEqual([20, 8]);
    attempts.opened();
    expect(attempts.reach([], servers)).toMatchObject({ tryingMs: null, failures: 0, paths: [] });
  });

  test('know what servers there are', () => {
    expect(kindsOf([])).toEqual({ hasStun: false, hasTurn: false });
    expect(kindsOf([{ urls: 'stun:a' }])).toEqual({ hasStun: true, hasTurn: false });
    expect(kindsOf([{ urls: ['turns:a'] }])).toEqual({ hasStun: true, hasTurn: true });
  });
});
