import { describe, expect, test } from 'vitest';
import { symbolicTorrent } from '../sim/torrent.ts';
import { World } from '../sim/world.ts';
import { allComplete, leeches, lengthOf, MINUTE_MS, range, seed } from './support.ts';

const SEEDS = [1, 2, 3];

/** Everyone reaches the hub alone, so that nobody gets from others what the hub withholds. */
function star(seedNumber: number, hub: string): World {
  const world = new World(seedNumber);
  world.hasPath = (from, to) => from === hub || to === hub;
  return world;
}

describe.each(SEEDS)('seed %i', (seedNumber) => {
  test('a seed with more leeches than slots serves all of them in turn', () => {
    const world = star(seedNumber, 'seed');
    const sharer = seed(world, { pieces: 40, upBps: 500_000 });
    const all = leeches(world, sharer, 9);
    world.runUntil(() => sharer.diary.unchoked.size === 9, 35_000, 'each has had a slot');
    world.runUntil(allComplete(all), 6 * MINUTE_MS, 'a star');
    world.finish();
    const ends = all.map(({ completedAtMs }) => completedAtMs ?? Number.POSITIVE_INFINITY);
    const aloneMs = ((9 * lengthOf(sharer)) / sharer.upBps) * 1_000;
    // Nobody is long done while another waits, and the uplink is never idle.
    expect(Math.min(...ends)).toBeGreaterThan(aloneMs / 2);
    expect(Math.max(...ends)).toBeLessThan(1.15 * aloneMs);
  });

  test('a leech trades with those who give, and gives a newcomer with nothing a start', () => {
    const world = star(seedNumber, 'hub');
    const torrent = symbolicTorrent({ pieces: 400 });
    const hub = world.add({ name: 'hub', torrent, knowsMetadata: true, have: range(0, 200), upBps: 400_000 });
    const traders = range(0, 6).map((at) => {
      // Each gives twice as fast as the one before.
      const upBps = 10_000 * 2 ** at;
      return world.add({ name: `trader-${at}`, torrent, knowsMetadata: true, have: range(200, 400), upBps });
    });
    const newcomer = world.add({ name: 'newcomer', torrent });
    world.runFor(90_000);
    expect(hub.isComplete).toBe(false);
    expect(newcomer.diary.receivedBytes).toBeGreaterThan(500_000);
    const [stingiest, generous] = [traders[0], traders[5]].map((trader) => trader?.diary.receivedBytes ?? 0);
    expect(generous).toBeGreaterThan(2 * (stingiest ?? 0));
  });
});

test('on a slow line nobody waits long behind what was sent to others', () => {
  const world = new World(1, 100);
  const sharer = seed(world, { pieces: 100, upBps: 1_000_000 });
  const slow = range(0, 3).map((at) =>
    world.add({ name: `slow-${at}`, torrent: sharer.torrent, upBps: 100_000 }),
  );
  const all = [...slow, ...leeches(world, sharer, 20)];
  let longestMs = 0;
  while (!allComplete(all)() && world.agenda.nowMs < 5 * MINUTE_MS) {
    world.runFor(1_000);
    longestMs = Math.max(longestMs, ...slow.map((node) => world.backlogMs(node)));
  }
  expect(allComplete(all)()).toBe(true);
  expect(longestMs).toBeLessThan(15_000);
});
