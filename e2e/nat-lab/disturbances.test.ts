import { setTimeout as pass } from 'node:timers/promises';
import type { Person } from '../support/person.ts';
import { noteReceivedPieces, receivedPieces, thinUplink } from '../support/tampering.ts';
import { expect, needsLab, SERVER_PORT, test } from './lab.ts';
import { pairsOf } from './observer.ts';
import { noteRecovery } from './timetable.ts';

const MIB = 1024 * 1024;

needsLab();

test.beforeEach(({ lab }) => {
  for (const home of ['home-1', 'home-2', 'home-3'] as const) lab.network.router(home, 'port-preserving');
});

/** Waits until some of it is here, and tells what. */
async function someOf(friend: Person): Promise<ReadonlySet<number>> {
  await friend.hasReached(0.2);
  return new Set(await friend.storedPieces());
}

/** Waits until there is more of it than so much, and notes how long that took. */
async function goesOn(friend: Person, progress: number, title: string): Promise<void> {
  const startedMs = performance.now();
  await expect.poll(() => friend.progress(), { intervals: [100] }).toBeGreaterThan(progress);
  noteRecovery(title, performance.now() - startedMs);
}

/** Pieces that had been verified before and came again after the first `before` blocks. */
async function refetched(
  friend: Person,
  had: ReadonlySet<number>,
  before: number,
): Promise<readonly number[]> {
  return (await receivedPieces(friend.page)).slice(before).filter((piece) => had.has(piece));
}

test('ten seconds without a single packet, then it goes on', async ({ lab, someone, files }) => {
  const path = await files.random('film.bin', 6 * MIB);
  const sharer = await someone('home-1', (context) => thinUplink(context, MIB));
  const link = await sharer.shares(path);
  const friend = await someone('home-2', noteReceivedPieces);
  await friend.page.goto(`${link}&go=1`);
  const had = await someOf(friend);
  const before = (await receivedPieces(friend.page)).length;
  lab.network.cut('home-2');
  await pass(10_000);
  const progress = await friend.progress();
  lab.network.router('home-2', 'port-preserving');
  await goesOn(friend, progress, 'after 10 s without a packet');
  await friend.isDone();
  expect(await refetched(friend, had, before)).toEqual([]);
  await friend.savesWhatIsIn(path);
});

test('another address in the middle of a transfer', async ({ lab, someone, files }) => {
  const path = await files.random('film.bin', 6 * MIB);
  const sharer = await someone('home-1', (context) => thinUplink(context, MIB));
  const link = await sharer.shares(path);
  const friend = await someone('home-2', noteReceivedPieces);
  await friend.page.goto(`${link}&go=1`);
  const had = await someOf(friend);
  const before = (await receivedPieces(friend.page)).length;
  lab.network.renumber('home-2', '192.168.2.77');
  try {
    const progress = await friend.progress();
    // Some that was on its way before may still be written down.
    await goesOn(friend, progress + 0.1, 'after another address, and a tenth more of the file');
    await friend.isDone();
    expect(await refetched(friend, had, before)).toEqual([]);
    await friend.savesWhatIsIn(path);
  } finally {
    lab.network.restore('home-2');
  }
});

test('the server cannot be reached for a while: what runs goes on, and then newcomers get in', async ({
  lab,
  someone,
  files,
}) => {
  const path = await files.random('film.bin', 6 * MIB);
  const sharer = await someone('home-1', (context) => thinUplink(context, MIB));
  const link = await sharer.shares(path);
  const friend = await someone('home-2');
  await friend.page.goto(`${link}&go=1`);
  await friend.hasReached(0.1);
  lab.network.hide(SERVER_PORT);
  try {
    await friend.isDone();
    await friend.savesWhatIsIn(path);
    expect(await pairsOf(friend.page)).toHaveLength(1);
  } finally {
    lab.network.reveal();
  }
  const newcomer = await someone('home-3');
  await newcomer.page.goto(`${link}&go=1`);
  await newcomer.isDone();
  await newcomer.savesWhatIsIn(path);
});
