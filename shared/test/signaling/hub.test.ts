import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ClientMessage,
  encodeMessage,
  Hub,
  type HubEffect,
  MAX_SHARES_PER_CONNECTION,
  parseClientMessage,
  parseServerMessage,
} from '../../src/signaling/index.ts';
import { seededRandom } from '../sim/random.ts';

const peer = (at: number) => `${String(at).padStart(8, '0')}-0000-8000-8000-000000000000`;
const swarm = (at: number) => at.toString(16).padStart(64, '0');

function make(peers: number): {
  hub: Hub;
  say: (connection: number, message: ClientMessage) => readonly HubEffect[];
} {
  const hub = new Hub(seededRandom(3));
  for (let at = 1; at <= peers; at++) hub.handle({ type: 'opened', connection: at, peer: peer(at) });
  return {
    hub,
    say: (connection, message) => {
      if (message.type === 'hello') throw new Error('the hub hears no hello');
      return hub.handle({ type: 'message', connection, message });
    },
  };
}

describe('hub', () => {
  test('lists at most fifty, all members equally likely', () => {
    const { say } = make(300);
    for (let at = 1; at < 300; at++) say(at, { type: 'join', infoHash: swarm(1), left: 0 });
    const seen = new Set<string>();
    for (let run = 0; run < 60; run++) {
      const [joined] = say(300, { type: 'join', infoHash: swarm(1), left: 5 });
      if (joined?.message.type !== 'joined') throw new Error('not joined');
      expect(joined.message.peers).toHaveLength(50);
      expect(new Set(joined.message.peers.map(({ id }) => id)).size).toBe(50);
      expect(joined.message.total).toBe(299);
      for (const { id } of joined.message.peers) seen.add(id);
    }
    expect(seen.has(peer(300))).toBe(false);
    expect(seen.size).toBe(299);
  });

  test('joining again is answered, and told to nobody twice', () => {
    const { say } = make(2);
    say(1, { type: 'join', infoHash: swarm(1), left: null });
    say(2, { type: 'join', infoHash: swarm(1), left: null });
    expect(say(2, { type: 'join', infoHash: swarm(1), left: 0 }).map(({ connection }) => connection)).toEqual(
      [2],
    );
  });

  test('the same peer on another connection takes the place of the first', () => {
    const { hub, say } = make(2);
    say(1, { type: 'join', infoHash: swarm(1), left: null });
    say(2, { type: 'join', infoHash: swarm(1), left: null });
    hub.handle({ type: 'opened', connection: 9, peer: peer(1) });
    const effects = say(9, { type: 'join', infoHash: swarm(1), left: null });
    expect(effects.map(({ connection, message }) => [connection, message.type])).toEqual([
      [1, 'error'],
      [2, 'peer-left'],
      [9, 'joined'],
      [2, 'peer-joined'],
    ]);
    // The first one's end now means nothing to this swarm.
    expect(hub.handle({ type: 'closed', connection: 1 })).toEqual([]);
    expect(hub.counts.members).toBe(2);
  });

  test('in a large swarm fifty hear of a coming and of a going, with the true number', () => {
    const { hub, say } = make(120);
    for (let at = 1; at < 120; at++) say(at, { type: 'join', infoHash: swarm(1), left: 0 });
    const [joined, ...told] = say(120, { type: 'join', infoHash: swarm(1), left: 0 });
    expect(joined?.message).toMatchObject({ type: 'joined', total: 119 });
    const listed = joined?.message.type === 'joined' ? joined.message.peers.map(({ id }) => id) : [];
    // Those who will be dialed are those who are told.
    expect(told.map(({ connection }) => peer(connection)).sort()).toEqual([...listed].sort());
    for (const { message } of told) expect(message).toMatchObject({ type: 'peer-joined', total: 119 });
    const left = hub.handle({ type: 'closed', connection: 120 });
    expect(left).toHaveLength(50);
    for (const { message } of left) expect(message).toMatchObject({ type: 'peer-left', total: 118 });
  });

  test('a signal to someone who left names them', () => {
    const { say } = make(2);
    say(1, { type: 'join', infoHash: swarm(1), left: 0 });
    const [refused] = say(1, {
      type: 'signal',
      infoHash: swarm(1),
      to: peer(2),
      connection: 'c',
      data: '{}',
    });
    expect(refused?.message).toMatchObject({ type: 'error', code: 'no-such-peer', peer: peer(2) });
  });

  test('one connection cannot be everywhere', () => {
    const { say } = make(1);
    for (let at = 0; at < MAX_SHARES_PER_CONNECTION; at++)
      say(1, { type: 'join', infoHash: swarm(at), left: null });
    const [refused] = say(1, { type: 'join', infoHash: swarm(99), left: null });
    expect(refused?.message).toMatchObject({ type: 'error', code: 'too-many-shares' });
  });

  test('whatever happens: signals stay within a swarm, counts are true, empty swarms are forgotten', () => {
    const connection = fc.integer({ min: 1, max: 5 });
    const infoHash = fc.integer({ min: 1, max: 3 }).map(swarm);
    const step = fc.oneof(
      fc.record({ kind: fc.constant('toggle' as const), connection }),
      fc.record({ kind: fc.constant('join' as const), connection, infoHash }),
      fc.record({ kind: fc.constant('leave' as const), connection, infoHash }),
      fc.record({ kind: fc.constant('signal' as const), connection, infoHash, to: connection }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const hub = new Hub(seededRandom(1));
        const open = new Set<number>();
        const members = new Map<string, Set<number>>();
        const inSwarm = (hash: string, who: number) => members.get(hash)?.has(who) === true;
        const leave = (hash: string, who: number) => {
          members.get(hash)?.delete(who);
          if (members.get(hash)?.size === 0) members.delete(hash);
        };
        for (const one of steps) {
          const id = one.connection;
          if (one.kind === 'toggle') {
            if (open.delete(id)) {
              hub.handle({ type: 'closed', connection: id });
              for (const hash of [...members.keys()]) leave(hash, id);
            } else {
              hub.handle({ type: 'opened', connection: id, peer: peer(id) });
              open.add(id);
            }
            continue;
          }
          if (one.kind === 'signal') {
            const message = {
              type: 'signal',
              infoHash: one.infoHash,
              to: peer(one.to),
              connection: 'c',
              data: '{}',
            } as const;
            const effects = hub.handle({ type: 'message', connection: id, message });
            const passed = effects.filter((effect) => effect.message.type === 'signal');
            const allowed =
              open.has(id) && id !== one.to && inSwarm(one.infoHash, id) && inSwarm(one.infoHash, one.to);
            expect(passed.map((effect) => effect.connection)).toEqual(allowed ? [one.to] : []);
            continue;
          }
          if (one.kind === 'join') {
            hub.handle({
              type: 'message',
              connection: id,
              message: { type: 'join', infoHash: one.infoHash, left: null },
            });
            if (open.has(id)) members.set(one.infoHash, (members.get(one.infoHash) ?? new Set()).add(id));
          } else {
            hub.handle({
              type: 'message',
              connection: id,
              message: { type: 'leave', infoHash: one.infoHash },
            });
            if (open.has(id)) leave(one.infoHash, id);
          }
          const total = [...members.values()].reduce((sum, set) => sum + set.size, 0);
          expect(hub.counts).toEqual({ clients: open.size, swarms: members.size, members: total });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('messages', () => {
  test('what is written is read', () => {
    const message: ClientMessage = { type: 'join', infoHash: swarm(1), left: null };
    expect(parseClientMessage(encodeMessage(message))).toEqual({ ok: true, message });
  });

  test.each([
    ['no JSON', '{', 'bad-json'],
    ['no object', '7', 'bad-message'],
    ['an unknown type', '{"type":"dance"}', 'bad-message'],
    ['an info-hash in capitals', JSON.stringify({ type: 'leave', infoHash: 'A'.repeat(64) }), 'bad-message'],
    ['a field too many', JSON.stringify({ type: 'leave', infoHash: swarm(1), extra: 1 }), 'bad-message'],
    ['negative bytes', JSON.stringify({ type: 'join', infoHash: swarm(1), left: -1 }), 'bad-message'],
    [
      'a name that is no UUID',
      JSON.stringify({ type: 'signal', infoHash: swarm(1), to: 'x', connection: 'c', data: '' }),
      'bad-message',
    ],
    ['something endless', `"${'x'.repeat(70_000)}"`, 'bad-message'],
  ])('%s is refused', (_, text, code) => {
    expect(parseClientMessage(text)).toMatchObject({ ok: false, code });
  });

  test('a newer server may add fields, not types', () => {
    expect(parseServerMessage('{"type":"reconnect","afterMs":5,"new":1}')).toMatchObject({ ok: true });
    expect(parseServerMessage('{"type":"sing"}')).toMatchObject({ ok: false });
  });

  test('arbitrary text never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        parseClientMessage(text);
        parseServerMessage(text);
      }),
    );
  });
});
