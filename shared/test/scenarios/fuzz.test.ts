import { describe, expect, test } from 'vitest';
import {
  type Behaviour,
  chokingPoisoner,
  hashLiar,
  haveLiar,
  metadataLiar,
  mute,
  poisoner,
  pusher,
  rejecter,
  thoroughLiar,
  trickler,
  withoutLeaves,
} from '../sim/behaviour.ts';
import type { SimNode } from '../sim/node.ts';
import { World } from '../sim/world.ts';
import { leeches, MINUTE_MS, range, seed } from './support.ts';

/**
 * Whatever happens: a few honest peers, a few of any kind, and a minute in which links break, tabs come and go, people
 * pause, storage fails and forgets. Afterwards the honest ones complete, and no rule was broken on the way. A seed that
 * fails is in the message; it fails again with the same number.
 */
const SEEDS = range(1, 41);

const CAST: readonly (() => Behaviour)[] = [
  () => poisoner(0.3),
  () => poisoner(1),
  chokingPoisoner,
  haveLiar,
  metadataLiar,
  hashLiar,
  mute,
  rejecter,
  () => trickler(9_900),
  pusher,
  thoroughLiar,
  withoutLeaves,
];

/** One thing that happens to `node`, or between it and `other`. */
type Incident = (world: World, node: SimNode, other: SimNode) => void;

const INCIDENTS: readonly Incident[] = [
  (world, node) => world.cutLinks(node),
  (world, node) => {
    if (!node.online) return;
    node.pause();
    node.later(world.random() * 3_000, () => node.resume());
  },
  (world, node) => {
    if (!node.online) return;
    const noticedAfterMs = world.random() < 0.5 ? 0 : world.random() * 5_000;
    world.leave(node, noticedAfterMs);
    world.agenda.after(world.random() * 4_000, () => world.comeBack(node));
  },
  (world, node) => {
    node.disk.failNext(1);
    node.later(world.random() * 5_000, () => node.resume());
  },
  (world, node) => {
    const stored = [...node.disk.stored];
    const lost = stored[Math.floor(world.random() * stored.length)];
    // A piece that nobody else has would be lost for all.
    if (lost !== undefined && node.name !== 'seed') node.losePiece(lost);
  },
  (world, node, other) => {
    world.dial(node, other.name);
    world.dial(other, node.name);
  },
];

function pick<T>(world: World, from: readonly T[]): T {
  const picked = from[Math.floor(world.random() * from.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

describe('whatever happens', () => {
  test.each(SEEDS)('seed %i: the honest complete', (seedNumber) => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 24, upBps: pick(world, [150_000, 500_000, 2_000_000]) });
    const { torrent } = sharer;
    for (const at of range(0, Math.floor(world.random() * 4))) {
      seed(world, { name: `other-${at}`, torrent, behaviour: pick(world, CAST)(), upBps: 300_000 });
    }
    const honest = [sharer, ...leeches(world, sharer, pick(world, [1, 3, 6]))];
    for (let incident = 0; incident < 40; incident++) {
      world.runFor(100 + world.random() * 1_500);
      const node = pick(world, honest);
      const other = pick(world, honest);
      if (node !== other) pick(world, INCIDENTS)(world, node, other);
    }
    world.runFor(15_000);
    for (const node of honest) {
      node.disk.mend();
      node.resume();
    }
    const done = () => honest.every((node) => node.online && node.isComplete);
    world.runUntil(done, world.agenda.nowMs + 10 * MINUTE_MS, 'after all that');
    world.finish();
    for (const { banned } of honest) for (const name of banned) expect(name).toMatch(/^other/);
  });
});
