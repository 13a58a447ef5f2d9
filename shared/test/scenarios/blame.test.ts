import { describe, expect, test } from 'vitest';
import { NATIVE_BLOCK_LENGTH } from '../../src/wire/index.ts';
import { type Behaviour, mute, poisoner, thoroughLiar, withoutLeaves } from '../sim/behaviour.ts';
import type { SimNode } from '../sim/node.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import { World } from '../sim/world.ts';
import { allComplete, leeches, lengthOf, MINUTE_MS, range, seed, usefulBytes } from './support.ts';

/** One piece of 32 blocks, which several seeds send together; that nobody honest is banned is checked throughout. */
const SEEDS = [1, 2, 3, 4];

interface Meeting {
  readonly world: World;
  readonly leech: SimNode;
  readonly seeds: readonly SimNode[];
}

/** @param behaviours of the seeds, by name */
function meet(seedNumber: number, behaviours: Readonly<Record<string, Behaviour | undefined>>): Meeting {
  const world = new World(seedNumber);
  const torrent = symbolicTorrent({ pieces: 1, pieceLength: 2 * 1024 * 1024 });
  const seeds = Object.entries(behaviours).map(([name, behaviour]) =>
    seed(world, { name, torrent, upBps: 200_000, ...(behaviour === undefined ? {} : { behaviour }) }),
  );
  const leech = world.add({ name: 'leech', torrent, knowsMetadata: true });
  return { world, leech, seeds };
}

/** Runs until the piece is whole for the first time, and one of its blocks is a lie. */
function untilWhole({ world, leech }: Meeting): void {
  world.runUntil(() => leech.swarm.stateOf(0) === 'verifying', MINUTE_MS, 'the piece is whole');
}

const complete = ({ world, leech }: Meeting) => {
  world.runUntil(allComplete([leech]), 2 * MINUTE_MS, 'despite liars');
  world.finish();
};

/** That only what liars sent came again. */
function expectNothingLost({ leech }: Meeting, liars: readonly string[]): void {
  const spoilt = liars.reduce((sum, liar) => sum + leech.diary.blocksAsked(liar), 0);
  expect(spoilt).toBeGreaterThan(0);
  expect(spoilt).toBeLessThan(32);
  expect(usefulBytes(leech)).toBeLessThanOrEqual(lengthOf(leech) + spoilt * NATIVE_BLOCK_LENGTH);
}

describe.each(SEEDS)('seed %i: a piece of several senders', (seedNumber) => {
  test('of whom one lied costs that one its place, and its blocks alone come again', () => {
    const meeting = meet(seedNumber, { ada: undefined, ben: undefined, eve: poisoner(1) });
    complete(meeting);
    expect([...meeting.leech.banned]).toEqual(['eve']);
    expectNothingLost(meeting, ['eve']);
  });

  test('of whom two lied costs both theirs', () => {
    const meeting = meet(seedNumber, { ada: undefined, eve: poisoner(1), ben: undefined, mal: poisoner(1) });
    complete(meeting);
    expect(meeting.leech.banned).toEqual(new Set(['eve', 'mal']));
    expectNothingLost(meeting, ['eve', 'mal']);
  });

  test('of whom one lies about hashes as well gains nothing by it', () => {
    const meeting = meet(seedNumber, { eve: thoroughLiar(), ada: undefined, ben: undefined });
    complete(meeting);
    expect([...meeting.leech.banned]).toEqual(['eve']);
    expectNothingLost(meeting, ['eve']);
  });

  test('is fetched from one peer alone where nobody tells its leaves, and the liar is found all the same', () => {
    const meeting = meet(seedNumber, { ada: withoutLeaves(), ben: withoutLeaves(), eve: thoroughLiar() });
    complete(meeting);
    expect([...meeting.leech.banned]).toEqual(['eve']);
  });

  test('is judged by another when the one that was asked leaves', () => {
    const meeting = meet(seedNumber, { ada: undefined, ben: undefined, eve: poisoner(1) });
    const { world, leech, seeds } = meeting;
    const asked = () => seeds.find(({ name }) => name !== 'eve' && leech.diary.metadataAsked(name) > 0);
    world.runUntil(
      () => asked() !== undefined || leech.diary.metadataAsked('eve') > 0,
      MINUTE_MS,
      'a question',
    );
    const answerer = asked();
    if (answerer !== undefined) world.leave(answerer);
    complete(meeting);
    expect([...leech.banned]).toEqual(['eve']);
  });

  test('costs the liar its place even when it has left before the verdict', () => {
    const meeting = meet(seedNumber, { ada: undefined, ben: undefined, eve: poisoner(1) });
    untilWhole(meeting);
    const eve = meeting.seeds.find(({ name }) => name === 'eve');
    if (eve === undefined) throw Error();
    meeting.world.leave(eve);
    complete(meeting);
    expect([...meeting.leech.banned]).toEqual(['eve']);
    expectNothingLost(meeting, ['eve']);
  });
});

describe.each([1, 2])('seed %i: a crowd', (seedNumber) => {
  test('in which one in five spoils and one in ten is mute completes, and bans none but liars', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 80 });
    const { torrent } = sharer;
    const liars = range(0, 6).map((at) => `liar-${at}`);
    for (const [at, name] of liars.entries()) {
      seed(world, { name, torrent, behaviour: at % 2 === 0 ? poisoner(0.3) : thoroughLiar() });
    }
    for (const at of range(0, 3)) seed(world, { name: `mute-${at}`, torrent, behaviour: mute() });
    const all = leeches(world, sharer, 20);
    world.runUntil(allComplete(all), 10 * MINUTE_MS, 'despite a fifth of liars');
    world.finish();
    const banned = new Set(all.flatMap((leech) => [...leech.banned]));
    expect(banned).toEqual(new Set(liars));
  });
});
