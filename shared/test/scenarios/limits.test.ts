import { describe, expect, test } from 'vitest';
import { TokenBucket } from '../../src/swarm/index.ts';
import { NATIVE_BLOCK_LENGTH } from '../../src/wire/index.ts';
import type { SimNode } from '../sim/node.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import { World } from '../sim/world.ts';
import { allComplete, leeches, MINUTE_MS, range, seed } from './support.ts';

const FAST_BPS = 20_000_000;
const WINDOW_MS = 10_000;

/** Limits of one tab, bytes per second. */
function limits(rates: { readonly up?: number; readonly down?: number }) {
  return { up: new TokenBucket(rates.up ?? null), down: new TokenBucket(rates.down ?? null) };
}

/** Bytes that `count` tells, ten seconds at a time. */
function windows(world: World, count: () => number, times: number): readonly number[] {
  return range(0, times).map(() => {
    const before = count();
    world.runFor(WINDOW_MS);
    return count() - before;
  });
}

/** Exact to 5 % and one block, and over all of the windows to 5 % alone. */
function expectRate(moved: readonly number[], bps: number): void {
  const whole = (bps * WINDOW_MS) / 1_000;
  for (const bytes of moved) {
    expect(bytes).toBeGreaterThanOrEqual(0.95 * whole - NATIVE_BLOCK_LENGTH);
    expect(bytes).toBeLessThanOrEqual(1.05 * whole + NATIVE_BLOCK_LENGTH);
  }
  const average = moved.reduce((sum, bytes) => sum + bytes, 0) / moved.length;
  expect(average / whole).toBeGreaterThan(0.95);
  expect(average / whole).toBeLessThan(1.05);
}

function expectPeace(nodes: readonly SimNode[]): void {
  for (const { name, diary } of nodes) {
    expect([name, [...diary.snubbed]]).toEqual([name, []]);
    expect([name, [...diary.closed]]).toEqual([name, []]);
  }
}

const star = (seedNumber: number, hub: string) => {
  const world = new World(seedNumber);
  world.hasPath = (from, to) => from === hub || to === hub;
  return world;
};

const RATES = [
  { bps: 10_000, pieces: 80 },
  { bps: 20_000, pieces: 80 },
  { bps: 50_000, pieces: 80 },
  { bps: 500_000, pieces: 400 },
  { bps: 2_000_000, pieces: 900 },
];

describe.each(RATES)('$bps bytes/s', ({ bps, pieces }) => {
  test.each([1, 6])('are what a seed gives to %i leeches that reach nobody else', (count) => {
    const world = star(1, 'seed');
    const sharer = seed(world, { pieces, upBps: FAST_BPS, limits: limits({ up: bps }) });
    const all = leeches(world, sharer, count);
    world.runFor(5_000);
    const moved = windows(world, () => sharer.diary.sentBytes, 6);
    expectRate(moved, bps);
    expectPeace([sharer, ...all]);
    world.runFor(4 * MINUTE_MS * (bps > 100_000 ? 0 : 1));
    expectPeace([sharer, ...all]);
  });

  test.each([1, 3])('are what a leech takes from %i seeds', (count) => {
    const world = new World(2);
    const torrent = symbolicTorrent({ pieces });
    const seeds = range(0, count).map((at) => seed(world, { name: `seed-${at}`, torrent, upBps: FAST_BPS }));
    const leech = world.add({ name: 'leech', torrent, limits: limits({ down: bps }) });
    world.runFor(5_000);
    const moved = windows(world, () => leech.diary.receivedBytes, 6);
    expectRate(moved, bps);
    expectPeace([leech, ...seeds]);
    if (bps < 100_000) return;
    const shares = seeds.map(({ diary }) => diary.sentBytes / leech.diary.receivedBytes);
    expect(Math.min(...shares)).toBeGreaterThan(0.5 / count);
  });
});

test('a limit that changes holds at once, both ways, and so does its end', () => {
  const world = new World(3);
  const tab = limits({ up: 200_000 });
  const sharer = seed(world, { pieces: 800, upBps: FAST_BPS, limits: tab });
  const [leech] = leeches(world, sharer, 1);
  world.runFor(5_000);
  const change = (bps: number | null) => {
    tab.up.setRate(bps, world.agenda.nowMs);
    sharer.handle({ type: 'tick' });
  };
  expectRate(
    windows(world, () => sharer.diary.sentBytes, 3),
    200_000,
  );
  change(1_000_000);
  expectRate(
    windows(world, () => sharer.diary.sentBytes, 3),
    1_000_000,
  );
  change(20_000);
  world.runFor(1_000);
  expectRate(
    windows(world, () => sharer.diary.sentBytes, 6),
    20_000,
  );
  change(null);
  world.runUntil(() => leech?.isComplete === true, world.agenda.nowMs + 20_000, 'without a limit');
  expectPeace([sharer, ...(leech === undefined ? [] : [leech])]);
});

test.each([1, 2, 3])('a swarm of limited tabs comes to its end (seed %i)', (seedNumber) => {
  const world = new World(seedNumber);
  const sharer = seed(world, { pieces: 40, limits: limits({ up: 300_000 }) });
  const all = range(0, 5).map((at) =>
    world.add({
      name: `leech-${at}`,
      torrent: sharer.torrent,
      limits: limits({ up: 40_000 * (at + 1), down: 150_000 + 50_000 * at }),
    }),
  );
  world.runUntil(allComplete(all), 10 * MINUTE_MS, 'a limited swarm');
  world.finish();
  expectPeace([sharer, ...all]);
});

/** Several worlds, one clock. */
function runTogether(worlds: readonly World[], ms: number): void {
  for (let step = 0; step < ms / 10; step++) for (const world of worlds) world.runFor(10);
}

/** What each has moved in every ten seconds: as much as the other, to 5 % of the limit and one block. */
function expectAlike(worlds: readonly World[], counts: readonly (() => number)[], bps: number): void {
  const moved = counts.map(() => 0);
  for (let window = 0; window < 6; window++) {
    const before = counts.map((count) => count());
    runTogether(worlds, WINDOW_MS);
    const now = counts.map((count, at) => count() - (before[at] ?? 0));
    for (const [at, bytes] of now.entries()) {
      moved[at] = (moved[at] ?? 0) + bytes;
      const part = (bps * WINDOW_MS) / 1_000 / counts.length;
      expect(Math.abs(bytes - part)).toBeLessThanOrEqual(0.05 * part * counts.length + NATIVE_BLOCK_LENGTH);
    }
  }
  const total = moved.reduce((sum, bytes) => sum + bytes, 0);
  expect(total / ((6 * bps * WINDOW_MS) / 1_000)).toBeGreaterThan(0.95);
  for (const bytes of moved) expect(bytes / total).toBeGreaterThan(0.95 / counts.length);
}

describe.each([20_000, 50_000, 200_000, 2_000_000])('%i bytes/s of one tab', (bps) => {
  const pieces = Math.max(120, Math.ceil((bps * 90) / (64 * 1024)));

  test('are given alike by two shares, one with one peer and one with six', () => {
    const tab = limits({ up: bps });
    const shares = [1, 6].map((count) => {
      const world = star(count, 'seed');
      const sharer = seed(world, { pieces, upBps: FAST_BPS, limits: tab });
      return { world, sharer, all: leeches(world, sharer, count) };
    });
    const worlds = shares.map(({ world }) => world);
    runTogether(worlds, 5_000);
    expectAlike(
      worlds,
      shares.map(
        ({ sharer }) =>
          () =>
            sharer.diary.sentBytes,
      ),
      bps,
    );
    for (const { sharer, all } of shares) expectPeace([sharer, ...all]);
  });

  test('are taken alike by two shares, one from one seed and one from five', () => {
    const tab = limits({ down: bps });
    const shares = [1, 5].map((count) => {
      const world = new World(count);
      const torrent = symbolicTorrent({ pieces });
      for (let at = 0; at < count; at++) seed(world, { name: `seed-${at}`, torrent, upBps: FAST_BPS });
      return { world, leech: world.add({ name: 'leech', torrent, limits: tab }) };
    });
    const worlds = shares.map(({ world }) => world);
    runTogether(worlds, 5_000);
    expectAlike(
      worlds,
      shares.map(
        ({ leech }) =>
          () =>
            leech.diary.receivedBytes,
      ),
      bps,
    );
    for (const { leech } of shares) expectPeace([leech]);
  });
});

test('what one share of a tab cannot use is the other’s', () => {
  const tab = limits({ down: 500_000 });
  const shares = [100_000, FAST_BPS].map((upBps) => {
    const world = new World(upBps);
    const sharer = seed(world, { pieces: 600, upBps });
    return { world, leech: world.add({ name: 'leech', torrent: sharer.torrent, limits: tab }) };
  });
  const worlds = shares.map(({ world }) => world);
  runTogether(worlds, 5_000);
  const before = shares.map(({ leech }) => leech.diary.receivedBytes);
  runTogether(worlds, 30_000);
  const [slow = 0, fast = 0] = shares.map(
    ({ leech }, at) => (leech.diary.receivedBytes - (before[at] ?? 0)) / 30,
  );
  expect(slow).toBeGreaterThan(90_000);
  expect(fast).toBeGreaterThan(375_000);
});
