import { thinUplink } from '../support/tampering.ts';
import { expect, needsLab, test } from './lab.ts';
import { gather, iceServersOf } from './observer.ts';

const MIB = 1024 * 1024;
/** Seconds: the least that the server takes. */
const LIFETIME = 4;

needsLab();

test('the TURN server goes away and comes back: direct connections do not notice, relayed ones recover', async ({
  lab,
  someone,
  files,
}) => {
  lab.network.router('home-1', 'port-preserving');
  lab.network.router('home-2', 'port-preserving');
  lab.network.router('home-3', 'symmetric');
  const path = await files.random('film.bin', 6 * MIB);
  const sharer = await someone('home-1', (context) => thinUplink(context, MIB));
  const link = await sharer.shares(path);
  const [near, far] = [await someone('home-2'), await someone('home-3')];
  await near.page.goto(`${link}&go=1`);
  await far.page.goto(`${link}&go=1`);
  await near.hasReached(0.1);
  await far.hasReached(0.1);
  await lab.coturn.down();
  try {
    await near.isDone();
    await near.savesWhatIsIn(path);
    await expect(near.page.locator('[data-connection=direct]')).toHaveCount(1);
  } finally {
    await lab.coturn.up();
  }
  await far.isDone();
  await expect(far.page.locator('[data-connection=relay]').first()).toBeVisible();
  await far.savesWhatIsIn(path);
});

test('credentials expire while a share is open: who connects later gets a relay all the same', async ({
  lab,
  someone,
  files,
}) => {
  for (const home of ['home-1', 'home-2', 'home-3'] as const) lab.network.router(home, 'symmetric');
  await lab.server.down();
  await lab.server.up({ TURN_LIFETIME: String(LIFETIME) });
  try {
    const path = await files.random('film.bin', MIB);
    const sharer = await someone('home-1');
    // Then only what the sharer's own credentials get leads to the sharer.
    await sharer.page.goto(`${sharer.home}settings`);
    await sharer.page.getByTestId('relay-only').check();
    const link = await sharer.shares(path);
    const first = await someone('home-2');
    await first.page.goto(`${link}&go=1`);
    await first.isDone();
    const old = (await iceServersOf(sharer.page)).find(({ credential }) => Boolean(credential));
    if (old === undefined) throw new Error('no credentials');
    const expiry = Number(old.username?.split(':')[0]) * 1_000;
    await expect.poll(() => Date.now(), { intervals: [200] }).toBeGreaterThan(expiry + 1_000);
    expect(await gather(sharer.page, old)).toEqual({ relays: false, refused: true });
    const second = await someone('home-3');
    await second.page.goto(`${link}&go=1`);
    await second.isDone();
    await expect(second.page.locator('[data-connection=relay]').first()).toBeVisible();
    await second.savesWhatIsIn(path);
  } finally {
    await lab.server.down();
    await lab.server.up();
  }
});
