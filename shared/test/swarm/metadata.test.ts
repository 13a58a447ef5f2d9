import { describe, expect, test } from 'vitest';
import { equalBytes } from '../../src/bytes/index.ts';
import { answerHashes } from '../../src/metainfo/index.ts';
import type { SwarmEffect } from '../../src/swarm/index.ts';
import { chooseSource, isBeaten, Lapses } from '../../src/swarm/metadata-source.ts';
import type { Symbolic } from '../sim/symbolic.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import { closed, Driver, extendedHandshake, said } from './driver.ts';

type Effects = readonly SwarmEffect<Symbolic>[];

/** An info dict of nine blocks, and layers of sixteen runs. */
const torrent = symbolicTorrent({ pieces: 7_000 });
const { bytes } = torrent.info;
const BLOCKS = Math.ceil(bytes.length / 16_384);

const newcomer = () => new Driver({ newcomer: true, torrent });
const asked = (effects: Effects, link?: number) =>
  said(effects, 'metadata-request', link).map(({ piece }) => piece);
const data = (piece: number, totalSize = bytes.length) => ({
  type: 'metadata-data' as const,
  piece,
  totalSize,
  data: bytes.slice(piece * 16_384, (piece + 1) * 16_384),
});
const refusal = (piece: number) => ({ type: 'metadata-reject' as const, piece });

/** Answers what is asked of one link, with what it asks next, until it asks no more. */
function answerAll(me: Driver, link: number, effects: Effects): Effects {
  const all: SwarmEffect<Symbolic>[] = [];
  const todo = [...effects];
  for (let effect = todo.shift(); effect !== undefined; effect = todo.shift()) {
    all.push(effect);
    if (effect.type !== 'send' || effect.link !== link) continue;
    const { message } = effect;
    if (message.type === 'metadata-request') todo.push(...me.hears(link, data(message.piece)));
    if (message.type !== 'hash-request') continue;
    const hashes = answerHashes(torrent, message) ?? new Uint8Array();
    todo.push(...me.hears(link, { ...message, type: 'hashes', hashes }));
  }
  return all;
}

/** Element by element would take seconds. */
function expectWhole(me: Driver): void {
  const [[root, layer] = []] = [...torrent.pieceLayers];
  const learned = me.swarm.torrent?.pieceLayers.get(root ?? '');
  expect(me.swarm.torrent?.info.infoHashV2).toEqual(torrent.info.infoHashV2);
  expect(equalBytes(learned ?? new Uint8Array(), layer ?? new Uint8Array(1))).toBe(true);
}

describe('the choice of a source', () => {
  const claimant = (link: number, size: number, lapses = 0) => ({ link, size, lapses });

  test('goes by the size that most name, then the smaller one, then who came first', () => {
    expect(chooseSource([claimant(1, 900), claimant(2, 50), claimant(3, 900)])?.link).toBe(1);
    expect(chooseSource([claimant(1, 900), claimant(2, 50)])?.link).toBe(2);
    expect(chooseSource([claimant(1, 50), claimant(2, 50)])?.link).toBe(1);
    expect(chooseSource([])).toBeNull();
  });

  test('passes over who let us down, whatever most say', () => {
    const claimants = [claimant(1, 900, 1), claimant(2, 900, 1), claimant(3, 50)];
    expect(chooseSource(claimants)?.link).toBe(3);
  });

  test('is made anew when the source is slower than a block a second, after some grace', () => {
    const slow = { sinceMs: 0, answers: 3, lapses: 0 };
    const rival = { lapses: 0 };
    expect([isBeaten(slow, rival, 22_900), isBeaten(slow, rival, 23_000)]).toEqual([false, true]);
    const again = { ...slow, lapses: 2 };
    // Where all are slow, turns grow; a fresh face has its turn as soon as ever.
    expect(isBeaten(again, { lapses: 2 }, 82_900)).toBe(false);
    expect(isBeaten(again, { lapses: 0 }, 23_000)).toBe(true);
  });

  test('leaves who let us down in peace, ever longer, and does not remember everyone', () => {
    const lapses = new Lapses();
    const pauses = [5_000, 10_000, 20_000, 40_000, 60_000, 60_000];
    for (const ms of pauses) {
      lapses.add('eve', 0, true);
      expect([lapses.mayAsk('eve', ms - 1), lapses.mayAsk('eve', ms)]).toEqual([false, true]);
    }
    lapses.add('ada', 0, false);
    expect([lapses.mayAsk('ada', 0), lapses.countOf('ada')]).toEqual([true, 1]);
    for (let name = 0; name < 500; name++) lapses.add(`sybil-${name}`, 0, true);
    expect(lapses.countOf('eve')).toBe(0);
  });
});

describe('a newcomer', () => {
  test('gets the info dict and every layer from one peer, eight requests at a time', () => {
    const me = newcomer();
    const first = me.meets(1, 'ada', { metadataSize: bytes.length });
    expect(asked(first)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const all = answerAll(me, 1, first);
    expect(said(all, 'metadata-request')).toHaveLength(BLOCKS);
    expect(said(all, 'hash-request')).toHaveLength(Math.ceil(7_000 / 512));
    expectWhole(me);
    expect(all.filter(({ type }) => type === 'metadata')).toHaveLength(1);
  });

  test('asks another when the source goes, and keeps the hashes that are proven', () => {
    const me = newcomer();
    let effects = me.meets(1, 'ada', { metadataSize: bytes.length });
    while (said(effects, 'hash-request').length === 0) {
      effects = asked(effects).flatMap((piece) => me.hears(1, data(piece)));
    }
    const [range] = said(effects, 'hash-request');
    if (range === undefined) throw Error();
    me.hears(1, { ...range, type: 'hashes', hashes: answerHashes(torrent, range) ?? new Uint8Array() });
    me.meets(2, 'ben', { metadataSize: bytes.length });
    const all = answerAll(me, 2, me.event({ type: 'link-closed', link: 1 }));
    expect(said(all, 'hash-request', 2)).toHaveLength(Math.ceil(7_000 / 512) - 1);
    expectWhole(me);
  });

  test('asks another when the source says nothing for ten seconds', () => {
    const me = newcomer();
    me.meets(1, 'mute', { metadataSize: bytes.length });
    me.meets(2, 'ben', { metadataSize: bytes.length });
    expect(asked(me.passes(9_000), 2)).toEqual([]);
    expect(asked(me.passes(2_000), 2)).toHaveLength(8);
  });

  test('is not held by a source that sends a block now and then', () => {
    const me = newcomer();
    const size = 32 * 1024 * 1024;
    me.meets(1, 'eve', { metadataSize: size });
    me.meets(2, 'ben', { metadataSize: bytes.length });
    let toBen: Effects = [];
    for (let piece = 0; toBen.length === 0 && me.nowMs < 60_000; piece++) {
      toBen = me.passes(9_500).filter((effect) => effect.type === 'send' && effect.link === 2);
      me.hears(1, { type: 'metadata-data', piece, totalSize: size, data: new Uint8Array(16_384) });
    }
    expect(me.nowMs).toBeLessThan(40_000);
    answerAll(me, 2, toBen);
    expect(me.swarm.torrent).not.toBeNull();
  });

  test('stays with a slow source while there is no other', () => {
    const me = newcomer();
    me.meets(1, 'ada', { metadataSize: bytes.length });
    for (let piece = 0; piece < 7; piece++) {
      expect(asked(me.passes(9_000)).length).toBe(0);
      me.hears(1, data(piece));
    }
  });

  test('goes on with an unfinished info dict when its author returns', () => {
    const me = newcomer();
    me.meets(1, 'ada', { metadataSize: bytes.length });
    for (const piece of [0, 1, 2]) me.hears(1, data(piece));
    me.event({ type: 'link-closed', link: 1 });
    expect(asked(me.meets(2, 'ada', { metadataSize: bytes.length }))).toEqual([3, 4, 5, 6, 7, 8]);
  });

  test('lets go of a source that takes back what it claimed', () => {
    const me = newcomer();
    me.meets(1, 'eve', { metadataSize: bytes.length });
    me.meets(2, 'ben', { metadataSize: bytes.length });
    const withdrawal = extendedHandshake({ m: new Map([['fd_auth', 2]]) });
    const effects = me.hears(1, withdrawal);
    expect([asked(effects, 1), asked(effects, 2).length]).toEqual([[], 8]);
    expect(asked(me.passes(60_000), 1)).toEqual([]);
  });

  test('asks nothing while paused, and goes on without blaming anyone', () => {
    const me = newcomer();
    me.meets(1, 'ada', { metadataSize: bytes.length });
    me.event({ type: 'pause' });
    expect(asked(me.passes(60_000))).toEqual([]);
    expect(asked(me.event({ type: 'resume' }), 1)).toHaveLength(8);
  });
});

describe('refusals', () => {
  test('of all blocks asked for make eight requests, not eight times eight', () => {
    const me = newcomer();
    const first = asked(me.meets(1, 'eve', { metadataSize: bytes.length }));
    expect(asked(me.hears(1, ...first.map(refusal)))).toEqual([]);
    expect(asked(me.hears(1, ...first.map(refusal)))).toEqual([]);
    // And of one that refuses always, fewer and fewer are asked.
    let requests = 0;
    for (let second = 0; second < 600; second++) {
      const again = asked(me.passes(1_000));
      requests += again.length;
      me.hears(1, ...again.map(refusal));
    }
    expect(requests / 8).toBeGreaterThan(5);
    expect(requests / 8).toBeLessThan(15);
  });

  test('are followed by the next peer at once', () => {
    const me = newcomer();
    me.meets(1, 'eve', { metadataSize: bytes.length });
    me.meets(2, 'ben', { metadataSize: bytes.length });
    expect(asked(me.hears(1, refusal(0)), 2)).toHaveLength(8);
  });

  test('of what was not asked, or by another, mean nothing', () => {
    const me = newcomer();
    me.meets(1, 'ada', { metadataSize: bytes.length });
    me.meets(2, 'eve', { metadataSize: bytes.length });
    expect(me.hears(1, refusal(8))).toEqual([]);
    expect(me.hears(2, refusal(0))).toEqual([]);
    expect(asked(me.hears(1, data(0)), 1)).toEqual([8]);
  });

  test('of hashes do not multiply requests either', () => {
    const me = newcomer();
    let effects = me.meets(1, 'eve', { metadataSize: bytes.length });
    while (said(effects, 'hash-request').length === 0) {
      effects = asked(effects).flatMap((piece) => me.hears(1, data(piece)));
    }
    const ranges = said(effects, 'hash-request');
    expect(ranges).toHaveLength(8);
    const refused = me.hears(1, ...ranges.map((range) => ({ ...range, type: 'hash-reject' as const })));
    expect(said(refused, 'hash-request')).toEqual([]);
    expect(said(me.passes(6_000), 'hash-request')).toHaveLength(8);
  });
});

describe('a liar', () => {
  test('about the info dict is banned, and another asked', () => {
    const me = newcomer();
    me.meets(2, 'ben', { metadataSize: bytes.length });
    me.event({ type: 'link-closed', link: 2 });
    let effects = me.meets(1, 'eve', { metadataSize: bytes.length });
    me.meets(2, 'ben', { metadataSize: bytes.length });
    const false0 = { ...data(0), data: new Uint8Array(16_384) };
    while (closed(effects).length === 0) {
      effects = asked(effects, 1).flatMap((piece) => me.hears(1, piece === 0 ? false0 : data(piece)));
    }
    expect(closed(effects)).toEqual([[1, 'banned']]);
    expect(asked(effects, 2)).toHaveLength(8);
  });

  test('about hashes is banned, and another asked for the same', () => {
    const me = newcomer();
    let effects = me.meets(1, 'eve', { metadataSize: bytes.length });
    me.meets(2, 'ben', { metadataSize: bytes.length });
    while (said(effects, 'hash-request').length === 0) {
      effects = asked(effects).flatMap((piece) => me.hears(1, data(piece)));
    }
    const [range] = said(effects, 'hash-request');
    if (range === undefined) throw Error();
    const lie = me.hears(1, { ...range, type: 'hashes', hashes: new Uint8Array(range.length * 32) });
    expect(closed(lie)).toEqual([[1, 'banned']]);
    expect(said(lie, 'hash-request', 2)[0]).toEqual(range);
  });

  test('about its size is closed', () => {
    const me = newcomer();
    me.meets(1, 'eve', { metadataSize: bytes.length });
    expect(closed(me.hears(1, data(0, bytes.length + 1)))).toEqual([[1, 'protocol-error']]);
  });
});
