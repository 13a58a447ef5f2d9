import { describe, expect, test } from 'vitest';
import { mute } from '../sim/behaviour.ts';
import { Player } from '../sim/player.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import { World } from '../sim/world.ts';
import { leeches, MINUTE_MS, range, seed, usefulBytes } from './support.ts';

/** Somebody watches while it downloads: 24 MiB, and a line that brings it at about three times the rate it plays at. */
const SEEDS = [1, 2, 3];
const PIECES = 96;
const PLAY_BPS = 200_000;

describe.each(SEEDS)('seed %i', (seedNumber) => {
  /** Plays from the start, goes on at three quarters after five seconds, and waits for that. */
  function watch(isUrgent: boolean) {
    const world = new World(seedNumber, 10);
    const sharer = seed(world, { pieces: PIECES, upBps: 500_000 });
    // Slow enough that what is asked of them comes too late.
    for (const name of ['slow-0', 'slow-1']) seed(world, { name, torrent: sharer.torrent, upBps: 60_000 });
    const node = world.add({ name: 'watcher', torrent: sharer.torrent });
    const player = new Player(world, node, { playBps: PLAY_BPS, isUrgent });
    world.runFor(5_000);
    player.seek(72);
    const soughtAtMs = world.agenda.nowMs;
    const heldBefore = node.disk.stored.size;
    world.runUntil(() => player.piece > 72, 5 * MINUTE_MS, 'the sought piece');
    const soughtMs = world.agenda.nowMs - soughtAtMs;
    world.runFor(15_000);
    const { stalledMs } = player;
    const behind = range(0, 72).filter((index) => node.disk.stored.has(index)).length;
    world.runUntil(() => node.isComplete, 5 * MINUTE_MS, 'all of it');
    const endedMs = world.agenda.nowMs;
    player.stop();
    world.finish();
    const { duplicateBytes } = node;
    const totalBytes = sharer.torrent.info.geometry.totalLength;
    return { soughtMs, stalledMs, behind, heldBefore, endedMs, duplicateBytes, totalBytes };
  }

  test('what is sought comes soon and plays on, and the rest is not starved of it', () => {
    const urgent = watch(true);
    const unaware = watch(false);
    expect(urgent.soughtMs).toBeLessThan(3_500);
    expect(urgent.stalledMs).toBeLessThan(1_500);
    expect(unaware.stalledMs).toBeGreaterThan(4 * urgent.stalledMs);
    expect(urgent.behind).toBeGreaterThan(urgent.heldBefore + 10);
    expect(urgent.endedMs).toBeLessThan(1.1 * unaware.endedMs);
    expect(urgent.duplicateBytes).toBeLessThan(0.025 * urgent.totalBytes);
  });

  test('of files that are not wanted comes what is waited for, and when nobody waits, no more', () => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 60, files: 3 });
    seed(world, { torrent });
    const node = world.add({ name: 'watcher', torrent, knowsMetadata: true, files: [0, 2, 0] });
    world.runUntil(() => node.isFinished, MINUTE_MS, 'the wanted file');
    const awaits = (pieces: readonly number[]) =>
      node.awaits(pieces.map((piece) => ({ piece, dueMs: world.agenda.nowMs })));
    awaits([45, 46, 47, 48]);
    world.runUntil(() => node.disk.stored.has(45), world.agenda.nowMs + MINUTE_MS, 'the first');
    awaits([50]);
    world.runUntil(() => node.disk.stored.has(50), world.agenda.nowMs + MINUTE_MS, 'what is sought');
    awaits([]);
    world.runFor(5_000);
    world.finish();
    const others = [...node.disk.stored].filter((piece) => piece < 20 || piece >= 40);
    expect(others).toEqual(expect.arrayContaining([45, 50]));
    expect(others.length).toBeLessThan(8);
    expect(node.finishedTimes).toBe(1);
    expect(usefulBytes(node)).toBeLessThan(29 * torrent.info.geometry.pieceLength);
    expect([...node.context.peers.values()].map(({ amInterested }) => amInterested)).toEqual([false]);
  });

  test('what a mute peer was asked for is asked of another as soon as it is late', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: PIECES, upBps: 400_000 });
    const have = range(0, PIECES);
    const { torrent } = sharer;
    world.add({ name: 'mute', torrent, knowsMetadata: true, have, behaviour: mute() });
    const node = world.add({ name: 'watcher', torrent, knowsMetadata: true });
    const player = new Player(world, node, { playBps: 100_000, isUrgent: true });
    world.runUntil(() => player.piece >= 24, 5 * MINUTE_MS, 'a quarter');
    expect(player.stalledMs).toBeLessThan(9_000);
    player.stop();
  });
});

test.each([21, 22, 23, 24, 25, 26])(
  'seed %i: wherever two players jump, and whatever is selected meanwhile, everything arrives in the end',
  (seedNumber) => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 90, files: 6 });
    const sharer = seed(world, { torrent, upBps: 4_000_000 });
    const all = leeches(world, sharer, 3);
    const players = all
      .slice(0, 2)
      .map((node) => new Player(world, node, { playBps: 300_000, isUrgent: true }));
    world.runUntil(() => all.every((node) => node.knownTorrent !== null), MINUTE_MS, 'the metadata');
    for (let turn = 0; turn < 40; turn++) {
      world.runFor(Math.floor(world.random() * 400));
      const at = Math.floor(world.random() * all.length);
      players[at]?.seek(Math.floor(world.random() * 90));
      all[at]?.select(range(0, 6).map(() => Math.floor(world.random() * 4)));
      if (turn % 7 === 0 && all[at] !== undefined) world.cutLinks(all[at]);
      if (turn % 11 === 0) all[at]?.pause();
      else all[at]?.resume();
    }
    for (const player of players) player.stop();
    for (const node of all) {
      node.resume();
      node.select(range(0, 6).map(() => 2));
    }
    world.runUntil(() => all.every((node) => node.isComplete), 8 * MINUTE_MS, 'everything');
    world.finish();
  },
);
