import { describe, expect, test } from 'vitest';
import { block, Driver, said } from './driver.ts';

const LINKS = [1, 2, 3, 4, 5, 6, 7, 8];

/** A seed with eight peers that all want something. */
function seed(): Driver {
  const me = new Driver({ pieces: 2, have: [0, 1] });
  for (const link of LINKS) {
    me.nowMs = link;
    me.meets(link, `peer-${link}`, { has: 'none', wants: true });
  }
  return me;
}

const unchoked = (me: Driver) =>
  [...me.context.peers.values()].filter(({ amChoking }) => !amChoking).map(({ link }) => link);

describe('upload slots', () => {
  test('go to the first five at once', () => {
    expect(unchoked(seed())).toEqual([1, 2, 3, 4, 5]);
  });

  test('are shown: who waits for one, and on which side', () => {
    const me = seed();
    const waiting = (one: Driver) => one.swarm.view(one.nowMs).peers.map((peer) => peer.waiting);
    expect(waiting(me)).toEqual([...Array(5).fill('nobody'), ...Array(3).fill('them')]);
    const leech = new Driver({ pieces: 2, have: [0] });
    leech.meets(1, 'ann', { has: 'all' });
    expect(waiting(leech)).toEqual(['us']);
  });

  test('pass to who waits when someone leaves or wants nothing more', () => {
    const me = seed();
    me.event({ type: 'link-closed', link: 2 });
    expect(unchoked(me)).toEqual([1, 3, 4, 5, 6]);
    me.hears(3, { type: 'not-interested' });
    expect(unchoked(me)).toContain(7);
  });

  test('go round at a seed: in half a minute everyone has had one', () => {
    const me = seed();
    const served = new Set<number>();
    for (let second = 0; second < 30; second++) {
      for (const link of unchoked(me)) served.add(link);
      expect(unchoked(me).length).toBeLessThanOrEqual(5);
      me.passes(1_000);
    }
    expect([...served].sort()).toEqual(LINKS);
  });

  test('are not for those who come back again and again to look new', () => {
    const me = seed();
    me.passes(9_500);
    let served = 0;
    for (let round = 0; round < 20; round++) {
      me.passes(10_000);
      if (unchoked(me).includes(8)) served++;
      for (const link of [1, 2, 3, 4, 5, 6, 7]) {
        const old = 100 * round + link;
        me.event({ type: 'link-closed', link: round === 0 ? link : old });
        me.meets(old + 100, `peer-${link}`, { has: 'none', wants: true });
      }
    }
    expect(served).toBeGreaterThan(8);
  });

  test('are for those, too, whose links break all the time', () => {
    const me = seed();
    const served = new Set<string>();
    for (let round = 0, link = 8; round < 12; round++) {
      me.event({ type: 'link-closed', link });
      link = 100 + round;
      me.meets(link, 'peer-8', { has: 'none', wants: true });
      me.passes(5_000);
      for (const { id, amChoking } of me.context.peers.values()) if (!amChoking) served.add(id);
    }
    expect(served).toContain('peer-8');
  });

  test('are not for new names, either, before those who wait longer', () => {
    const me = seed();
    for (let round = 0, link = 100; round < 10; round++) {
      for (let sybil = 0; sybil < 8; sybil++) me.meets(link++, `sybil-${link}`, { has: 'none', wants: true });
      me.passes(10_000);
      const old = [...me.context.peers.keys()].filter((one) => one >= 100 && one < link - 8);
      for (const one of old) me.event({ type: 'link-closed', link: one });
    }
    const waits = LINKS.map((link) => me.nowMs - (me.context.peers.get(link)?.waitingSinceMs ?? 0));
    expect(Math.max(...waits)).toBeLessThan(60_000);
  });
});

describe('a leech with more takers than slots', () => {
  /**
   * Six peers have the half that we lack, and want ours; each sends as many blocks a second as its link number. All
   * who may ask us for a block twice a second.
   */
  function trading(ms: number): { readonly me: Driver; readonly slots: ReadonlyMap<number, number> } {
    const me = new Driver({ pieces: 4_000, have: Array(2_000).keys() });
    const theirs = Array.from({ length: 2_000 }, (_, at) => 2_000 + at);
    const traders = [1, 2, 3, 4, 5, 6];
    for (const link of traders)
      me.meets(link, `trader-${link}`, { has: theirs, wants: true, unchokes: true });
    me.meets(7, 'newcomer', { has: 'none', wants: true });
    const slots = new Map<number, number>();
    const untilMs = me.nowMs + ms;
    let asked = 0;
    const asks = (link: number) => {
      const ref = { piece: asked++ % 2_000, offset: 0, length: 65_536 };
      me.hears(link, { ...ref, type: 'request' });
      me.event({ type: 'block-read', link, ref, data: { ...ref, byteLength: ref.length, good: true } });
    };
    while (me.nowMs < untilMs) {
      for (const link of traders) {
        const owed = [...(me.context.peers.get(link)?.requests.values() ?? [])].slice(0, link);
        for (const { ref } of owed) {
          for (const effect of me.hears(link, block(ref))) {
            if (effect.type === 'verify-piece') me.stores(effect.piece);
          }
        }
      }
      for (const link of unchoked(me)) asks(link);
      me.passes(400);
      for (const link of unchoked(me)) asks(link);
      me.passes(600);
      for (const link of unchoked(me)) slots.set(link, (slots.get(link) ?? 0) + 1);
    }
    return { me, slots };
  }

  test('serves those who give it most, and gives the others a chance now and then', () => {
    const { slots } = trading(180_000);
    const seconds = [...Array(8).keys()].map((link) => slots.get(link) ?? 0);
    for (const generous of [3, 4, 5, 6]) expect(seconds[generous]).toBeGreaterThan(120);
    for (const other of [1, 2, 7]) {
      expect(seconds[other]).toBeGreaterThanOrEqual(20);
      expect(seconds[other]).toBeLessThan(100);
    }
  });

  test('tells those it chokes', () => {
    const { me } = trading(20_000);
    const before = new Set(unchoked(me));
    const effects = me.passes(30_000);
    const told = said(effects, 'choke').length + said(effects, 'unchoke').length;
    expect(told).toBeGreaterThan(0);
    expect(before.size).toBe(5);
  });

  /** Five fill the slots. The first takes twice as much as makes one stingy, and it has what we lack. */
  function serving(gives: number): Driver {
    const me = new Driver({ pieces: 60, have: Array(30).keys() });
    const theirs = Array.from({ length: 30 }, (_, at) => 30 + at);
    me.meets(1, 'taker', { has: theirs, wants: true, unchokes: gives > 0 });
    for (const link of [2, 3, 4, 5]) me.meets(link, `peer-${link}`, { has: 'none', wants: true });
    for (let piece = 0; piece < 4; piece++) {
      const ref = { piece, offset: 0, length: 65_536 };
      me.hears(1, { ...ref, type: 'request' });
      me.event({ type: 'block-read', link: 1, ref, data: { ...ref, byteLength: ref.length, good: true } });
    }
    for (const { ref } of [...(me.context.peers.get(1)?.requests.values() ?? [])].slice(0, gives))
      me.hears(1, block(ref));
    return me;
  }

  test('takes the slot of who only takes, as soon as another wants one', () => {
    const me = serving(0);
    expect(unchoked(me)).toEqual([1, 2, 3, 4, 5]);
    me.meets(6, 'newcomer', { has: 'none', wants: true });
    expect(unchoked(me)).toEqual([2, 3, 4, 5, 6]);
  });

  test('and not of who gives, were it but a block', () => {
    const me = serving(1);
    me.meets(6, 'newcomer', { has: 'none', wants: true });
    expect(unchoked(me)).toEqual([1, 2, 3, 4, 5]);
  });

  /** Link 1 asks for three blocks at a time, as over six lanes, and no sooner than 1.2 s later for the next. */
  function seldomAsked(lanes: number): boolean {
    const me = new Driver({ pieces: 60, have: Array(30).keys() });
    for (const link of [1, 2, 3, 4, 5, 6]) me.meets(link, `peer-${link}`, { has: 'none', wants: true });
    me.event({ type: 'lanes', link: 1, lanes });
    const asks = (link: number, piece: number) => {
      const ref = { piece, offset: 0, length: 65_536 };
      me.hears(link, { ...ref, type: 'request' });
      me.event({ type: 'block-read', link, ref, data: { ...ref, byteLength: ref.length, good: true } });
    };
    for (let turn = 0; turn < 6; turn++) {
      for (const piece of [0, 1, 2]) asks(1, 3 * turn + piece);
      for (let step = 0; step < 4; step++) {
        for (const link of [2, 3, 4, 5]) asks(link, turn);
        me.passes(300);
      }
      if (me.context.peers.get(1)?.amChoking === true) return false;
    }
    return true;
  }

  test('leaves a slot to who asks seldom over several lanes, for more at a time', () => {
    expect(seldomAsked(1)).toBe(false);
    expect(seldomAsked(6)).toBe(true);
  });

  test('takes no slot at the ten seconds from who is new for those who only take', () => {
    const me = new Driver({ pieces: 60, have: Array(30).keys() });
    const theirs = Array.from({ length: 30 }, (_, at) => 30 + at);
    const asks = (link: number, piece: number) => {
      const ref = { piece, offset: 0, length: 65_536 };
      me.hears(link, { ...ref, type: 'request' });
      me.event({ type: 'block-read', link, ref, data: { ...ref, byteLength: ref.length, good: true } });
    };
    for (const link of [1, 2, 3, 4, 5, 6, 7, 8])
      me.meets(link, `taker-${link}`, { has: theirs, wants: true });
    for (let second = 0; second < 60; second++) {
      for (const link of unchoked(me)) asks(link, second % 30);
      me.passes(500);
      for (const link of unchoked(me)) asks(link, second % 30);
      me.passes(500);
    }
    for (const link of [9, 10]) me.meets(link, `newcomer-${link}`, { has: 'none', wants: true });
    expect(unchoked(me)).toEqual(expect.arrayContaining([9, 10]));
    let choked = 0;
    for (let second = 0; second < 45; second++) {
      for (const link of unchoked(me)) asks(link, second % 30);
      const effects = me.passes(500);
      choked += said(effects, 'choke', 9).length + said(effects, 'choke', 10).length;
      for (const link of unchoked(me)) asks(link, second % 30);
      const later = me.passes(500);
      choked += said(later, 'choke', 9).length + said(later, 'choke', 10).length;
    }
    expect(choked).toBe(0);
  });
});
