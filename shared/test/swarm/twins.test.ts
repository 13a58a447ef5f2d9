import { describe, expect, test } from 'vitest';
import { keptTwin } from '../../src/swarm/twins.ts';
import { closed, Driver } from './driver.ts';

const at = (link: number, openedAtMs: number, dialed: boolean) => ({ link, openedAtMs, dialed });

describe('of two links to one peer', () => {
  test('opened at once, both ends keep the one that the lower name dialed, in whatever order they saw them', () => {
    const [byAda, byBen] = [at(1, 0, true), at(2, 40, false)];
    expect(keptTwin(byAda, byBen, { self: 'ada', peer: 'ben' }).link).toBe(1);
    const [alsoByAda, alsoByBen] = [at(1, 60, false), at(2, 10, true)];
    expect(keptTwin(alsoByBen, alsoByAda, { self: 'ben', peer: 'ada' }).link).toBe(1);
  });

  test('the newer one stays when one end dialed both: the older one is gone there', () => {
    expect(keptTwin(at(1, 0, false), at(2, 40, false), { self: 'ben', peer: 'ada' }).link).toBe(2);
    expect(keptTwin(at(2, 40, false), at(1, 0, false), { self: 'ada', peer: 'ben' }).link).toBe(2);
  });

  test('the newer one stays when the older one is old, whoever dialed', () => {
    expect(keptTwin(at(1, 0, true), at(2, 60_000, false), { self: 'ada', peer: 'ben' }).link).toBe(2);
  });
});

describe('an engine with two links to one peer', () => {
  test.each([
    ['first the one to keep', [1, 2]],
    ['last the one to keep', [2, 1]],
  ] as const)('closes the other one, %s', (_, order) => {
    const me = new Driver();
    // Link 1 is the one that I, "me", dialed to "you".
    const effects = order.flatMap((link) => me.meets(link, 'you', { dialed: link === 1 }));
    expect(closed(effects)).toEqual([[2, 'replaced']]);
    expect(me.swarm.view(0).peers.map(({ link }) => link)).toEqual([1]);
  });

  test('lets a peer return whose old link has not ended yet', () => {
    const me = new Driver();
    me.meets(1, 'you', { dialed: true });
    me.passes(60_000);
    expect(closed(me.meets(2, 'you', { dialed: false }))).toEqual([[1, 'replaced']]);
  });

  test('lets a claimed name alone replace nobody', () => {
    const me = new Driver();
    me.meets(1, 'you');
    me.passes(60_000);
    expect(closed(me.opens(2, 'you'))).toEqual([]);
  });
});
