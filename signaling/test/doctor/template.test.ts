import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_TURN_LIFETIME_S } from '../../src/config.ts';
import { type IceUrl, parseIceUrl } from '../../src/doctor/ice-url.ts';
import { askRelay, type Credentials } from '../../src/doctor/relay.ts';
import { iceServersFor } from '../../src/ice.ts';
import { Authority } from './certificates.ts';
import { Coturn, hasCoturn, NEEDS_COTURN } from './coturn.ts';

/** The coturn template that we ship, run by the real coturn. */

const OPTIONS = { timeoutMs: 3_000 };

describe.skipIf(!hasCoturn)(`the coturn template${NEEDS_COTURN}`, () => {
  let authority: Authority;
  let coturn: Coturn;

  beforeAll(async () => {
    authority = new Authority();
    coturn = await Coturn.start(authority.issue('DNS:localhost', 90));
  });

  afterAll(async () => {
    await coturn.stop();
    authority.remove();
  });

  function credentials(secret: string, nowMs: number): Credentials {
    const config = {
      stunUrls: [],
      turnUrls: coturn.urls,
      turnSecret: secret,
      turnLifetimeS: MAX_TURN_LIFETIME_S,
    };
    const [server] = iceServersFor(config, 'a-peer', nowMs);
    return { username: server?.username ?? '', credential: server?.credential ?? '' };
  }

  function ways(): IceUrl[] {
    const urls = [...coturn.urls, `turn:[::1]:${coturn.port}?transport=udp`].map(parseIceUrl);
    return urls.filter((url): url is IceUrl => url !== null && url !== 'dtls');
  }

  test('has no line that coturn does not know', () => {
    expect(coturn.log).toContain('Relay ports initialization done');
    expect(coturn.log).not.toMatch(/bad config|unknown|unrecognized|unsupported|deprecated/i);
  });

  test('relays over UDP, TCP and TLS for whoever the server gave credentials, and to the internet alone', async () => {
    const member = credentials(coturn.secret, Date.now());
    const facts = await Promise.all(ways().map((url) => askRelay(url, member, OPTIONS)));
    expect(facts).toHaveLength(4);
    for (const each of facts) {
      expect(each).toMatchObject({
        allocation: { kind: 'made' },
        isOpen: false,
        privatePeers: [],
        publicPeer: true,
      });
    }
  });

  test('has room for the allocations of several people at once', async () => {
    const [url] = ways();
    if (url === undefined) throw new Error('no way to the relay');
    const member = credentials(coturn.secret, Date.now());
    const facts = await Promise.all(Array.from({ length: 24 }, () => askRelay(url, member, OPTIONS)));
    for (const { allocation } of facts) expect(allocation).toMatchObject({ kind: 'made' });
  });

  test.each([
    ['made with another secret', () => credentials('another', Date.now())],
    ['that have expired', () => credentials(coturn.secret, Date.now() - (MAX_TURN_LIFETIME_S + 1) * 1_000)],
    ['without a time', () => ({ username: 'a-peer', credential: credentials(coturn.secret, 0).credential })],
  ])('refuses credentials %s', async (_, made) => {
    const facts = await Promise.all(ways().map((url) => askRelay(url, made(), OPTIONS)));
    for (const { allocation } of facts) expect(allocation).toMatchObject({ kind: 'refused', code: 401 });
  });
});
