import { describe, expect, test } from 'vitest';
import type { SimNode } from '../sim/node.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import { World } from '../sim/world.ts';
import { MINUTE_MS, range, seed, usefulBytes } from './support.ts';

/**
 * Only some files are wanted. A simulated node fails at once when its engine asks for a piece that it does not want,
 * and its invariants compare interest with what is wanted after every choice.
 */
const SEEDS = [1, 2, 3];

const torrent = symbolicTorrent({ pieces: 60, files: 3 });
const NONE = 0;
const LOW = 1;
const NORMAL = 2;
const HIGH = 3;

function stored({ disk }: SimNode, file: number): number {
  const { firstPiece = 0, pieceCount = 0 } = torrent.info.geometry.files[file] ?? {};
  return range(firstPiece, firstPiece + pieceCount).filter((piece) => disk.stored.has(piece)).length;
}

const lengthOf = (file: number) => torrent.info.geometry.files[file]?.length ?? 0;

describe.each(SEEDS)('seed %i', (seedNumber) => {
  test('what only deselected files need is never fetched, until it is selected after all', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { torrent });
    const leech = world.add({ name: 'leech', torrent, knowsMetadata: true, files: [NORMAL, NONE, NORMAL] });
    world.runUntil(() => leech.isFinished, MINUTE_MS, 'two of three');
    world.runFor(5_000);
    expect(range(0, 3).map((file) => stored(leech, file))).toEqual([20, 0, 20]);
    expect(leech.diary.receivedBytes).toBe(lengthOf(0) + lengthOf(2));
    expect(leech.finishedTimes).toBe(1);
    expect(leech.completedAtMs).toBeNull();
    const view = leech.swarm.view(world.agenda.nowMs);
    expect(view).toMatchObject({ isFinished: true, phase: 'downloading', wantedBytes: view.wantedHaveBytes });
    expect([...leech.context.peers.values()].map(({ amInterested }) => amInterested)).toEqual([false]);
    leech.select([NORMAL, LOW, NORMAL]);
    expect(leech.swarm.view(world.agenda.nowMs).isFinished).toBe(false);
    world.runUntil(() => leech.isComplete, world.agenda.nowMs + MINUTE_MS, 'the third');
    world.finish();
    expect(leech.finishedTimes).toBe(2);
    expect(usefulBytes(leech)).toBe(sharer.swarm.view(0).haveBytes);
  });

  test('a new life begins with what was selected', () => {
    const world = new World(seedNumber);
    seed(world, { torrent });
    const leech = world.add({ name: 'leech', torrent, knowsMetadata: true, files: [NONE, NORMAL, NONE] });
    world.runUntil(() => leech.disk.stored.size > 5, MINUTE_MS, 'some of it');
    world.leave(leech);
    world.comeBack(leech);
    world.runUntil(() => leech.isFinished, world.agenda.nowMs + MINUTE_MS, 'the rest of it');
    world.finish();
    expect(range(0, 3).map((file) => stored(leech, file))).toEqual([0, 20, 0]);
  });

  test('a file of high priority is complete before one of low priority begins', () => {
    const world = new World(seedNumber);
    seed(world, { torrent, upBps: 1_000_000 });
    const leech = world.add({ name: 'leech', torrent, knowsMetadata: true, files: [LOW, HIGH, NORMAL] });
    const inTime = (file: number, others: readonly number[]) => {
      world.runUntil(() => stored(leech, file) >= 18, 2 * MINUTE_MS, `file ${file}`);
      for (const other of others) expect(stored(leech, other)).toBe(0);
    };
    inTime(1, [0, 2]);
    inTime(2, [0]);
    world.runUntil(() => leech.isComplete, 2 * MINUTE_MS, 'all');
    world.finish();
  });

  test('two who want different files: each gets its own, and both help a third who wants both', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { torrent, upBps: 500_000 });
    const choices = [
      [NORMAL, NONE, NONE],
      [NONE, NORMAL, NONE],
      [NORMAL, NORMAL, NONE],
    ];
    const all = choices.map((files, at) =>
      world.add({ name: `leech-${at}`, torrent, knowsMetadata: true, files }),
    );
    world.runUntil(() => all.every((leech) => leech.isFinished), 4 * MINUTE_MS, 'what each wants');
    world.finish();
    expect(all.map((leech) => range(0, 3).map((file) => stored(leech, file)))).toEqual([
      [20, 0, 0],
      [0, 20, 0],
      [20, 20, 0],
    ]);
    // Alone, the sharer would have sent both files twice.
    const sent = sharer.swarm.view(world.agenda.nowMs).uploaded;
    expect(sent).toBeLessThan(1.9 * (lengthOf(0) + lengthOf(1)));
  });

  test('who wants nothing more serves what it has, also what it wants no more', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { torrent });
    const helper = world.add({ name: 'helper', torrent, knowsMetadata: true, files: [NORMAL, NONE, NONE] });
    world.runUntil(() => helper.isFinished, MINUTE_MS, 'the helper');
    helper.select([NONE, NONE, NONE]);
    world.leave(sharer);
    const late = world.add({ name: 'late', torrent, knowsMetadata: true, files: [NORMAL, NORMAL, NORMAL] });
    world.runUntil(() => stored(late, 0) === 20, world.agenda.nowMs + MINUTE_MS, 'from the helper alone');
    world.finish();
    expect(helper.finishedTimes).toBe(1);
  });
});

test.each([11, 12, 13, 14, 15, 16, 17, 18])(
  'seed %i: whatever is selected and deselected, what is selected in the end arrives, and nothing twice',
  (seedNumber) => {
    const world = new World(seedNumber);
    const parts = symbolicTorrent({ pieces: 90, files: 6, pieceLength: 512 * 1024 });
    seed(world, { torrent: parts, upBps: 4_000_000 });
    const all = range(0, 3).map((at) =>
      world.add({ name: `leech-${at}`, torrent: parts, knowsMetadata: true, upBps: 4_000_000 }),
    );
    const choose = (leech: SimNode) => leech.select(range(0, 6).map(() => Math.floor(world.random() * 4)));
    for (let turn = 0; turn < 40; turn++) {
      world.runFor(Math.floor(world.random() * 500));
      const leech = all[Math.floor(world.random() * all.length)];
      if (leech === undefined) continue;
      choose(leech);
      if (turn % 7 === 0) world.cutLinks(leech);
    }
    world.runUntil(() => all.every((leech) => leech.isFinished), 4 * MINUTE_MS, 'what is selected');
    for (const leech of all) leech.select(range(0, 6).map(() => NORMAL));
    world.runUntil(() => all.every((leech) => leech.isComplete), 8 * MINUTE_MS, 'everything');
    world.finish();
    for (const leech of all) expect(usefulBytes(leech)).toBe(parts.info.geometry.totalLength);
  },
);
