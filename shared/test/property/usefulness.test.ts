import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dispensable, type LinkWorth } from '../../src/swarm/usefulness.ts';

const HOUR_MS = 3_600_000;
const bytes = fc.oneof(fc.constant(0), fc.nat({ max: 1_000_000 }));
const worth = fc.record({
  ageMs: fc.nat({ max: HOUR_MS }),
  gives: fc.boolean(),
  wants: fc.boolean(),
  isBusy: fc.boolean(),
  downloaded: bytes,
  uploaded: bytes,
  heldBytes: bytes,
  bothComplete: fc.boolean(),
});
/** Who has all of it neither gives to its like nor wants anything. */
const links = fc.array(worth, { maxLength: 40 }).map((all) =>
  all.map(
    (one, link): LinkWorth => ({
      ...one,
      link,
      ...(one.bothComplete ? { gives: false, wants: false } : {}),
    }),
  ),
);
const wish = fc.record({
  among: fc.constantFrom('useless' as const, 'any' as const),
  count: fc.nat({ max: 10 }),
  places: fc.nat({ max: 40 }),
});

const useless: LinkWorth = {
  link: 1,
  ageMs: HOUR_MS,
  gives: false,
  wants: false,
  isBusy: false,
  bothComplete: false,
  downloaded: 0,
  uploaded: 0,
  heldBytes: 0,
};

describe('what makes room', () => {
  test('nothing hangs on it, whatever the others are', () => {
    fc.assert(
      fc.property(links, wish, (all, wanted) => {
        const left = dispensable(all, wanted).map((link) => all[link]);
        expect(left.length).toBeLessThanOrEqual(wanted.count);
        for (const one of left) {
          if (one === undefined) throw new Error('a link that is not there');
          expect(one.isBusy).toBe(false);
          expect(one.ageMs).toBeGreaterThanOrEqual(30_000);
          expect(one.wants && one.heldBytes <= one.uploaded).toBe(false);
          if (one.gives) expect(one.downloaded + one.uploaded).toBe(0);
          if (wanted.among === 'useless') expect(one.bothComplete).toBe(true);
        }
      }),
    );
  });

  test('takes no place of those who came first and wait, gave or have something for us', () => {
    fc.assert(
      fc.property(links, wish, fc.boolean(), (all, wanted, trusts) => {
        const byAge = [...all].sort((a, b) => b.ageMs - a.ageMs || a.link - b.link);
        for (const link of dispensable(all, wanted, trusts)) {
          const [one] = all.filter((other) => other.link === link);
          if (one === undefined || byAge.indexOf(one) >= wanted.places) continue;
          expect(one.gives || one.wants ? [trusts, one.gives, one.downloaded] : 'idle').toEqual(
            one.gives || one.wants ? [true, true, 0] : 'idle',
          );
        }
      }),
    );
  });

  test('is the same in whatever order links are listed, and one more wanted adds one at the end', () => {
    fc.assert(
      fc.property(links, wish, (all, wanted) => {
        const left = dispensable(all, wanted);
        expect(dispensable([...all].reverse(), wanted)).toEqual(left);
        expect(dispensable(all, { ...wanted, count: wanted.count + 1 }).slice(0, wanted.count)).toEqual(left);
      }),
    );
  });

  test('is found whenever there is some', () => {
    fc.assert(
      fc.property(links, (all) => {
        const crowd = [...all, { ...useless, link: all.length }];
        expect(dispensable(crowd, { among: 'any', count: crowd.length, places: crowd.length })).toContain(
          all.length,
        );
      }),
    );
  });

  test.each<[string, Partial<LinkWorth>]>([
    ['both have everything, whatever it gave', { bothComplete: true, downloaded: 1e9 }],
    ['nothing ever moved, rather than something once', {}],
    ['slow over its life, rather than fast', { downloaded: 10, ageMs: HOUR_MS }],
  ])('first goes who is of the least use: %s', (_, change) => {
    const better = { ...useless, link: 2, ageMs: HOUR_MS / 2, downloaded: 1_000, heldBytes: 1 };
    expect(dispensable([better, { ...useless, ...change }], { among: 'any', count: 1, places: 0 })).toEqual([
      1,
    ]);
  });

  test.each<[string, Partial<LinkWorth>, boolean]>([
    ['who has what we want and brought some of it', { gives: true, downloaded: 1 }, false],
    ['who has what we want and never gave', { gives: true, ageMs: 120_000 }, true],
    ['who has what we want and may have no turn yet', { gives: true, ageMs: 119_000 }, false],
    ['whom nobody else serves', { wants: true, uploaded: 1_000, heldBytes: 1_000 }, false],
    ['whom others serve as well', { wants: true, uploaded: 1_000, heldBytes: 5_000 }, true],
    ['who came just now', { ageMs: 29_999 }, false],
  ])('%s', (_, change, goes) => {
    expect(dispensable([{ ...useless, ...change }], { among: 'any', count: 1, places: 0 })).toEqual(
      goes ? [1] : [],
    );
  });
});
