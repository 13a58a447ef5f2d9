import { describe, expect, test } from 'vitest';
import { DIRECT_ENOUGH_BPS, RELAY_AFTER_MS } from '../../src/swarm/constants.ts';
import { TokenBucket } from '../../src/swarm/index.ts';
import { block, Driver, have, said } from './driver.ts';

/** Ada is reached through a relay and has everything; Ben is reached directly and has what he is told to have. */
const ADA = 1;
const BEN = 2;

function between(has: readonly number[]): Driver {
  const me = new Driver({ pieces: 200 });
  me.meets(ADA, 'ada', { has: 'all', unchokes: true });
  me.event({ type: 'link-kind', link: ADA, relayed: true });
  me.meets(BEN, 'ben', { has, unchokes: true });
  me.event({ type: 'link-kind', link: BEN, relayed: false });
  return me;
}

/** Ben answers what is asked of him, this many blocks each tenth of a second. */
function benDelivers(me: Driver, ms: number, blocks: number) {
  return Array.from({ length: ms / 100 }, () => {
    const due = [...(me.context.peers.get(BEN)?.requests.values() ?? [])].slice(0, blocks);
    return [...me.hears(BEN, ...due.map(({ ref }) => block(ref))), ...me.passes(100)];
  }).flat();
}

const ALL = [...Array(200).keys()];
/** A tenth of a second's worth of what is enough, in blocks of 64 KiB, and more. */
const ENOUGH = Math.ceil(DIRECT_ENOUGH_BPS / 10 / (64 * 1024)) + 1;

describe('a relayed peer', () => {
  test('is asked from the start, whoever else is there', () => {
    const me = new Driver({ pieces: 200 });
    const effects = [
      ...me.meets(ADA, 'ada', { has: 'all' }),
      ...me.event({ type: 'link-kind', link: ADA, relayed: true }),
      ...me.hears(ADA, { type: 'unchoke' }),
    ];
    expect(said(effects, 'interested', ADA)).toHaveLength(1);
    expect(said(effects, 'request', ADA).length).toBeGreaterThan(0);
    me.meets(BEN, 'ben', { has: 'none', unchokes: true });
    expect(said(me.passes(20_000), 'not-interested', ADA)).toEqual([]);
  });

  test('is left alone once enough comes directly', () => {
    const me = between(ALL);
    expect(said(benDelivers(me, 2_000, ENOUGH), 'not-interested', ADA)).toHaveLength(1);
    const ada = me.context.peers.get(ADA);
    const owed = [...(ada?.requests.values() ?? [])].map(({ ref }) => ref);
    expect(owed.length).toBeGreaterThan(0);
    // What was asked before is taken, and nothing more is asked for it.
    expect(said(me.hears(ADA, ...owed.map(block)), 'request', ADA)).toEqual([]);
    expect(said(benDelivers(me, 2_000, ENOUGH), 'request', ADA)).toEqual([]);
    expect(said(me.hears(ADA, have(3)), 'interested', ADA)).toEqual([]);
  });

  test('is asked again when that dries up, and not at the first pause', () => {
    const me = between(ALL);
    benDelivers(me, 3_000, ENOUGH);
    const owed = [...(me.context.peers.get(ADA)?.requests.values() ?? [])].map(({ ref }) => ref);
    me.hears(ADA, ...owed.map(block));
    expect(said(me.passes(RELAY_AFTER_MS - 1_000), 'interested', ADA)).toEqual([]);
    const effects = me.passes(12_000);
    expect(said(effects, 'interested', ADA)).toHaveLength(1);
    expect(said(effects, 'request', ADA).length).toBeGreaterThan(0);
  });

  test('is asked again within a second when the last direct one leaves', () => {
    const me = between(ALL);
    benDelivers(me, 3_000, ENOUGH);
    me.event({ type: 'link-closed', link: BEN });
    expect(said(me.passes(1_000), 'interested', ADA)).toHaveLength(1);
  });

  test('is one no more when its path changes', () => {
    const me = between(ALL);
    benDelivers(me, 3_000, ENOUGH);
    const effects = me.event({ type: 'link-kind', link: ADA, relayed: false });
    expect(said(effects, 'interested', ADA)).toHaveLength(1);
  });

  test('is not left alone for a trickle', () => {
    const me = between(ALL);
    const effects = Array.from({ length: 10 }, () => [...benDelivers(me, 100, 1), ...me.passes(900)]).flat();
    expect(said(effects, 'not-interested', ADA)).toEqual([]);
  });
});

describe('under a download limit below what is enough without one', () => {
  const LIMIT_BPS = 50_000;
  const BLOCK_BYTES = 64 * 1024;

  /** Ada answers at once what she is asked, Ben as fast as his line lets him; tells when Ada was spared, and what came. */
  function limited(benBps: number, forMs: number) {
    const limits = { up: new TokenBucket(), down: new TokenBucket(LIMIT_BPS) };
    const me = new Driver({ pieces: 400, limits });
    for (const [link, name] of [
      [ADA, 'ada'],
      [BEN, 'ben'],
    ] as const) {
      me.meets(link, name, { has: 'all', unchokes: true });
      me.event({ type: 'link-kind', link, relayed: link === ADA });
    }
    const states: string[] = [];
    let credit = 0;
    for (const untilMs = forMs; me.nowMs < untilMs; ) {
      me.passes(100);
      credit = Math.min(credit + benBps / 10, 4 * BLOCK_BYTES);
      for (const link of [ADA, BEN]) {
        for (const { ref } of [...(me.context.peers.get(link)?.requests.values() ?? [])]) {
          if (link === BEN && credit < ref.length) break;
          if (link === BEN) credit -= ref.length;
          me.hears(link, block(ref));
        }
      }
      const isSpared = me.context.sparesRelays;
      if (states.at(-1) !== String(isSpared)) states.push(String(isSpared));
    }
    const bytes = (link: number) => me.context.peers.get(link)?.down.total ?? 0;
    return { states, ada: bytes(ADA), ben: bytes(BEN) };
  }

  test('a relayed peer is left alone where a direct one brings all of it', () => {
    const { states, ada, ben } = limited(1_000_000, 120_000);
    expect(states).toEqual(['false', 'true']);
    expect((ada + ben) / (LIMIT_BPS * 120)).toBeGreaterThan(0.93);
    expect(ada / ben).toBeLessThan(0.15);
  });

  test('it is asked where the direct one cannot, and that is tried once a minute alone', () => {
    const { states, ada, ben } = limited(30_000, 240_000);
    expect((ada + ben) / (LIMIT_BPS * 240)).toBeGreaterThan(0.85);
    expect(states.filter((spared) => spared === 'true').length).toBeLessThanOrEqual(4);
  });

  test('and where that one brings hardly anything, always', () => {
    const { states } = limited(3_000, 120_000);
    expect(states).toEqual(['false']);
  });
});
