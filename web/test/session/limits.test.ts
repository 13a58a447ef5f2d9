import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/adapters/settings.ts';
import type { Settings } from '../../src/session/snapshot.ts';
import { Limits, limitsIn } from '../../src/session/tab-limits.ts';
import { eventually, film, linkTo, settle, Tab } from './browser.ts';

describe('the fragment', () => {
  test.each([
    ['#up=2000000&down=0', { up: 2_000_000, down: null }],
    ['#/settings&down=5000', { down: 5_000 }],
    ['#s=abc&dn=A&xl=3&up=10', { up: 10 }],
    ['https://flock.example/#s=abc&down=7&go=1', { down: 7 }],
    ['#up=1&up=2', { up: 2 }],
    ['#up=00', { up: null }],
    ['#s=abc&go=1', {}],
    ['#up=-5&down=1e6', {}],
    ['#up=&down=many', {}],
    ['#backup=5&up=9999999999999999', {}],
    ['', {}],
  ])('%s', (fragment, limits) => {
    expect(limitsIn(fragment)).toEqual(limits);
  });
});

function limited() {
  let changes = 0;
  const limits = new Limits(
    () => 0,
    () => changes++,
  );
  const choose = (change: Partial<Settings>) => limits.choose({ ...DEFAULT_SETTINGS, ...change });
  const rates = () => [limits.buckets.down.bps, limits.buckets.up.bps];
  return { limits, choose, rates, changes: () => changes };
}

describe('what holds', () => {
  test('are the settings, in thousands of bytes', () => {
    const { choose, rates } = limited();
    expect(rates()).toEqual([null, null]);
    choose({ downloadLimit: 250, uploadLimit: 0.5 });
    expect(rates()).toEqual([250_000, 500]);
    choose({ downloadLimit: 0 });
    expect(rates()).toEqual([null, null]);
  });

  test('is what the address says, direction by direction, whatever is chosen elsewhere', () => {
    const { limits, choose, rates } = limited();
    limits.override({ up: null });
    choose({ downloadLimit: 10, uploadLimit: 20 });
    expect(rates()).toEqual([10_000, null]);
    limits.override({ down: 77 });
    choose({ downloadLimit: 11, uploadLimit: 21 });
    expect(rates()).toEqual([77, null]);
    expect(limits.ofTab).toEqual({ up: null, down: 77 });
  });

  test('is what a person chooses here, after that', () => {
    const { limits, choose, rates } = limited();
    limits.override({ up: 5, down: 6 });
    limits.chooseHere({ relayOnly: true });
    choose({});
    expect(rates()).toEqual([6, 5]);
    limits.chooseHere({ uploadLimit: null });
    choose({});
    expect([rates(), limits.ofTab]).toEqual([[6, null], { down: 6 }]);
  });

  test('is told only when it changes', () => {
    const { limits, choose, changes } = limited();
    choose({});
    choose({ uploadLimit: 5 });
    choose({ uploadLimit: 5, relayOnly: true });
    limits.override({ up: 5_000 });
    limits.override({});
    expect(changes()).toBe(1);
  });
});

test('a link limits the tab that opens it, and says so; the settings stay as they are', async () => {
  const [tab, other] = [await Tab.open(), await Tab.open()];
  const { torrent } = await film();
  expect(tab.app.tabLimits).toEqual({});
  tab.session.openLink(`${linkTo(torrent)}&down=30000&up=0`);
  await eventually(() => expect(tab.app.tabLimits).toEqual({ down: 30_000, up: null }));
  other.session.updateSettings({ uploadLimit: 9 });
  await eventually(() => expect(tab.app.settings.uploadLimit).toBe(9));
  expect(tab.app.tabLimits).toEqual({ down: 30_000, up: null });
  expect(other.app.tabLimits).toEqual({});
  tab.session.updateSettings({ uploadLimit: null });
  await eventually(() => expect(tab.app.tabLimits).toEqual({ down: 30_000 }));
  await settle();
});
