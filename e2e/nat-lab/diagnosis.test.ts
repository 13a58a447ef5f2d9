import type { Person } from '../support/person.ts';
import { TURN_SECRET, TURN_URLS } from './coturn.ts';
import { expect, needsLab, test } from './lab.ts';
import type { Firewall, Nat } from './network.ts';
import { noteDiagnosis } from './timetable.ts';

/** From the word to download until the cause is named. */
const WORDS_WITHIN_MS = 10_000;
/** On the public network, and nobody is there: what is sent to it is lost without a word. */
const NOBODY = 'turn:203.0.113.99:3478?transport=udp';
const UDP_ALONE = TURN_URLS.filter((url) => url.endsWith('=udp')).join(',');

/** What a server hands out, and what its people then read. */
interface Case {
  readonly title: string;
  readonly server: Readonly<Record<'TURN_URLS' | 'TURN_SECRET', string>>;
  /** Of whoever opens the link; the one who shares is behind a symmetric NAT. */
  readonly router: readonly [nat: Nat, firewall?: Firewall];
  readonly friend: readonly [code: string, words: RegExp];
  readonly sharer: readonly [code: string, words: RegExp];
}

const STRICT = ['no-path', /both networks are strict and this server has no relay/] as const;
const REFUSED = ['relay-refused', /The relay refuses to help/] as const;
const SILENT = ['relay-unreachable', /The relay cannot be reached from this network/] as const;

const CASES: readonly Case[] = [
  {
    title: 'two symmetric NATs and no relay',
    server: { TURN_URLS: '', TURN_SECRET: '' },
    router: ['symmetric'],
    friend: STRICT,
    sharer: STRICT,
  },
  {
    title: 'two symmetric NATs and a relay that knows another secret',
    server: { TURN_URLS: TURN_URLS.join(','), TURN_SECRET: 'a secret of yesterday' },
    router: ['symmetric'],
    friend: REFUSED,
    sharer: REFUSED,
  },
  {
    title: 'two symmetric NATs and a relay that does not answer',
    server: { TURN_URLS: NOBODY, TURN_SECRET },
    router: ['symmetric'],
    friend: SILENT,
    sharer: SILENT,
  },
  {
    title: 'UDP blocked where the link is opened, and a relay over UDP alone',
    server: { TURN_URLS: UDP_ALONE, TURN_SECRET },
    router: ['symmetric', 'tcp'],
    friend: ['udp-blocked', /Your network seems to block direct connections \(UDP\)/],
    // Nothing on this side tells a peer's firewall from any other.
    sharer: ['unreachable', /a firewall or network may be in the way/],
  },
];

needsLab();

async function reads({ page }: Person, [code, words]: Case['friend']): Promise<void> {
  const diagnosis = page.getByTestId('diagnosis');
  await expect(diagnosis).toHaveAttribute('data-code', code, { timeout: WORDS_WITHIN_MS });
  await expect(diagnosis).toHaveText(words);
}

for (const { title, server, router, friend, sharer } of CASES) {
  test(`${title}: both are told within 10 s`, async ({ lab, someone, files }) => {
    lab.network.router('home-1', 'symmetric');
    lab.network.router('home-2', ...router);
    await lab.server.down();
    await lab.server.up(server);
    try {
      const one = await someone('home-1');
      const link = await one.shares(await files.random('film.bin', 1024 * 1024));
      const other = await someone('home-2');
      await other.opens(link);
      await other.starts();
      const startedMs = performance.now();
      await Promise.all([reads(other, friend), reads(one, sharer)]);
      noteDiagnosis(title, friend[0], performance.now() - startedMs);
    } finally {
      await lab.server.down();
      await lab.server.up();
    }
  });
}
