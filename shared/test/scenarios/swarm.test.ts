import { describe, expect, test } from 'vitest';
import type { SimNode } from '../sim/node.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import { World } from '../sim/world.ts';

/** Each scenario is told with several seeds: latencies, choices and orders differ, the outcome must not. */
const SEEDS = [1, 2, 3, 4, 5];
const MINUTE_MS = 60_000;

const allComplete = (nodes: Iterable<SimNode>) => () => [...nodes].every((node) => node.isComplete);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

function seed(world: World, torrent = symbolicTorrent({ pieces: 40 }), name = 'seed'): SimNode {
  const have = range(0, torrent.info.geometry.pieceCount);
  return world.add({ name, torrent, knowsMetadata: true, have });
}

describe.each(SEEDS)('seed %i', (seedNumber) => {
  test('one to one: a newcomer with the info-hash alone gets everything', () => {
    const world = new World(seedNumber);
    const sharer = seed(world);
    const leech = world.add({ name: 'leech', torrent: sharer.torrent });
    world.runUntil(allComplete([leech]), 2 * MINUTE_MS, 'one to one');
    expect(leech.knownTorrent?.info.infoHashV2).toEqual(sharer.torrent.info.infoHashV2);
    expect(leech.swarm.view(world.agenda.nowMs).duplicateBytes).toBe(0);
  });

  test('one to eight: the swarm carries more than the sharer could alone', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, symbolicTorrent({ pieces: 80 }));
    const leeches = range(0, 8).map((at) => world.add({ name: `leech-${at}`, torrent: sharer.torrent }));
    world.runUntil(allComplete(leeches), 5 * MINUTE_MS, 'one to eight');
    const fileBytes = sharer.torrent.info.geometry.totalLength;
    // Alone, the sharer would need eight times the file through its uplink.
    const aloneMs = ((8 * fileBytes) / sharer.upBps) * 1_000;
    const lastMs = Math.max(...leeches.map((leech) => leech.completedAtMs ?? Number.POSITIVE_INFINITY));
    expect(lastMs).toBeLessThan(aloneMs / 2);
    const sent = sharer.swarm.view(world.agenda.nowMs).uploaded;
    expect(sent).toBeLessThan(4 * fileBytes);
  });

  test('partial seeds only: nobody has everything, together they do', () => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 60, files: 3 });
    const parts = [range(0, 25), range(20, 45), range(40, 60)].map((have, at) =>
      world.add({ name: `part-${at}`, torrent, knowsMetadata: true, have }),
    );
    const newcomer = world.add({ name: 'newcomer', torrent });
    world.runUntil(allComplete([...parts, newcomer]), 3 * MINUTE_MS, 'partial seeds');
  });

  test('everyone leaves and returns: nothing that was stored is fetched again', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, symbolicTorrent({ pieces: 80 }));
    const leeches = range(0, 3).map((at) => world.add({ name: `leech-${at}`, torrent: sharer.torrent }));
    const half = () => leeches.some((leech) => leech.stored.size >= 30);
    world.runUntil(half, 2 * MINUTE_MS, 'half of it');
    for (const node of [sharer, ...leeches]) world.leave(node);
    world.runFor(5_000);
    for (const node of [...leeches, sharer]) world.comeBack(node);
    world.runUntil(allComplete(leeches), world.agenda.nowMs + 3 * MINUTE_MS, 'after the return');
    expect(leeches.map((leech) => leech.refetched)).toEqual([0, 0, 0]);
  });

  test('the sharer leaves once the swarm holds everything between its members', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, symbolicTorrent({ pieces: 60 }));
    const leeches = range(0, 3).map((at) => world.add({ name: `leech-${at}`, torrent: sharer.torrent }));
    const together = () => new Set(leeches.flatMap((leech) => [...leech.stored])).size === 60;
    world.runUntil(together, 2 * MINUTE_MS, 'jointly complete');
    world.leave(sharer);
    const newcomer = world.add({ name: 'newcomer', torrent: sharer.torrent });
    world.runUntil(allComplete([...leeches, newcomer]), world.agenda.nowMs + 3 * MINUTE_MS, 'without it');
  });

  test('a corrupter beside an honest seed: the data is right, the corrupter banned, the honest one not', () => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 60 });
    const have = range(0, 60);
    world.add({ name: 'honest', torrent, knowsMetadata: true, have });
    world.add({ name: 'corrupter', torrent, knowsMetadata: true, have, behaviour: 'corrupter' });
    const leech = world.add({ name: 'leech', torrent });
    world.runUntil(allComplete([leech]), 3 * MINUTE_MS, 'despite a corrupter');
    expect([...leech.banned]).toEqual(['corrupter']);
  });

  test('three corrupters among many honest: each is found, nobody else is accused', () => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 90 });
    const have = range(0, 90);
    seed(world, torrent, 'honest');
    for (const at of range(0, 3)) {
      world.add({ name: `corrupter-${at}`, torrent, knowsMetadata: true, have, behaviour: 'corrupter' });
    }
    const leeches = range(0, 4).map((at) => world.add({ name: `leech-${at}`, torrent }));
    world.runUntil(allComplete(leeches), 5 * MINUTE_MS, 'despite three corrupters');
    for (const leech of leeches) {
      for (const accused of leech.banned) expect(accused).toMatch(/^corrupter/);
    }
  });

  test('a liar about have is asked, not believed again, and delays nobody for long', () => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 60 });
    world.add({ name: 'liar', torrent, knowsMetadata: true, have: [3], behaviour: 'have-liar' });
    const sharer = seed(world, torrent);
    const leech = world.add({ name: 'leech', torrent });
    world.runUntil(allComplete([leech]), 2 * MINUTE_MS, 'despite a liar');
    const bestMs = (torrent.info.geometry.totalLength / sharer.upBps) * 1_000;
    expect(leech.completedAtMs ?? Number.POSITIVE_INFINITY).toBeLessThan(3 * bestMs + 5_000);
  });

  test('a peer that never answers is snubbed and what it owes comes from others', () => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 60 });
    world.add({ name: 'mute', torrent, knowsMetadata: true, have: range(0, 60), behaviour: 'mute' });
    seed(world, torrent);
    const leech = world.add({ name: 'leech', torrent });
    world.runUntil(allComplete([leech]), 2 * MINUTE_MS, 'despite a mute peer');
  });

  test('signaling goes down after the start: those who met go on', () => {
    const world = new World(seedNumber);
    const sharer = seed(world);
    const leeches = range(0, 3).map((at) => world.add({ name: `leech-${at}`, torrent: sharer.torrent }));
    world.runFor(1_000);
    world.signalingUp = false;
    world.runUntil(allComplete(leeches), 3 * MINUTE_MS, 'without signaling');
  });

  test('links break at any moment: everyone still completes, and nothing is stored twice', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, symbolicTorrent({ pieces: 60 }));
    const leeches = range(0, 4).map((at) => world.add({ name: `leech-${at}`, torrent: sharer.torrent }));
    for (let cut = 0; cut < 12; cut++) {
      world.runFor(300 + Math.floor(world.random() * 900));
      const victim = [sharer, ...leeches][Math.floor(world.random() * 5)];
      if (victim !== undefined) world.cutLinks(victim);
    }
    world.runUntil(allComplete(leeches), 5 * MINUTE_MS, 'despite cut links');
    expect(leeches.map((leech) => leech.refetched)).toEqual([0, 0, 0, 0]);
  });
});
