import { describe, expect, test } from 'vitest';
import { symbolicTorrent } from '../sim/torrent.ts';
import { World } from '../sim/world.ts';
import { allComplete, leeches, lengthOf, MINUTE_MS, range, seed, usefulBytes } from './support.ts';

/** Each scenario is told with several seeds: latencies, choices and orders differ, the outcome must not. */
const SEEDS = [1, 2, 3];

describe.each(SEEDS)('seed %i', (seedNumber) => {
  test('one to one: a newcomer with the info-hash alone gets everything, once', () => {
    const world = new World(seedNumber);
    const sharer = seed(world);
    const [leech] = leeches(world, sharer, 1);
    if (leech === undefined) throw Error();
    world.runUntil(allComplete([leech]), 2 * MINUTE_MS, 'one to one');
    world.finish();
    expect(leech.knownTorrent?.info.infoHashV2).toEqual(sharer.torrent.info.infoHashV2);
    expect(leech.diary.receivedBytes).toBe(lengthOf(sharer));
    const bestMs = (lengthOf(sharer) / sharer.upBps) * 1_000;
    expect(leech.completedAtMs).toBeLessThan(1.2 * bestMs + 1_000);
  });

  test('one to eight: the swarm carries more than the sharer could alone', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 80 });
    const all = leeches(world, sharer, 8);
    world.runUntil(allComplete(all), 5 * MINUTE_MS, 'one to eight');
    world.finish();
    // Alone, the sharer would need eight times the file through its uplink.
    const aloneMs = ((8 * lengthOf(sharer)) / sharer.upBps) * 1_000;
    const lastMs = Math.max(...all.map((leech) => leech.completedAtMs ?? Number.POSITIVE_INFINITY));
    expect(lastMs).toBeLessThan(aloneMs / 2);
    expect(sharer.swarm.view(world.agenda.nowMs).uploaded).toBeLessThan(4 * lengthOf(sharer));
  });

  test('partial seeds only: nobody has everything, together they do', () => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 60, files: 3 });
    const parts = [range(0, 25), range(20, 45), range(40, 60)].map((have, at) =>
      world.add({ name: `part-${at}`, torrent, knowsMetadata: true, have }),
    );
    const newcomer = world.add({ name: 'newcomer', torrent });
    world.runUntil(allComplete([...parts, newcomer]), 3 * MINUTE_MS, 'partial seeds');
    world.finish();
  });

  test('everyone leaves and returns: what was stored is not fetched again', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 80 });
    const all = leeches(world, sharer, 3);
    world.runUntil(() => all.some((leech) => leech.disk.stored.size >= 30), 2 * MINUTE_MS, 'half of it');
    for (const node of [sharer, ...all]) world.leave(node);
    world.runFor(5_000);
    const lost = all.map((leech) => usefulBytes(leech) - leech.swarm.view(0).haveBytes);
    const useless = all.map((leech) => leech.swarm.view(0).duplicateBytes);
    for (const node of [...all, sharer]) world.comeBack(node);
    world.runUntil(allComplete(all), world.agenda.nowMs + 3 * MINUTE_MS, 'after the return');
    for (const [at, leech] of all.entries()) {
      // What had come and was no whole piece yet was lost with the tab, and nothing else.
      const once = usefulBytes(leech) - (useless[at] ?? 0) - (lost[at] ?? 0);
      expect(once).toBe(lengthOf(sharer));
    }
    // Complete ones carry the share on when its sharer is gone.
    world.leave(sharer);
    const newcomer = world.add({ name: 'newcomer', torrent: sharer.torrent });
    world.runUntil(allComplete([newcomer]), world.agenda.nowMs + 3 * MINUTE_MS, 'without it');
    world.finish();
  });

  test('signaling goes down after the start: those who met go on, and a newcomer waits for its return', () => {
    const world = new World(seedNumber);
    const sharer = seed(world);
    const all = leeches(world, sharer, 3);
    world.runFor(1_000);
    world.stopSignaling();
    world.runUntil(allComplete(all), 3 * MINUTE_MS, 'without signaling');
    const newcomer = world.add({ name: 'newcomer', torrent: sharer.torrent });
    world.runFor(MINUTE_MS);
    expect(newcomer.disk.stored.size).toBe(0);
    const before = world.linksMade;
    world.restoreSignaling();
    world.runUntil(allComplete([newcomer]), world.agenda.nowMs + MINUTE_MS, 'signaling is back');
    world.finish();
    // Everyone learned everyone anew. Both ends dialed where the newcomer is one, nobody where a link had lasted.
    expect(world.linksMade - before).toBeLessThanOrEqual(2 * 4);
  });

  test('links break at any moment: everyone still completes, and nothing that came is lost', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 60 });
    const all = leeches(world, sharer, 4);
    for (let cut = 0; cut < 12; cut++) {
      world.runFor(300 + Math.floor(world.random() * 900));
      const victim = [sharer, ...all][Math.floor(world.random() * 5)];
      if (victim !== undefined) world.cutLinks(victim);
    }
    world.runUntil(allComplete(all), 5 * MINUTE_MS, 'despite cut links');
    world.finish();
    for (const leech of all) expect(usefulBytes(leech)).toBe(lengthOf(sharer));
  });

  test('both dial each other at once: one link stays, and nothing is lost', () => {
    const world = new World(seedNumber);
    const sharer = seed(world);
    const [leech] = leeches(world, sharer, 1);
    if (leech === undefined) throw Error();
    world.dial(sharer, leech.name);
    world.dial(leech, sharer.name);
    world.runFor(2_000);
    expect(world.linksBetween(sharer, leech)).toBe(1);
    expect(world.linksMade).toBe(3);
    world.runUntil(allComplete([leech]), MINUTE_MS, 'over the link that stayed');
    world.finish();
  });

  test('a tab returns before anyone noticed that it had gone: its new links replace the old ones', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 200 });
    const [leech] = leeches(world, sharer, 1);
    if (leech === undefined) throw Error();
    world.runFor(15_000);
    expect(leech.isComplete).toBe(false);
    world.leave(leech, 30_000);
    world.comeBack(leech);
    world.runFor(10_000);
    expect(sharer.diary.closed.get('replaced')).toBe(1);
    world.runUntil(allComplete([leech]), 2 * MINUTE_MS, 'after the return');
    world.finish();
  });

  test('twenty meet: everyone finds everyone, and all complete', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 20 });
    const all = leeches(world, sharer, 19);
    world.runUntil(allComplete(all), 5 * MINUTE_MS, 'twenty');
    world.finish();
    for (const leech of all) expect(leech.swarm.view(world.agenda.nowMs).peers).toHaveLength(19);
  });
});
