import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fairLevel, TabBudget } from '../../src/swarm/tab-budget.ts';

describe('connections of a tab', () => {
  test('are never more than it bears, and none are kept back while somebody wants more', () => {
    const wishes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(wishes, fc.integer({ min: 64, max: 200 }), (all, total) => {
        const level = fairLevel(all, total);
        const given = all.reduce((sum, wish) => sum + Math.min(wish, level), 0);
        expect(given).toBeLessThanOrEqual(total);
        const unmet = all.filter((wish) => wish > level).length;
        if (unmet > 0) expect(given + unmet).toBeGreaterThan(total);
      }),
    );
  });

  test('a share has all that it may have until others need them', () => {
    const budget = new TabBudget({ total: 100, perShare: 30 });
    const shares = Array.from({ length: 6 }, () => ({}));
    for (const share of shares.slice(0, 3)) budget.wish(share, 500);
    expect(budget.allowance()).toBe(30);
    for (const share of shares) budget.wish(share, 500);
    expect(budget.allowance()).toBe(16);
    for (const share of shares.slice(2)) budget.wish(share, 0);
    expect(budget.allowance()).toBe(30);
  });

  test('are at least one for each, however many shares there are', () => {
    const budget = new TabBudget({ total: 3, perShare: 30 });
    for (let at = 0; at < 10; at++) budget.wish({}, 1 + at);
    expect(budget.allowance()).toBe(1);
  });
});
