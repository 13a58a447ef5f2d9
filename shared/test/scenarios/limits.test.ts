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

test.each([20_000, 50_000, 200_000])('%i bytes/s are shared by two shares of one tab, in peace', (bps) => {
  const tab = limits({ up: bps });
  const shares = [1, 2].map((seedNumber) => {
    const world = star(seedNumber, 'seed');
    const sharer = seed(world, { pieces: 120, upBps: FAST_BPS, limits: tab });
    return { world, sharer, all: leeches(world, sharer, 6) };
  });
  // Two worlds, one clock.
  for (let step = 0; step < 12_000; step++) for (const { world } of shares) world.runFor(10);
  const sent = shares.map(({ sharer }) => sharer.diary.sentBytes);
  const total = sent.reduce((sum, bytes) => sum + bytes, 0);
  expect(total / (bps * 120)).toBeGreaterThan(0.95);
  expect(total / (bps * 120)).toBeLessThan(1.05);
  // Turns are shared by peers, not by shares, and slots change hands: alike it is not, but neither starves.
  expect(Math.min(...sent) / total).toBeGreaterThan(0.1);
  for (const { sharer, all } of shares) expectPeace([sharer, ...all]);
});
