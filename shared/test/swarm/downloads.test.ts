import { describe, expect, test } from 'vitest';
import { INITIAL_REQUEST_DEPTH, MAX_UNSTORED_BYTES, MIN_REQUEST_DEPTH } from '../../src/swarm/constants.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import { block, closed, Driver, extendedHandshake, have, reject, said } from './driver.ts';

/** Blocks of a piece of the symbolic torrent. */
const PER_PIECE = 4;

const keys = (refs: readonly { readonly piece: number; readonly offset: number }[]) =>
  refs.map(({ piece, offset }) => `${piece}:${offset}`);

/** What we asked of a link, have not taken back, and wait for. */
function owed(me: Driver, link: number) {
  const requests = [...(me.context.peers.get(link)?.requests.values() ?? [])];
  return requests.filter(({ abandoned }) => !abandoned).map(({ ref }) => ref);
}

describe('asking', () => {
  test('waits for interest of ours and an unchoke of theirs', () => {
    const me = new Driver({ pieces: 20 });
    expect(said(me.meets(1, 'ada', { has: 'all' }), 'request')).toEqual([]);
    expect(said(me.passes(5_000), 'request')).toEqual([]);
    expect(said(me.hears(1, { type: 'unchoke' }), 'request')).toHaveLength(INITIAL_REQUEST_DEPTH);
    const ben = me.meets(2, 'ben', { has: 'none', unchokes: true });
    expect(said(ben, 'request')).toEqual([]);
  });

  test('stops at a choke, whatever is free then', () => {
    const me = new Driver({ pieces: 20 });
    const requests = said(me.meets(1, 'ada', { has: 'all', unchokes: true }), 'request');
    const effects = me.hears(1, { type: 'choke' }, ...requests.map(reject));
    expect(said([...effects, ...me.passes(5_000)], 'request')).toEqual([]);
  });

  test('goes on in groups, so that several requests share a message', () => {
    const me = new Driver({ pieces: 100 });
    me.meets(1, 'ada', { has: 'all', unchokes: true });
    const groups: number[] = [];
    for (let answers = 0; answers < 100; answers++) {
      me.nowMs += 20;
      const [next] = owed(me, 1);
      if (next !== undefined) groups.push(said(me.hears(1, block(next)), 'request').length);
      expect(owed(me, 1).length).toBeGreaterThanOrEqual(MIN_REQUEST_DEPTH - 2);
    }
    const asking = groups.filter((count) => count > 0);
    expect(Math.min(...asking)).toBeGreaterThan(1);
    expect(asking.length).toBeLessThan(50);
  });

  test('prefers what the fewest hold, and counts those who left no more', () => {
    const me = new Driver({ pieces: 60, have: [0, 1, 2, 3] });
    me.meets(2, 'ben', { has: [...Array(59).keys()] });
    me.meets(3, 'cem', { has: [4, 59] });
    me.event({ type: 'link-closed', link: 3 });
    const [first] = said(me.meets(1, 'ada', { has: 'all', unchokes: true }), 'request');
    expect(first?.piece).toBe(59);
    expect(me.context.content?.availability.slice(3, 6)).toEqual(Uint32Array.of(2, 2, 2));
  });

  test('a have brings requests once, however often it is said', () => {
    const me = new Driver({ pieces: 20 });
    me.meets(1, 'ada', { has: [3], unchokes: true });
    expect(said(me.hears(1, have(5)), 'request')).toHaveLength(INITIAL_REQUEST_DEPTH - PER_PIECE);
    expect(me.hears(1, have(5), have(5))).toEqual([]);
  });

  test('nothing is asked while paused or without room, and all is taken back', () => {
    for (const stop of [{ type: 'pause' }, { type: 'store-failed', piece: 0 }] as const) {
      const me = new Driver({ pieces: 20 });
      const requests = said(me.meets(1, 'ada', { has: 'all', unchokes: true }), 'request');
      const first = requests.slice(0, PER_PIECE);
      me.hears(1, ...first.map(block));
      const waiting = owed(me, 1);
      const { piece } = first[0] ?? { piece: -1 };
      me.event({ type: 'piece-verified', piece, ok: true });
      const effects = me.event(stop.type === 'pause' ? stop : { ...stop, piece });
      expect(keys(said(effects, 'cancel'))).toEqual(keys(waiting));
      expect(said(effects, 'not-interested')).toHaveLength(1);
      expect(said(me.passes(5_000), 'request')).toEqual([]);
      expect(said(me.event({ type: 'resume' }), 'interested')).toHaveLength(1);
    }
  });
});

describe('a peer that owes us blocks', () => {
  test('is snubbed after twenty seconds, and others are asked for what it owes', () => {
    const me = new Driver({ pieces: 1 });
    const requests = said(me.meets(1, 'mute', { has: 'all', unchokes: true }), 'request');
    me.meets(2, 'ben', { has: 'all', unchokes: true });
    expect(said(me.passes(18_500), 'cancel')).toEqual([]);
    const effects = me.passes(2_500);
    expect(keys(said(effects, 'cancel', 1))).toEqual(keys(requests));
    expect(me.swarm.view(me.nowMs).peers.find(({ id }) => id === 'mute')?.snubbed).toBe(true);
    expect(keys(owed(me, 2)).sort()).toEqual(keys(requests).sort());
  });

  test('may send them all the same, and is trusted again', () => {
    const me = new Driver({ pieces: 1 });
    const requests = said(me.meets(1, 'slow', { has: 'all', unchokes: true }), 'request');
    me.passes(21_000);
    me.hears(1, ...requests.slice(0, 1).map(block));
    expect(me.swarm.view(me.nowMs).peers[0]?.snubbed).toBe(false);
  });

  test('is closed after a minute without an answer', () => {
    const me = new Driver({ pieces: 1 });
    me.meets(1, 'mute', { has: 'all', unchokes: true });
    expect(closed(me.passes(58_500))).toEqual([]);
    expect(closed(me.passes(2_500))).toEqual([[1, 'unresponsive']]);
  });

  test('leaves them to others when it goes', () => {
    const me = new Driver({ pieces: 1 });
    const requests = said(me.meets(1, 'ada', { has: 'all', unchokes: true }), 'request');
    me.meets(2, 'ben', { has: 'all', unchokes: true });
    me.event({ type: 'link-closed', link: 1 });
    me.passes(10);
    expect(keys(owed(me, 2))).toEqual(keys(requests));
  });
});

describe('near the end', () => {
  /** Twelve pieces are left. Ada answered fast so far, Ben took twenty times as long; who asked Ben for anything? */
  function nearTheEnd(left: number): { readonly me: Driver; readonly askedOfBen: number } {
    const pieces = 200;
    const me = new Driver({ pieces, have: Array(pieces - left).keys() });
    me.meets(1, 'ada', { has: 'all' });
    me.meets(2, 'ben', { has: 'all' });
    me.context.peers.get(1)?.answerTime.add(100);
    me.context.peers.get(2)?.answerTime.add(2_000);
    me.context.down.add(4_000_000, me.nowMs - 1_000);
    me.hears(1, { type: 'unchoke' });
    return { me, askedOfBen: said(me.hears(2, { type: 'unchoke' }), 'request').length };
  }

  test('leaves the last pieces to those who bring them before a slow peer would', () => {
    expect(nearTheEnd(12).askedOfBen).toBe(0);
    expect(nearTheEnd(190).askedOfBen).toBeGreaterThan(0);
  });

  test('but the slow peer is asked for what only it has, and for nothing else', () => {
    const me = new Driver({ pieces: 200, have: Array(188).keys() });
    me.meets(1, 'ada', { has: [...Array(195).keys()] });
    me.meets(2, 'ben', { has: 'all' });
    me.context.peers.get(1)?.answerTime.add(100);
    me.context.peers.get(2)?.answerTime.add(2_000);
    me.context.down.add(4_000_000, me.nowMs - 1_000);
    me.hears(1, { type: 'unchoke' });
    const asked = said(me.hears(2, { type: 'unchoke' }), 'request').map(({ piece }) => piece);
    expect(asked.length).toBeGreaterThan(0);
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(195);
  });

  test('and asks the slow peer all the same when no other may be asked', () => {
    const { me } = nearTheEnd(12);
    me.hears(1, { type: 'choke' }, ...owed(me, 1).map(reject));
    expect(said(me.passes(1_000), 'request', 2).length).toBeGreaterThan(0);
  });

  test('an idle peer is asked for a block that is late, and the one that comes second is not needed', () => {
    const me = new Driver({ pieces: 1 });
    const [late, ...others] = said(me.meets(1, 'slow', { has: 'all', unchokes: true }), 'request');
    if (late === undefined) throw Error();
    me.hears(1, ...others.map(block));
    me.meets(2, 'fast', { has: 'all', unchokes: true });
    expect(owed(me, 2)).toEqual([]);
    me.passes(2_100);
    expect(keys(owed(me, 2))).toEqual(keys([late]));
    const effects = me.hears(2, block(late));
    expect(keys(said(effects, 'cancel', 1))).toEqual(keys([late]));
    expect(me.swarm.stateOf(0)).toBe('verifying');
    me.hears(1, block(late));
    expect(me.swarm.view(me.nowMs).duplicateBytes).toBe(65_536);
  });

  test('no block is asked of three', () => {
    const me = new Driver({ pieces: 1 });
    for (const link of [1, 2, 3]) me.meets(link, `peer-${link}`, { has: 'all', unchokes: true });
    me.passes(5_000);
    for (const entry of me.context.content?.ledger.partial(0)?.blocks ?? []) {
      expect(entry.requesters.size).toBeLessThanOrEqual(2);
    }
  });
});

describe('a reject', () => {
  test('of a peer that unchokes us means that it does not have the piece: it is not asked for it again', () => {
    const me = new Driver({ pieces: 20 });
    const first = said(me.meets(1, 'liar', { has: 'all', unchokes: true }), 'request');
    const refused = new Set<number>();
    for (let todo = first; todo.length > 0; ) {
      for (const request of todo) expect(refused.has(request.piece)).toBe(false);
      for (const request of todo) refused.add(request.piece);
      const effects = me.hears(1, ...todo.map(reject));
      todo = said([...effects, ...me.passes(10)], 'request');
    }
    expect(refused.size).toBe(20);
    expect(said(me.passes(60_000), 'request')).toEqual([]);
  });

  test('of a peer that chokes us says nothing of what it has', () => {
    const me = new Driver({ pieces: 1 });
    const requests = said(me.meets(1, 'ada', { has: 'all', unchokes: true }), 'request');
    me.hears(1, { type: 'choke' }, ...requests.map(reject));
    expect(said(me.hears(1, { type: 'unchoke' }), 'request')).toHaveLength(PER_PIECE);
  });

  test('leaves the asking to the next tick, due at once: a choke brings hundreds', () => {
    const me = new Driver({ pieces: 1 });
    const requests = said(me.meets(1, 'ada', { has: 'all', unchokes: true }), 'request');
    me.meets(2, 'ben', { has: 'all', unchokes: true });
    expect(me.hears(1, { type: 'choke' }, ...requests.map(reject))).toEqual([]);
    expect(me.swarm.nextWakeup()).toBe(me.nowMs);
    expect(said(me.event({ type: 'tick' }), 'request', 2)).toHaveLength(PER_PIECE);
    expect(me.swarm.nextWakeup()).toBeGreaterThan(me.nowMs);
  });

  test.each([
    ['a reject', reject],
    ['a block', block],
  ])('%s that answers nothing closes the peer', (_, answer) => {
    const me = new Driver({ pieces: 1 });
    me.meets(1, 'eve', { has: 'all' });
    const unasked = { piece: 0, offset: 0, length: 65_536 };
    expect(closed(me.hears(1, answer(unasked)))).toEqual([[1, 'protocol-error']]);
  });
});

describe('what a peer says it has', () => {
  test.each([
    ['a second bitfield', { type: 'bitfield', bytes: Uint8Array.of(0xc0) }],
    ['have-all after it', { type: 'have-all' }],
    ['have-none after it', { type: 'have-none' }],
    ['a piece that is none', have(2)],
  ] as const)('is told once, piece by piece afterwards: %s closes it', (_, second) => {
    const me = new Driver({ pieces: 2 });
    me.meets(1, 'eve');
    expect(me.hears(1, { type: 'bitfield', bytes: Uint8Array.of(0x80) })).not.toEqual([]);
    expect(closed(me.hears(1, second))).toEqual([[1, 'protocol-error']]);
  });

  test('is remembered by a newcomer until it knows how many pieces there are', () => {
    const me = new Driver({ pieces: 20, newcomer: true });
    me.meets(1, 'ada', { has: [0, 7, 8, 19] });
    me.hears(1, have(7), have(19));
    expect([...(me.context.peers.get(1)?.early.resolve(20) ?? [])]).toEqual([0, 7, 8, 19]);
    expect(me.context.peers.get(1)?.early.resolve(19)).toBeNull();
    expect(closed(me.hears(1, have(1_048_576)))).toEqual([[1, 'protocol-error']]);
  });
});

describe('small files', () => {
  /** 4,039 bytes each. */
  const small = () =>
    new Driver({ torrent: symbolicTorrent({ pieces: 500, files: 500, pieceLength: 16_384 }) });

  test('are asked for many at a time: the pipeline is filled with bytes, not with requests', () => {
    const requests = said(small().meets(1, 'ada', { has: 'all', unchokes: true }), 'request');
    expect(requests).toHaveLength(16 * INITIAL_REQUEST_DEPTH);
    expect(new Set(keys(requests)).size).toBe(requests.length);
  });

  test('but for no more than the peer queues', () => {
    const me = small();
    me.meets(1, 'ada', { has: 'all' });
    me.hears(1, extendedHandshake({ reqq: 10 }));
    expect(said(me.hears(1, { type: 'unchoke' }), 'request')).toHaveLength(10);
  });
});

test('storage that is behind stops the asking, and goes on with it once it has caught up', () => {
  const me = new Driver({ pieces: 1_000 });
  me.meets(1, 'ada', { has: 'all', unchokes: true });
  const waiting: number[] = [];
  /** Answers all that is asked, until nothing is. */
  const answerAll = () => {
    for (let [next] = owed(me, 1); next !== undefined; [next] = owed(me, 1)) {
      me.nowMs += 5;
      for (const effect of me.hears(1, block(next)))
        if (effect.type === 'verify-piece') waiting.push(effect.piece);
      me.passes(0);
    }
  };
  answerAll();
  const length = me.torrent.info.geometry.pieceLength;
  expect(waiting.length * length).toBeGreaterThanOrEqual(MAX_UNSTORED_BYTES);
  expect(waiting.length * length).toBeLessThan(MAX_UNSTORED_BYTES + 16 * 1024 * 1024);
  me.passes(5_000);
  expect(owed(me, 1)).toEqual([]);
  // One after the other, until there is room: then requests go out without any other event.
  while (owed(me, 1).length === 0) {
    me.stores(waiting.shift() ?? -1);
    me.passes(0);
  }
  expect(waiting.length * length).toBeLessThan(MAX_UNSTORED_BYTES);
  while (waiting.length > 0) {
    me.stores(waiting.shift() ?? -1);
    me.passes(0);
    answerAll();
  }
  expect(me.swarm.view(me.nowMs).phase).toBe('seeding');
});
