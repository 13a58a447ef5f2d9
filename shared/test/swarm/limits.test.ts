import { describe, expect, test } from 'vitest';
import { TokenBucket } from '../../src/swarm/index.ts';
import type { BlockRef } from '../../src/wire/index.ts';
import { block, Driver, reject, said } from './driver.ts';

const LENGTH = 65_536;
const SECOND_MS = 1_000;
const ref = (piece: number, at = 0): BlockRef => ({ piece, offset: at * LENGTH, length: LENGTH });
const request = (of: BlockRef) => ({ ...of, type: 'request' as const });

/** One block a second up or down. */
const slow = { up: LENGTH, down: LENGTH };

function limits(rates: { readonly up?: number; readonly down?: number }) {
  return { up: new TokenBucket(rates.up ?? null), down: new TokenBucket(rates.down ?? null) };
}

const reads = (effects: ReturnType<Driver['event']>) =>
  effects.flatMap((effect) => (effect.type === 'read-block' ? [effect.link] : []));

/** A seed that serves `ada`, `ben` … on links 1, 2 … */
function seed(tab: ReturnType<typeof limits>, peers: number): Driver {
  const me = new Driver({ pieces: 40, have: Array(40).keys(), limits: tab });
  for (let link = 1; link <= peers; link++) me.meets(link, `peer-${link}`, { has: 'none', wants: true });
  return me;
}

describe('uploads', () => {
  test('read no more from storage than the limit lets go, at the time it does', () => {
    const me = seed(limits(slow), 1);
    expect(reads(me.hears(1, ...[0, 1, 2].map((at) => request(ref(0, at)))))).toEqual([1]);
    expect(reads(me.passes(999))).toEqual([]);
    expect(reads(me.passes(1))).toEqual([1]);
  });

  test('take turns, a block at a time, whoever asked for more', () => {
    const me = seed(limits(slow), 3);
    const first = me.hears(1, ...[0, 1, 2, 3].map((at) => request(ref(0, at))));
    const more = [2, 3].flatMap((link) => me.hears(link, ...[0, 1, 2].map((at) => request(ref(link, at)))));
    expect(reads([...first, ...more, ...me.passes(6 * SECOND_MS)])).toEqual([1, 1, 2, 3, 1, 2, 3]);
  });

  test('of two shares take turns, too', () => {
    const tab = limits(slow);
    const [one, other] = [seed(tab, 1), seed(tab, 1)];
    const read: string[] = [];
    const note = (name: string, effects: ReturnType<Driver['event']>) => {
      for (const _ of reads(effects)) read.push(name);
    };
    note('one', one.hears(1, ...[0, 1, 2, 3].map((at) => request(ref(0, at)))));
    note('other', other.hears(1, ...[0, 1, 2, 3].map((at) => request(ref(1, at)))));
    for (let at = 0; at < 51; at++) {
      note('other', other.passes(100));
      note('one', one.passes(100));
    }
    expect(read).toEqual(['one', 'other', 'one', 'other', 'one', 'other']);
  });

  test('of a share that stops leave the whole limit to the other', () => {
    const tab = limits(slow);
    const [one, other] = [seed(tab, 1), seed(tab, 1)];
    one.hears(1, ...[0, 1, 2, 3].map((at) => request(ref(0, at))));
    other.hears(1, ...[0, 1, 2, 3].map((at) => request(ref(1, at))));
    one.event({ type: 'link-closed', link: 1 });
    expect(reads(other.passes(3 * SECOND_MS))).toHaveLength(3);
  });

  test('that wait are rejected by a choke, and cost nothing', () => {
    const tab = limits(slow);
    const me = seed(tab, 1);
    me.hears(1, ...[0, 1, 2, 3].map((at) => request(ref(0, at))));
    expect(said(me.event({ type: 'pause' }), 'reject')).toEqual([1, 2, 3].map((at) => reject(ref(0, at))));
    expect([tab.up.waiting, me.swarm.nextWakeup()]).toEqual([0, SECOND_MS]);
    expect(said(me.passes(SECOND_MS), 'reject')).toEqual([]);
  });

  test('that storage has lost leave their share to others', () => {
    const me = seed(limits(slow), 1);
    me.hears(1, ...[0, 1].map((at) => request(ref(at))));
    expect(reads(me.event({ type: 'block-read', link: 1, ref: ref(0), data: null }))).toEqual([1]);
  });

  test('that are read for a peer that has left do as well', () => {
    const me = seed(limits(slow), 2);
    for (const link of [1, 2]) me.hears(link, request(ref(link)));
    me.event({ type: 'link-closed', link: 1 });
    const data = { ...ref(1), byteLength: LENGTH, good: true };
    me.event({ type: 'block-read', link: 1, ref: ref(1), data });
    expect(reads(me.passes(20))).toEqual([2]);
  });

  test('are given to as few at a time as can be fed', () => {
    const me = seed(limits({ up: 20_000 }), 5);
    const unchoked = [...me.context.peers.values()].filter(({ amChoking }) => !amChoking);
    expect(unchoked).toHaveLength(3);
  });

  test('are given to fewer where another share feeds some', () => {
    const tab = limits({ up: 20_000 });
    const one = seed(tab, 5);
    for (const { link, amChoking } of one.context.peers.values()) {
      if (!amChoking) one.hears(link, ...[0, 1, 2].map((at) => request(ref(link, at))));
    }
    const other = seed(tab, 5);
    const unchoked = [...other.context.peers.values()].filter(({ amChoking }) => !amChoking);
    expect(unchoked).toHaveLength(1);
  });

  test('wait no longer than a new limit lets them', () => {
    const tab = limits({ up: 1_000 });
    const me = seed(tab, 1);
    me.hears(1, ...Array.from({ length: 12 }, (_, at) => request(ref(at))));
    me.passes(300);
    tab.up.setRate(10 * LENGTH, me.nowMs);
    me.event({ type: 'tick' });
    expect(reads(me.passes(SECOND_MS)).length).toBeGreaterThanOrEqual(9);
    tab.up.setRate(null, me.nowMs);
    expect(reads(me.event({ type: 'tick' }))).toHaveLength(1);
    expect(tab.up.waiting).toBe(0);
  });
});

describe('downloads', () => {
  const requests = (effects: ReturnType<Driver['event']>) => said(effects, 'request');

  test('ask for no more than the limit lets come, at the time it does', () => {
    const me = new Driver({ pieces: 40, limits: limits(slow) });
    expect(requests(me.meets(1, 'ada', { has: 'all', unchokes: true }))).toHaveLength(1);
    expect(requests(me.passes(999))).toEqual([]);
    expect(requests(me.passes(1))).toHaveLength(1);
  });

  test('take turns among those who have it', () => {
    const me = new Driver({ pieces: 40, limits: limits(slow) });
    for (const link of [1, 2, 3]) me.meets(link, `peer-${link}`, { has: 'all', unchokes: true });
    const effects = me.passes(6 * SECOND_MS);
    expect([1, 2, 3].map((link) => said(effects, 'request', link).length)).toEqual([2, 2, 2]);
  });

  test.each([
    ['is rejected', (me: Driver, of: BlockRef) => me.hears(1, reject(of))],
    ['never comes, because the peer leaves', (me: Driver) => me.event({ type: 'link-closed', link: 1 })],
  ])('pay nothing for what %s', (_, ends) => {
    const me = new Driver({ pieces: 40, limits: limits(slow) });
    const [asked] = requests(me.meets(1, 'ada', { has: 'all', unchokes: true }));
    me.meets(2, 'ben', { has: 'all', unchokes: true });
    if (asked === undefined) throw new Error('asks for nothing');
    ends(me, asked);
    expect(requests(me.passes(20))).toHaveLength(1);
  });

  test('pay for what comes although it was cancelled', () => {
    const tab = limits(slow);
    const me = new Driver({ pieces: 40, limits: tab });
    const [asked] = requests(me.meets(1, 'ada', { has: 'all', unchokes: true }));
    if (asked === undefined) throw new Error('asks for nothing');
    me.event({ type: 'pause' });
    me.hears(1, block(asked));
    expect(tab.down.waiting).toBe(0);
    me.event({ type: 'resume' });
    expect(requests(me.passes(999))).toEqual([]);
    expect(requests(me.passes(1))).toHaveLength(1);
  });

  test('of a peer that chokes do not keep the others waiting', () => {
    const me = new Driver({ pieces: 40, limits: limits(slow) });
    for (const link of [1, 2]) me.meets(link, `peer-${link}`, { has: 'all', unchokes: true });
    me.hears(1, { type: 'choke' });
    expect(said(me.passes(3 * SECOND_MS), 'request', 2)).toHaveLength(3);
  });
});
