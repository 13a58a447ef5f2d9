import { describe, expect, test } from 'vitest';
import { LEAF_LENGTH, leafRangeOf } from '../../src/metainfo/index.ts';
import { MAX_LEAVES_HASHED, MAX_SUSPECTS } from '../../src/swarm/constants.ts';
import type { SwarmEffect } from '../../src/swarm/index.ts';
import type { BlockRef, PeerMessage } from '../../src/wire/index.ts';
import { type Symbolic, symbolicLeaves } from '../sim/symbolic.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import { block, Driver, said } from './driver.ts';

type Message = PeerMessage<Symbolic>;
type Effects = readonly SwarmEffect<Symbolic>[];

const spoilt = (ref: BlockRef): Message => {
  const message = block(ref);
  return message.type === 'piece' ? { ...message, data: { ...message.data, good: false } } : message;
};
const bannedIn = (effects: Effects) =>
  effects.flatMap((effect) => (effect.type === 'banned' ? [effect.peer] : []));
const asked = (effects: Effects) =>
  effects.flatMap((effect) =>
    effect.type === 'send' && effect.message.type === 'hash-request' ? [effect.link] : [],
  );

/** A leech whose pieces of four blocks come from links 1, 2 and 3, one after the other, one block each, and the rest. */
class Suspicious extends Driver {
  readonly #blocks = new Map<number, Symbolic[]>();

  constructor(pieces = 2) {
    super({ pieces });
    for (const link of [1, 2, 3]) this.meets(link, `peer-${link}`, { has: 'all' });
  }

  /** Fetches a piece with a block from each of `links` in turn; those in `liars` spoil theirs. It fails. */
  fails(links: readonly number[], liars: ReadonlySet<number>): Effects {
    const piece = this.fetches(links, liars);
    const blocks = (this.#blocks.get(piece) ?? []).map((data) => ({ offset: data.offset, data }));
    const leaves = Uint8Array.from(blocks.flatMap(({ data }) => [...symbolicLeaves(data)]));
    return this.event({ type: 'piece-verified', piece, ok: false, suspect: { leaves, blocks } });
  }

  fetches(links: readonly number[], liars: ReadonlySet<number>): number {
    const { ledger } = this.context.content ?? {};
    if (ledger === undefined) throw Error();
    const [piece] = ledger.missing;
    if (piece === undefined) throw Error('nothing is missing');
    const first = links[0] ?? 0;
    const partial = ledger.open(piece, first, `peer-${first}`);
    partial.owner = null;
    const blocks: Symbolic[] = [];
    for (const [nth, link] of links.entries()) {
      const ref = ledger.grid.blockRef(piece, nth);
      const message = liars.has(link) ? spoilt(ref) : block(ref);
      if (message.type !== 'piece') throw Error();
      ledger.receive(piece, nth, message.data, `peer-${link}`);
      blocks.push(message.data);
    }
    ledger.takeBlocks(piece);
    this.#blocks.set(piece, blocks);
    return piece;
  }

  /** What whoever has the piece truly answers. */
  truth(piece: number): Message {
    const range = leafRangeOf(this.torrent.info, piece);
    if (range === null) throw Error();
    const byteLength = this.torrent.info.geometry.pieceLengthOf(piece);
    const hashes = new Uint8Array(range.length * 32);
    hashes.set(symbolicLeaves({ piece, offset: 0, byteLength, good: true }));
    return { ...range, type: 'hashes', hashes };
  }

  lie(piece: number): Message {
    const truth = this.truth(piece);
    if (truth.type !== 'hashes') throw Error();
    return { ...truth, hashes: truth.hashes.map((byte, at) => (at === 7 ? byte ^ 1 : byte)) };
  }

  refusal(piece: number): Message {
    const range = leafRangeOf(this.torrent.info, piece);
    if (range === null) throw Error();
    return { ...range, type: 'hash-reject' };
  }

  missingBlocks(piece: number): readonly number[] {
    const partial = this.context.content?.ledger.partial(piece);
    return [...(partial?.blocks.entries() ?? [])].flatMap(([nth, { data }]) => (data === null ? [nth] : []));
  }
}

describe('a bad piece of several senders', () => {
  test('costs exactly the liar its place, and the right blocks stay', () => {
    const me = new Suspicious();
    const effects = me.fails([1, 2, 3, 1], new Set([2]));
    expect(asked(effects)).toHaveLength(1);
    expect(bannedIn(effects)).toEqual([]);
    expect(me.swarm.stateOf(0)).toBe('verifying');
    const [link] = asked(effects);
    expect(bannedIn(me.hears(link ?? 0, me.truth(0)))).toEqual(['peer-2']);
    expect(me.swarm.stateOf(0)).toBe('requested');
    expect(me.missingBlocks(0)).toEqual([1]);
  });

  test('finds all of several liars at once', () => {
    const me = new Suspicious();
    const [link] = asked(me.fails([1, 2, 3, 2], new Set([1, 2])));
    expect(bannedIn(me.hears(link ?? 0, me.truth(0)))).toEqual(['peer-1', 'peer-2']);
    expect(me.missingBlocks(0)).toEqual([0, 1, 3]);
  });

  test('is asked about of who has it and did not send of it, if there is one', () => {
    const me = new Suspicious();
    expect(asked(me.fails([1, 3, 1, 3], new Set([1])))).toEqual([2]);
  });

  test('bans who answers with hashes that do not fit, and asks another', () => {
    const me = new Suspicious();
    const [first] = asked(me.fails([1, 2, 3, 1], new Set([3])));
    const effects = me.hears(first ?? 0, me.lie(0));
    expect(bannedIn(effects)).toEqual([`peer-${first}`]);
    const [second] = asked(effects);
    expect(second).not.toBe(first);
    expect(bannedIn(me.hears(second ?? 0, me.truth(0)))).toEqual(['peer-3']);
  });

  test('asks another when the first refuses or leaves, and when it is silent; that one is still listened to', () => {
    const me = new Suspicious();
    const [first] = asked(me.fails([1, 2, 3, 1], new Set([3])));
    const [second] = asked(me.hears(first ?? 0, me.refusal(0)));
    expect(second).not.toBe(first);
    const [third] = asked(me.passes(4_000));
    expect(new Set([first, second, third]).size).toBe(3);
    expect(bannedIn(me.hears(second ?? 0, me.truth(0)))).toEqual(['peer-3']);

    const other = new Suspicious();
    const [leaver] = asked(other.fails([1, 2, 3, 1], new Set([3])));
    expect(asked(other.event({ type: 'link-closed', link: leaver ?? 0 }))).toHaveLength(1);
  });

  test.each([
    ['refuses', (me: Suspicious, link: number) => me.hears(link, me.refusal(0))],
    ['answers nothing', (me: Suspicious) => me.passes(7_000)],
  ])('is fetched again from one peer alone when everyone %s', (_, letDown) => {
    const me = new Suspicious();
    let links = asked(me.fails([1, 2, 3, 1], new Set([1])));
    while (links.length > 0) links = links.flatMap((link) => asked(letDown(me, link)));
    me.passes(21_000);
    expect(me.swarm.stateOf(0)).toBe('missing');
    expect(me.context.content?.ledger.isSolo(0)).toBe(true);
    expect([...me.context.banned]).toEqual([]);
  });

  test('waits while nobody is there who has it: the blocks are not lost', () => {
    const me = new Suspicious();
    me.fails([1, 2, 3, 1], new Set([2]));
    for (const link of [1, 2, 3]) me.event({ type: 'link-closed', link });
    me.passes(60_000);
    expect(me.swarm.stateOf(0)).toBe('verifying');
    me.meets(4, 'peer-4', { has: 'all' });
    expect(asked(me.passes(1_000))).toEqual([4]);
    expect(bannedIn(me.hears(4, me.truth(0)))).toEqual(['peer-2']);
    expect(me.missingBlocks(0)).toEqual([1]);
  });

  test('asks nothing while paused, and goes on afterwards', () => {
    const me = new Suspicious();
    me.event({ type: 'pause' });
    expect(asked(me.fails([1, 2, 3, 1], new Set([2])))).toEqual([]);
    expect(asked(me.passes(5_000))).toEqual([]);
    me.event({ type: 'resume' });
    expect(asked(me.passes(1_000))).toHaveLength(1);
  });

  test('of one sender needs no question', () => {
    const me = new Suspicious();
    const effects = me.fails([2, 2, 2, 2], new Set([2]));
    expect(asked(effects)).toEqual([]);
    expect(bannedIn(effects)).toEqual(['peer-2']);
  });

  test('asks nobody two questions at a time, or twice a second', () => {
    const me = new Suspicious(6);
    for (const link of [2, 3]) me.event({ type: 'link-closed', link });
    expect(asked(me.fails([1, 2, 3, 1], new Set([2])))).toEqual([1]);
    expect(asked(me.fails([1, 2, 3, 1], new Set([2])))).toEqual([]);
    expect(asked(me.hears(1, me.truth(0)))).toEqual([]);
    expect(asked(me.passes(2_000))).toEqual([1]);
  });

  test('keeps few suspects in memory: the next is fetched again from one peer alone', () => {
    const me = new Suspicious(MAX_SUSPECTS + 2);
    for (let nth = 0; nth < MAX_SUSPECTS; nth++) me.fails([1, 2, 3, 1], new Set([2]));
    me.fails([1, 2, 3, 1], new Set([2]));
    expect(me.swarm.stateOf(MAX_SUSPECTS - 1)).toBe('verifying');
    expect(me.swarm.stateOf(MAX_SUSPECTS)).toBe('missing');
    expect(me.context.content?.ledger.isSolo(MAX_SUSPECTS)).toBe(true);
  });

  test('that nobody asked about is no reason to believe or blame anyone', () => {
    const me = new Suspicious();
    const [link] = asked(me.fails([1, 2, 3, 1], new Set([2])));
    const other = [1, 2, 3].find((one) => one !== link) ?? 0;
    expect(me.hears(other, me.lie(0))).toEqual([]);
    expect(me.hears(link ?? 0, me.truth(1))).toEqual([]);
    expect(me.swarm.stateOf(0)).toBe('verifying');
  });
});

describe('a request for leaf hashes', () => {
  const torrent = symbolicTorrent({ pieces: 3, files: 2 });
  const ask = (piece: number): Message => {
    const range = leafRangeOf(torrent.info, piece);
    if (range === null) throw Error();
    return { ...range, type: 'hash-request' };
  };
  const hashing = (effects: Effects) =>
    effects.flatMap((effect) => (effect.type === 'hash-leaves' ? [[effect.link, effect.piece]] : []));
  const make = (have: readonly number[] = [0, 1, 2]) => {
    const me = new Driver({ torrent, have });
    me.meets(1, 'asker', { has: 'none' });
    return me;
  };
  const leavesOf = (piece: number) =>
    symbolicLeaves({
      piece,
      offset: 0,
      byteLength: torrent.info.geometry.pieceLengthOf(piece),
      good: true,
    });

  test.each([0, 1, 2])('of piece %i is answered, padded, to whom we choke', (piece) => {
    const me = make();
    expect(hashing(me.hears(1, ask(piece)))).toEqual([[1, piece]]);
    const effects = me.event({ type: 'leaves-hashed', link: 1, piece, leaves: leavesOf(piece) });
    const [answer] = said(effects, 'hashes', 1);
    expect(answer).toMatchObject(leafRangeOf(torrent.info, piece) ?? {});
    const data = leavesOf(piece);
    expect(answer?.hashes.subarray(0, data.length)).toEqual(data);
    expect(answer?.hashes.subarray(data.length).every((byte) => byte === 0)).toBe(true);
    expect(answer?.hashes.length).toBe((answer?.length ?? 0) * 32);
  });

  test('of what we do not have, or of no whole piece, is rejected', () => {
    const me = make([0]);
    expect(said(me.hears(1, ask(1)), 'hash-reject')).toHaveLength(1);
    const whole = ask(0);
    if (whole.type !== 'hash-request') throw Error();
    const width = torrent.info.geometry.pieceLength / LEAF_LENGTH;
    for (const change of [
      { length: width / 2 },
      { length: width * 2 },
      { length: 0 },
      { index: 1 },
      { index: width * 99 },
      { proofLayers: 10 },
      { piecesRoot: new Uint8Array(32) },
    ]) {
      me.passes(2_000);
      const effects = me.hears(1, { ...whole, ...change });
      expect(hashing(effects)).toEqual([]);
      expect(said(effects, 'hash-reject')).toHaveLength(1);
    }
  });

  test('is one at a time, and a flood of them is rejected one by one', () => {
    const me = make();
    expect(hashing(me.hears(1, ask(0), ask(0), ask(1)))).toHaveLength(1);
    let hashed = 0;
    let rejected = 0;
    for (let nth = 0; nth < 100; nth++) {
      me.event({ type: 'leaves-hashed', link: 1, piece: 0, leaves: leavesOf(0) });
      const effects = me.hears(1, ask(0));
      hashed += hashing(effects).length;
      rejected += said(effects, 'hash-reject').length;
      me.passes(20);
    }
    expect(hashed + rejected).toBe(100);
    expect(hashed).toBeLessThanOrEqual(6);
  });

  test('of many peers is a few at a time, and who left keeps its place until its piece is hashed', () => {
    const me = new Driver({ torrent, have: [0, 1, 2] });
    for (let link = 1; link <= MAX_LEAVES_HASHED + 1; link++) me.meets(link, `asker-${link}`);
    for (let link = 1; link <= MAX_LEAVES_HASHED; link++) {
      expect(hashing(me.hears(link, ask(0)))).toHaveLength(1);
    }
    const last = MAX_LEAVES_HASHED + 1;
    me.event({ type: 'link-closed', link: 1 });
    expect(said(me.hears(last, ask(0)), 'hash-reject')).toHaveLength(1);
    expect(me.event({ type: 'leaves-hashed', link: 1, piece: 0, leaves: leavesOf(0) })).toEqual([]);
    expect(hashing(me.hears(last, ask(0)))).toHaveLength(1);
  });

  test('that storage cannot answer is rejected, and the piece is missing', () => {
    const me = make();
    me.hears(1, ask(2));
    const effects = me.event({ type: 'leaves-hashed', link: 1, piece: 2, leaves: null });
    expect(said(effects, 'hash-reject')).toHaveLength(1);
    expect(me.swarm.stateOf(2)).toBe('missing');
  });

  test('is rejected while we pause', () => {
    const me = make();
    me.event({ type: 'pause' });
    expect(said(me.hears(1, ask(0)), 'hash-reject')).toHaveLength(1);
  });
});
