import { describe, expect, test } from 'vitest';
import type { BlockRef } from '../../src/wire/index.ts';
import { closed, Driver, extendedHandshake, said } from './driver.ts';

const LENGTH = 65_536;
const ref = (piece: number, block = 0): BlockRef => ({ piece, offset: block * LENGTH, length: LENGTH });
const request = (of: BlockRef) => ({ ...of, type: 'request' as const });
const refs = (count: number) => Array.from({ length: count }, (_, at) => ref(at >> 2, at % 4));

/** A seed that serves `ada` on link 1. */
function seed(): Driver {
  const me = new Driver({ pieces: 400, have: Array(400).keys() });
  me.meets(1, 'ada', { has: 'none', wants: true });
  return me;
}

const reads = (effects: ReturnType<Driver['event']>) =>
  effects.filter(({ type }) => type === 'read-block').length;

function read(me: Driver, of: BlockRef, found = true) {
  const { piece, offset, length } = of;
  const data = found ? { byteLength: length, piece, offset, good: true } : null;
  return me.event({ type: 'block-read', link: 1, ref: of, data });
}

describe('every request has exactly one answer', () => {
  test('the block, when all is well', () => {
    const me = seed();
    expect(reads(me.hears(1, request(ref(0))))).toBe(1);
    expect(said(read(me, ref(0)), 'piece')).toHaveLength(1);
  });

  test('a reject while we choke, and nothing is read', () => {
    const me = new Driver({ pieces: 2, have: [0, 1] });
    me.meets(1, 'ada', { has: 'none' });
    const effects = me.hears(1, request(ref(0)));
    expect([said(effects, 'reject').length, reads(effects)]).toEqual([1, 0]);
  });

  test('a reject for what we do not have, or while we pause', () => {
    const me = new Driver({ pieces: 2, have: [1] });
    me.meets(1, 'ada', { has: 'none', wants: true });
    expect(said(me.hears(1, request(ref(0))), 'reject')).toHaveLength(1);
    me.event({ type: 'pause' });
    expect(said(me.hears(1, request(ref(1))), 'reject')).toHaveLength(1);
  });

  test('a reject when more is asked than we said we would queue', () => {
    const me = seed();
    me.event({ type: 'congestion', link: 1, congested: true });
    const effects = me.hears(1, ...refs(1_030).map(request));
    expect(said(effects, 'reject')).toHaveLength(6);
  });

  test('a reject when it is cancelled, unless the block is being read', () => {
    const me = seed();
    const asked = refs(20);
    me.hears(1, ...asked.map(request));
    const cancels = [asked[0], asked[19]].flatMap((of) => (of ? [{ ...of, type: 'cancel' as const }] : []));
    expect(said(me.hears(1, ...cancels), 'reject')).toMatchObject([ref(4, 3)]);
    expect(said(read(me, ref(0)), 'piece')).toHaveLength(1);
  });

  test('a reject when we choke, unless the block is being read', () => {
    const me = seed();
    me.hears(1, ...refs(20).map(request));
    const effects = me.event({ type: 'pause' });
    expect(said(effects, 'choke')).toHaveLength(1);
    expect(said(effects, 'reject')).toMatchObject(refs(20).slice(16));
    expect(said(read(me, ref(0)), 'piece')).toHaveLength(1);
  });

  test('a reject when storage has lost it: we have it no more, and nobody is told that we do', () => {
    const me = new Driver({ pieces: 3, have: [0] });
    me.meets(1, 'ada', { has: 'none', wants: true });
    const asked = said(me.meets(2, 'ben', { has: [1], unchokes: true }), 'request');
    me.hears(2, ...asked.map(pieceOf));
    // Ben has it too, so he is told a little later: too late.
    me.stores(1);
    me.hears(1, request(ref(1)));
    expect(said(read(me, ref(1), false), 'reject')).toHaveLength(1);
    expect(me.swarm.has(1)).toBe(false);
    expect(said(me.passes(2_000), 'have', 2)).toEqual([]);
  });

  test('closing, when there is no such block', () => {
    for (const of of [ref(2), ref(1, 3), { ...ref(0), length: 200_000 }]) {
      const me = new Driver({ pieces: 2, have: [0, 1] });
      me.meets(1, 'eve', { has: 'none', wants: true });
      expect(closed(me.hears(1, request(of)))).toEqual([[1, 'protocol-error']]);
    }
  });
});

function pieceOf({ piece, offset, length }: BlockRef) {
  return { type: 'piece' as const, piece, offset, data: { byteLength: length, piece, offset, good: true } };
}

describe('serving', () => {
  /** Answers one block a second, from storage that takes its time or over a link that does. */
  function serveSlowly(isFull: boolean, length = LENGTH): readonly number[] {
    const me = seed();
    const asked = refs(60).map((of) => ({ ...of, length }));
    me.hears(1, ...asked.map(request));
    return asked.slice(0, 40).map((of) => {
      let begun = reads([...me.passes(1_000), ...read(me, of)]);
      for (const congested of isFull ? [true, false] : [])
        begun += reads(me.event({ type: 'congestion', link: 1, congested }));
      return begun;
    });
  }

  test('reads ahead so far and no further', () => {
    const me = seed();
    expect(reads(me.hears(1, ...refs(40).map(request)))).toBe(16);
    expect(reads(read(me, ref(0)))).toBe(1);
  });

  test('reads no more ahead for a link that is full than it takes in a moment', () => {
    // What was read before that is answered first; then there is one at a time.
    expect(serveSlowly(true)).toEqual([1, ...Array(15).fill(0), ...Array(24).fill(1)]);
  });

  test('reads as much as ever where storage is what is slow, however small the blocks', () => {
    expect(serveSlowly(false)).toEqual(Array(40).fill(1));
    expect(serveSlowly(false, 1_024)).toEqual(Array(40).fill(1));
  });

  test('thinks of who got nothing yet what the line shows', () => {
    const me = seed();
    me.hears(1, ...refs(20).map(request));
    for (const of of refs(10)) {
      me.passes(1_000);
      read(me, of);
      for (const congested of [true, false]) me.event({ type: 'congestion', link: 1, congested });
    }
    me.meets(2, 'ben', { has: 'none', wants: true });
    expect(reads(me.hears(2, ...refs(20).map(request)))).toBe(1);
  });

  test('reads nothing while the link is full, and goes on when it has drained', () => {
    const me = seed();
    me.event({ type: 'congestion', link: 1, congested: true });
    expect(reads(me.hears(1, ...refs(8).map(request)))).toBe(0);
    expect(reads(me.passes(5_000))).toBe(0);
    expect(reads(me.event({ type: 'congestion', link: 1, congested: false }))).toBe(8);
  });

  test('says have only once a piece is stored', () => {
    const me = new Driver({ pieces: 1 });
    me.meets(1, 'ada', { has: 'none' });
    const asked = said(me.meets(2, 'ben', { has: 'all', unchokes: true }), 'request');
    const effects = [
      ...asked.flatMap((of) => me.hears(2, pieceOf(of))),
      ...me.event({ type: 'piece-verified', piece: 0, ok: true }),
      ...me.passes(3_000),
    ];
    expect(said(effects, 'have')).toEqual([]);
    expect(said(me.event({ type: 'piece-stored', piece: 0 }), 'have', 1)).toHaveLength(1);
  });
});

test('a piece that storage has lost is fetched again, whoever found out', () => {
  const me = new Driver({ pieces: 4, have: [0, 1, 2, 3] });
  me.meets(1, 'ada', { has: 'all', unchokes: true });
  const effects = [...me.event({ type: 'piece-lost', piece: 2 }), ...me.passes(1_000)];
  expect(said(effects, 'interested', 1)).toHaveLength(1);
  expect(new Set(said(effects, 'request', 1).map(({ piece }) => piece))).toEqual(new Set([2]));
  expect(me.event({ type: 'piece-lost', piece: 2 })).toEqual([]);
});

describe('metadata and hashes', () => {
  const metadataRequest = { type: 'metadata-request' as const, piece: 0 };

  test('go to anyone, choked or not', () => {
    const me = new Driver();
    me.meets(1, 'ada', { has: 'none' });
    expect(said(me.hears(1, metadataRequest), 'metadata-data')).toHaveLength(1);
    expect(said(me.hears(1, { ...metadataRequest, piece: 9 }), 'metadata-reject')).toHaveLength(1);
  });

  test('go out so many at once that a full link is noticed', () => {
    const me = new Driver();
    me.meets(1, 'eve', { has: 'none' });
    me.event({ type: 'congestion', link: 1, congested: true });
    me.hears(1, ...Array.from({ length: 1_000 }, () => metadataRequest));
    expect(said(me.event({ type: 'congestion', link: 1, congested: false }), 'metadata-data')).toHaveLength(
      16,
    );
    me.event({ type: 'congestion', link: 1, congested: true });
    expect(said(me.passes(2_000), 'metadata-data')).toEqual([]);
    me.event({ type: 'congestion', link: 1, congested: false });
    expect(said(me.passes(1_000), 'metadata-data')).toHaveLength(16);
  });

  test('are nothing to a peer that took the extension back: we could not say them', () => {
    const me = new Driver();
    me.meets(1, 'eve', { has: 'none' });
    me.event({ type: 'congestion', link: 1, congested: true });
    me.hears(1, metadataRequest, extendedHandshake({ m: new Map([['fd_auth', 2]]) }));
    expect(me.event({ type: 'congestion', link: 1, congested: false })).toEqual([]);
    expect(me.hears(1, metadataRequest, { ...metadataRequest, piece: 9 })).toEqual([]);
  });
});
