import { expect, needsLab, test } from './lab.ts';
import type { Firewall, Home, Nat, Place } from './network.ts';
import { pairsOf, timesOf } from './observer.ts';
import { notePath } from './timetable.ts';

const MIB = 1024 * 1024;

interface Path {
  readonly title: string;
  readonly from: Place;
  readonly to: Place;
  readonly routers?: Partial<Record<Home, readonly [nat: Nat, firewall?: Firewall]>>;
  readonly kind: 'direct' | 'lan' | 'relay';
  /** How whoever opens the link reaches the relay, where only one way is left. */
  readonly over?: 'tcp' | 'tls';
}

const PATHS: readonly Path[] = [
  { title: 'no NAT at all', from: 'open-1', to: 'open-2', kind: 'direct' },
  { title: 'two people in one home', from: 'home-1', to: 'home-1b', kind: 'lan' },
  {
    title: 'port-preserving NATs: holes are punched',
    from: 'home-1',
    to: 'home-2',
    kind: 'direct',
  },
  {
    title: 'a symmetric NAT and one that forwards',
    from: 'home-1',
    to: 'home-2',
    routers: { 'home-1': ['forwarding'], 'home-2': ['symmetric'] },
    kind: 'direct',
  },
  {
    title: 'a symmetric and a port-preserving NAT',
    from: 'home-1',
    to: 'home-2',
    routers: { 'home-2': ['symmetric'] },
    kind: 'relay',
  },
  {
    title: 'two symmetric NATs',
    from: 'home-1',
    to: 'home-2',
    routers: { 'home-1': ['symmetric'], 'home-2': ['symmetric'] },
    kind: 'relay',
  },
  {
    title: 'UDP blocked where the link is opened',
    from: 'home-1',
    to: 'home-2',
    routers: { 'home-2': ['port-preserving', 'tcp'] },
    kind: 'relay',
    over: 'tcp',
  },
  {
    title: 'nothing but web ports where the link is opened',
    from: 'home-1',
    to: 'home-2',
    routers: { 'home-2': ['port-preserving', 'web'] },
    kind: 'relay',
    over: 'tls',
  },
];

needsLab();

for (const { title, from, to, routers = {}, kind, over } of PATHS) {
  test(title, async ({ lab, someone, files }) => {
    for (const home of ['home-1', 'home-2'] as const) {
      lab.network.router(home, ...(routers[home] ?? ['port-preserving']));
    }
    const path = await files.random('film.bin', 2 * MIB);
    const sharer = await someone(from);
    const link = await sharer.shares(path);
    await expect(sharer.share).toHaveAttribute('data-state', 'seeding');

    const friend = await someone(to);
    await friend.page.goto(`${link}&go=1`);
    await friend.isDone();
    for (const { page } of [sharer, friend]) {
      await expect(page.getByTestId('peer-row')).toHaveAttribute('data-connection', kind);
    }
    const pairs = await pairsOf(friend.page);
    if (pairs[0] === undefined) throw new Error('nothing is connected');
    // On a busy machine the round trip may be long enough for lanes: they go the same kind of way.
    for (const pair of pairs) {
      const ends = [pair.local, pair.remote];
      if (kind === 'relay') expect(ends).toContain('relay');
      else expect(ends).not.toContain('relay');
      if (kind === 'lan') expect(ends).toEqual(['host', 'host']);
      if (over !== undefined) expect(pair).toMatchObject({ local: 'relay', relayProtocol: over });
    }
    notePath({ title, kind, ...pairs[0], ...(await timesOf(friend.page)) });
    await friend.savesWhatIsIn(path);
  });
}
