import { thinUplink } from '../support/tampering.ts';
import { expect, needsLab, test } from './lab.ts';
import { type Pair, pairsOf } from './observer.ts';

const MIB = 1024 * 1024;
/** At 1 MiB/s half of it through a friend comes at four times what makes a relay needless; and for long enough to tell. */
const FILM = 18 * MIB;

needsLab();

const isRelayed = ({ local, remote }: Pair) => local === 'relay' || remote === 'relay';
const bytes = (pairs: readonly Pair[]) => pairs.reduce((sum, { received }) => sum + received, 0);

test('three behind different NATs: data takes the direct ways, though a relayed one is there', async ({
  lab,
  someone,
  files,
}) => {
  lab.network.router('home-1', 'symmetric');
  lab.network.router('home-2', 'symmetric');
  lab.network.router('home-3', 'forwarding');
  const path = await files.random('film.bin', FILM);
  const sharer = await someone('home-1', (context) => thinUplink(context, MIB));
  const link = await sharer.shares(path);
  const [between, far] = [await someone('home-3'), await someone('home-2')];
  await between.page.goto(`${link}&go=1`);
  // Else the relay is all that there is until it has begun, which takes now less and now more.
  await between.hasReached(0.05);
  await far.page.goto(`${link}&go=1`);
  for (const friend of [between, far]) {
    await friend.isDone();
    await friend.savesWhatIsIn(path);
  }
  const pairs = await pairsOf(far.page);
  expect(pairs.map(isRelayed).sort()).toEqual([false, true]);
  // What it took of the relay it took before enough came directly, a few seconds of eighteen: without a policy it takes half.
  expect(bytes(pairs.filter(isRelayed))).toBeLessThan(0.3 * FILM);
});
