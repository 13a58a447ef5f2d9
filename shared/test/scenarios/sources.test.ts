import { describe, expect, test } from 'vitest';
import { symbolicTorrent } from '../sim/torrent.ts';
import { World } from '../sim/world.ts';
import { allComplete, lengthOf, MINUTE_MS, seed } from './support.ts';

/** One who downloads, a share that takes a single seed so many seconds, and seeds with the given uplinks. */
function download(ups: readonly number[], seconds: number, line: { readonly downBps?: number } = {}) {
  const world = new World(1, 50);
  const pieceLength = 256 * 1024;
  const torrent = symbolicTorrent({
    pieces: Math.ceil(((ups[0] ?? 0) * seconds) / pieceLength),
    pieceLength,
  });
  const seeds = ups.map((upBps, at) => seed(world, { name: `seed-${at}`, torrent, upBps }));
  const leech = world.add({ ...line, name: 'leech', torrent });
  const complete = () => {
    world.runUntil(allComplete([leech]), 10 * MINUTE_MS, 'a download');
    return leech.completedAtMs ?? Number.POSITIVE_INFINITY;
  };
  return { world, seeds, leech, complete };
}

describe.each([100_000, 1_000_000, 10_000_000])('seeds that give %i bytes/s each', (bps) => {
  test('two take half as long as one, four a quarter, and nothing comes twice', () => {
    // At least forty pieces: the end of a download is one piece long.
    const seconds = Math.max(20, 10_000_000 / bps);
    const alone = download([bps], seconds).complete();
    for (const count of [2, 4]) {
      const { leech, complete } = download(Array<number>(count).fill(bps), seconds);
      expect(complete() / alone).toBeLessThan(1.1 / count);
      expect(leech.duplicateBytes).toBe(0);
    }
  });

  test('one four times as fast as the other gives four times as much', () => {
    const { seeds, complete } = download([bps, 4 * bps], 60);
    expect(complete()).toBeLessThan(1.1 * (60_000 / 5) + 500);
    const [slow = 0, fast = 0] = seeds.map(({ diary }) => diary.sentBytes);
    expect(fast / slow).toBeGreaterThan(3.4);
  });

  // Its tab is gone without a word, and its connection seems open for half a minute.
  test.each([0.3, 0.9, 0.97])('one dies after %f of it: the other brings the rest at full speed', (part) => {
    for (const downBps of [bps, 10 * bps]) {
      const { world, seeds, leech, complete } = download([bps, bps], 40, { downBps });
      const total = lengthOf(leech);
      world.runUntil(() => leech.diary.receivedBytes >= part * total, 10 * MINUTE_MS, 'the death');
      const diedMs = world.agenda.nowMs;
      if (seeds[0] !== undefined) world.leave(seeds[0], MINUTE_MS / 2);
      // Two and a half seconds until it is known to be silent count only where nothing else is left to fetch.
      expect(complete() - diedMs).toBeLessThan(1_000 * (((1 - part) * total) / bps) + 2_600);
      expect(leech.duplicateBytes).toBe(0);
    }
  });
});

test('a peer that pauses for a second and a half is not thought dead, nor is one that is slow', () => {
  const { world, seeds, leech, complete } = download([20_000, 400_000], 200);
  for (let second = 0; second < 8; second++) {
    world.runFor(600);
    for (const { uplink } of seeds) uplink.stallFor(1_200);
  }
  complete();
  expect(leech.duplicateBytes / lengthOf(leech)).toBeLessThan(0.01);
  expect([...leech.diary.closed]).toEqual([]);
});
