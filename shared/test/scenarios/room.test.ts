import { expect, test } from 'vitest';
import { sitter } from '../sim/behaviour.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import { World } from '../sim/world.ts';
import { allComplete, MINUTE_MS, range, seed } from './support.ts';

/** Twenty know nothing and reach nobody who does; one reaches the sharer too, and has room for four. */
function stuck(run: number) {
  const world = new World(run);
  const sharer = seed(world, { pieces: 20, upBps: 4_000_000 });
  world.hasPath = (from, to) => ![from, to].includes('seed') || [from, to].includes('last');
  const idle = range(0, 20).map((at) => world.add({ name: `idle-${at}`, torrent: sharer.torrent }));
  world.runFor(MINUTE_MS);
  const last = world.add({ name: 'last', torrent: sharer.torrent, maxConnections: 4 });
  return { world, sharer, idle, last };
}

test.each([2, 3, 5, 7, 8])(
  'who is stuck with useless peers leaves them for one who has the share (%i)',
  (run) => {
    const { world, sharer, idle, last } = stuck(run);
    world.runFor(MINUTE_MS / 2);
    expect([world.linksBetween(last, sharer), last.isComplete]).toEqual([0, false]);
    world.runUntil(
      allComplete([last, ...idle]),
      30 * MINUTE_MS,
      'it finds the sharer, and hands on what it got',
    );
    world.finish();
  },
);

test('who made room is not dialed again at once: links come one a minute, not in a loop', () => {
  const world = new World(5);
  const torrent = symbolicTorrent({ pieces: 20 });
  const [first] = range(0, 12).map((at) => world.add({ name: `idle-${at}`, torrent, maxConnections: 4 }));
  world.runFor(MINUTE_MS);
  const before = world.linksMade;
  world.runFor(10 * MINUTE_MS);
  expect(first?.isComplete).toBe(false);
  // Twelve nodes, ten minutes, one link each: at most, since each also ends one of another node.
  expect(world.linksMade - before).toBeLessThanOrEqual(120);
});

test('two that have everything leave each other where room is short, and only there', () => {
  const world = new World(6);
  const sharer = seed(world, { pieces: 4, upBps: 4_000_000 });
  const others = range(0, 4).map((at) =>
    world.add({ name: `other-${at}`, torrent: sharer.torrent, maxConnections: at === 0 ? 4 : 30 }),
  );
  world.runUntil(allComplete(others), MINUTE_MS, 'everyone completes');
  world.runFor(3 * MINUTE_MS);
  const [tight, ...roomy] = others;
  if (tight === undefined) throw new Error('nobody is there');
  const linksOf = (node: typeof tight) =>
    [sharer, ...others].reduce(
      (sum, other) => sum + (other === node ? 0 : world.linksBetween(node, other)),
      0,
    );
  expect(linksOf(tight)).toBeLessThan(4);
  for (const node of roomy) expect(linksOf(node)).toBeGreaterThanOrEqual(3);
  world.finish();
});

test.each([1, 2, 3])('newcomers that give nothing push nobody out who waits for a turn (%i)', (run) => {
  const world = new World(run, 50);
  const torrent = symbolicTorrent({ pieces: 1_500 });
  const have = range(0, 1_500);
  const slow = { torrent, have, knowsMetadata: true, upBps: 100_000 };
  const sharer = world.add({ ...slow, name: 'seed', maxConnections: 8 });
  world.add({ ...slow, name: 'other' });
  // Each also gets from the other seed, and from the others.
  const honest = range(0, 6).map((at) => world.add({ name: `leech-${at}`, torrent, upBps: 30_000 }));
  world.runFor(MINUTE_MS);
  for (let minute = 0; minute < 5; minute++) {
    for (const at of range(0, 4)) {
      world.add({ name: `sybil-${minute}-${at}`, torrent, behaviour: sitter() });
    }
    world.runFor(MINUTE_MS);
    expect(honest.map((one) => world.linksBetween(one, sharer))).toEqual(honest.map(() => 1));
  }
  expect(honest.every(({ isComplete }) => !isComplete)).toBe(true);
});
