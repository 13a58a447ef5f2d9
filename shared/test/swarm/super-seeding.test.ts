import { describe, expect, test } from 'vitest';
import type { BlockRef } from '../../src/wire/index.ts';
import { Driver, have, said } from './driver.ts';

const LENGTH = 65_536;
const request = (piece: number, block = 0) => ({
  type: 'request' as const,
  piece,
  offset: block * LENGTH,
  length: LENGTH,
});

function read(me: Driver, link: number, { piece, offset, length }: BlockRef) {
  const data = { byteLength: length, piece, offset, good: true };
  return me.event({ type: 'block-read', link, ref: { piece, offset, length }, data });
}

/** A seed of 40 pieces of four blocks, and so many who want all of it on links 1, 2 … */
function seed(takers: number): { readonly me: Driver; readonly met: ReturnType<Driver['event']> } {
  const me = new Driver({ pieces: 40, have: Array(40).keys() });
  const met = Array.from({ length: takers }, (_, at) => {
    me.passes(10);
    return me.meets(at + 1, `taker-${at + 1}`, { has: 'none', wants: true });
  });
  return { me, met: met.flat() };
}

/** Seven want it, two of them wait; link 2 has a slot and promises. */
function crowd() {
  const { me } = seed(7);
  const peer = me.context.peers.get(2);
  if (peer === undefined) throw new Error('nobody on link 2');
  const [first, ...others] = peer.promises.pieces;
  if (first === undefined) throw new Error('nothing was promised');
  return { me, peer, promised: [first, ...others] as const };
}

const suggested = (effects: ReturnType<Driver['event']>, link?: number) =>
  said(effects, 'suggest', link).map(({ piece }) => piece);

describe('a lone seed', () => {
  test('promises each piece to one peer alone, before it says that they may ask', () => {
    const { met } = seed(5);
    const pieces = suggested(met);
    expect(pieces.length).toBeGreaterThanOrEqual(4);
    expect(new Set(pieces).size).toBe(pieces.length);
    const types = met.flatMap((effect) =>
      effect.type === 'send' && effect.link === 2 ? [effect.message.type] : [],
    );
    expect(types.indexOf('suggest')).toBeGreaterThanOrEqual(0);
    expect(types.indexOf('suggest')).toBeLessThan(types.indexOf('unchoke'));
  });

  test('has nothing to suggest when another seed is in sight', () => {
    const { me } = seed(1);
    me.meets(8, 'other seed', { has: 'all' });
    expect(suggested(me.meets(9, 'newcomer', { has: 'none', wants: true }))).toEqual([]);
  });

  test('never promises what somebody holds', () => {
    const { me } = seed(1);
    for (let piece = 0; piece < 39; piece++) me.hears(1, have(piece));
    expect(suggested(me.meets(2, 'newcomer', { has: 'none', wants: true }))).not.toContain(0);
  });

  test('promises anew what someone took along who leaves', () => {
    const { me } = seed(2);
    const before = [...(me.context.peers.get(2)?.promises.pieces ?? [])];
    expect(before.length).toBeGreaterThan(0);
    me.event({ type: 'link-closed', link: 2 });
    for (const piece of before) expect(me.context.content?.promised[piece]).toBe(0);
  });
});

describe('where others wait', () => {
  test('a turn ends when its peer asks for more than it was promised, and another gets the slot', () => {
    const { me, peer } = crowd();
    // It asks for whatever it is promised, until nothing more is.
    for (let round = 0; peer.promises.waiting > 0; round++) {
      expect(round).toBeLessThan(10);
      for (const piece of [...peer.promises.pieces]) me.hears(2, request(piece));
    }
    expect(peer.amChoking).toBe(false);
    const other = Array.from({ length: 40 }, (_, at) => at).find((piece) => !peer.promises.has(piece)) ?? 0;
    const effects = me.hears(2, request(other));
    expect(said(effects, 'choke', 2)).toHaveLength(1);
    expect(said(effects, 'reject', 2)).toHaveLength(1);
    expect(said(effects, 'unchoke')).toHaveLength(1);
    // What it was promised and asked for comes all the same.
    const [{ ref } = { ref: null }] = peer.queue.flatMap((answer) =>
      answer.kind === 'block' ? [answer] : [],
    );
    const asked = ref ?? request([...peer.promises.pieces][0] ?? 0);
    expect(said(read(me, 2, asked), 'piece', 2)).toHaveLength(1);
  });

  test('who is slow to be served keeps its turn', () => {
    const { me, peer, promised } = crowd();
    me.event({ type: 'congestion', link: 2, congested: true });
    me.hears(2, request(promised[0]));
    me.passes(7_000);
    expect(peer.amChoking).toBe(false);
    expect(peer.queue).toHaveLength(1);
  });

  test('who asks for nothing loses it, and what it was promised', () => {
    const { me, peer, promised } = crowd();
    const effects = me.passes(6_500);
    expect(said(effects, 'choke', 2)).toHaveLength(1);
    expect(said(effects, 'unchoke', 6)).toHaveLength(1);
    for (const piece of promised) expect(peer.promises.has(piece) && !peer.amChoking).toBe(false);
  });

  test('what was asked for is rejected when we pause, in the middle of a turn as well', () => {
    const { me, peer, promised } = crowd();
    me.event({ type: 'congestion', link: 2, congested: true });
    for (const piece of promised) me.hears(2, request(piece));
    expect(peer.draining).toBe(true);
    expect(peer.queue.length).toBeGreaterThan(0);
    const queued = peer.queue.length;
    expect(said(me.event({ type: 'pause' }), 'reject', 2)).toHaveLength(queued);
    expect(peer.queue).toHaveLength(0);
  });
});
