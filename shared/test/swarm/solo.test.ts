import { beforeEach, describe, expect, test } from 'vitest';
import { symbolicTorrent } from '../sim/torrent.ts';
import { block, Driver, reject, said } from './driver.ts';

/**
 * A piece of four blocks has failed with blocks of two peers, and is asked anew of one of them: `first`, on link 1.
 * Link 2 has everything and chokes us for now.
 */
describe('a piece that must come from one peer alone', () => {
  let me: Driver;

  beforeEach(() => {
    me = new Driver({ pieces: 1 });
    me.meets(1, 'first', { has: 'all' });
    me.meets(2, 'second', { has: 'all' });
    const [one, ...others] = said(me.hears(1, { type: 'unchoke' }), 'request');
    if (one !== undefined) me.hears(1, block(one));
    me.hears(1, { type: 'choke' }, ...others.map(reject));
    for (const request of said(me.hears(2, { type: 'unchoke' }), 'request')) me.hears(2, block(request));
    me.hears(2, { type: 'choke' });
    me.hears(1, { type: 'unchoke' });
    me.event({ type: 'piece-verified', piece: 0, ok: false });
    me.passes(10);
  });

  const owed = (link: number) => {
    const peer = me.context.peers.get(link);
    return [...(peer?.requests.values() ?? [])].filter(({ abandoned }) => !abandoned).map(({ ref }) => ref);
  };

  test('is asked of one', () => {
    expect([owed(1).length, owed(2).length]).toEqual([4, 0]);
    expect(said(me.hears(2, { type: 'unchoke' }), 'request')).toEqual([]);
  });

  test.each([
    [
      'chokes',
      () => {
        const [one, ...others] = owed(1);
        if (one !== undefined) me.hears(1, block(one));
        me.hears(1, { type: 'choke' }, ...others.map(reject));
      },
    ],
    ['chokes, with all that was asked for on its way', () => me.hears(1, { type: 'choke' })],
    ['rejects one block of it', () => me.hears(1, ...owed(1).slice(1, 2).map(reject))],
    ['leaves', () => me.event({ type: 'link-closed', link: 1 })],
    ['chokes and says nothing more', () => me.passes(21_000)],
  ])('comes from another when that one %s', (_, letDown) => {
    letDown();
    me.hears(2, { type: 'unchoke' });
    me.passes(10);
    expect(owed(2)).not.toHaveLength(0);
    for (let next = owed(2)[0]; next !== undefined; next = owed(2)[0]) me.hears(2, block(next));
    expect(me.swarm.stateOf(0)).toBe('verifying');
    me.event({ type: 'piece-verified', piece: 0, ok: true });
    expect([...me.context.banned]).toEqual([]);
  });

  test('falls to another when that one says nothing at all', () => {
    me.hears(2, { type: 'unchoke' });
    me.passes(21_000);
    expect(owed(1)).toHaveLength(0);
    expect(owed(2)).not.toHaveLength(0);
  });

  test('stays with the only one that has it, however long that one took', () => {
    const requests = owed(1);
    me.event({ type: 'link-closed', link: 2 });
    me.passes(21_000);
    me.hears(1, ...requests.map(reject));
    me.passes(10);
    expect(owed(1)).toHaveLength(1);
  });

  test('takes back the rest from who rejected a part', () => {
    const cancelled = said(me.hears(1, ...owed(1).slice(0, 1).map(reject)), 'cancel', 1);
    expect(cancelled).toHaveLength(3);
  });

  test('goes on with the same peer where that one choked: little time at once is enough', () => {
    const [one, two, three, four] = owed(1);
    if (one === undefined || two === undefined || three === undefined || four === undefined) throw Error();
    // Two blocks were read already when it choked, one of them is still on its way.
    me.hears(1, block(one), { type: 'choke' }, reject(three), reject(four), block(two));
    me.passes(10);
    me.hears(1, { type: 'unchoke' });
    expect(owed(1)).toEqual([three, four]);
    me.hears(1, block(three), block(four));
    expect(me.swarm.stateOf(0)).toBe('verifying');
  });

  test('names the liar when it fails again', () => {
    for (const request of owed(1)) me.hears(1, block(request));
    const effects = me.event({ type: 'piece-verified', piece: 0, ok: false });
    expect(effects.filter(({ type }) => type === 'banned')).toMatchObject([{ peer: 'first' }]);
  });
});

test('a piece that must come from one slow peer alone is asked of it to its end, however near that is', () => {
  const me = new Driver({ torrent: symbolicTorrent({ pieces: 1, pieceLength: 16 * 65_536 }) });
  const owed = (link: number) =>
    [...(me.context.peers.get(link)?.requests.values() ?? [])].map(({ ref }) => ref);
  me.meets(1, 'slow', { has: 'all' });
  me.meets(2, 'fast', { has: 'all' });
  const [one, ...others] = said(me.hears(1, { type: 'unchoke' }), 'request');
  if (one !== undefined) me.hears(1, block(one));
  me.hears(1, { type: 'choke' }, ...others.map(reject));
  me.hears(2, { type: 'unchoke' });
  for (let next = owed(2)[0]; next !== undefined; next = owed(2)[0]) me.hears(2, block(next));
  me.hears(2, { type: 'choke' });
  me.hears(1, { type: 'unchoke' });
  me.event({ type: 'piece-verified', piece: 0, ok: false });
  me.passes(10);
  // All that is left would come in half a second, were it another's to bring.
  for (let time = 0; time < 9; time++) me.context.peers.get(1)?.answerTime.add(9_000);
  me.context.down.add(2_000_000, me.nowMs);
  me.hears(2, { type: 'unchoke' });
  for (let next = owed(1)[0]; next !== undefined; next = owed(1)[0]) {
    me.passes(500);
    me.hears(1, block(next));
  }
  expect([me.swarm.stateOf(0), me.nowMs < 10_000]).toEqual(['verifying', true]);
});
