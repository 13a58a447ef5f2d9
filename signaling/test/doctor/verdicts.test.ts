import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/doctor/finding.ts';
import { type IceUrl, parseIceUrl } from '../../src/doctor/ice-url.ts';
import type { RelayFacts } from '../../src/doctor/relay.ts';
import { judgeCoverage, judgeCredentials, judgeRelay, judgeStun } from '../../src/doctor/relay-verdicts.ts';
import { inJson, inText, isSound } from '../../src/doctor/report.ts';
import type { SignalFacts } from '../../src/doctor/signal.ts';
import {
  judgeCertificate,
  judgeForeignOrigin,
  judgeForwarding,
  judgeHealth,
  judgeMetrics,
  judgeSignaling,
} from '../../src/doctor/site-verdicts.ts';

/** What cannot be set up on one machine, and what the words are. */

const SITE = new URL('https://drop.example');
const NOW = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

function url(text: string): IceUrl {
  const parsed = parseIceUrl(text);
  if (parsed === null || parsed === 'dtls') throw new Error(text);
  return parsed;
}

describe('URLs of ICE servers', () => {
  test.each([
    ['stun:a.example', { kind: 'stun', transport: 'udp', host: 'a.example', port: 3478 }],
    ['stuns:a.example', { kind: 'stun', transport: 'tls', port: 5349 }],
    ['turn:a.example:443?transport=tcp', { kind: 'turn', transport: 'tcp', port: 443 }],
    ['turn:[2001:db8::1]:3479', { transport: 'udp', host: '2001:db8::1', port: 3479 }],
    ['TURNS:a.example?transport=TCP', { kind: 'turn', transport: 'tls' }],
  ])('%s', (text, expected) => {
    expect(parseIceUrl(text)).toMatchObject(expected);
  });

  test.each(['http://a', 'turn:', 'turn:a:b', 'turn:a?transport=sctp', 'turn:[::g]', 'turn:a:123456'])(
    '%s is none',
    (text) => {
      expect(parseIceUrl(text)).toBeNull();
    },
  );
});

describe('the site', () => {
  test.each([
    ['ENOTFOUND', 'does not resolve'],
    ['timeout', 'no answer in time'],
    ['ESTRANGE', 'ESTRANGE'],
  ])('%s is put in words', (trouble, words) => {
    expect(judgeHealth(SITE, { kind: 'unreachable', trouble }).says).toContain(words);
  });

  test('a redirection is followed by a person, not by us', () => {
    const headers = { location: 'https://www.drop.example/' };
    const facts = { kind: 'answer', status: 301, headers, body: '' } as const;
    expect(judgeHealth(SITE, facts)).toMatchObject({
      state: 'broken',
      says: expect.stringContaining('www.drop.example'),
    });
  });

  test.each([
    [60, 'ok'],
    [3, 'warning'],
  ])('a certificate good for %i days: %s', (days, state) => {
    const facts = { trouble: null, validToMs: NOW + days * DAY_MS };
    expect(judgeCertificate(SITE, facts, NOW).state).toBe(state);
  });

  test('an expired one is broken, and so is none at all', () => {
    expect(judgeCertificate(SITE, { trouble: 'CERT_HAS_EXPIRED', validToMs: NOW - 1 }, NOW)).toMatchObject({
      state: 'broken',
      says: expect.stringContaining('has expired'),
    });
    expect(judgeCertificate(SITE, null, NOW).state).toBe('broken');
  });

  test('plain HTTP is doubtful on a network, and fine on the machine itself', () => {
    expect(judgeCertificate(new URL('http://192.168.1.2:8080'), null, NOW).state).toBe('warning');
    expect(judgeCertificate(new URL('http://localhost:8080'), null, NOW).state).toBe('skipped');
    expect(judgeCertificate(new URL('http://[::1]:8080'), null, NOW).state).toBe('skipped');
  });

  test('metrics that everyone may read are worth a word', () => {
    const headers = {};
    const open = { kind: 'answer', status: 200, headers, body: 'flockdrop_sockets 1' } as const;
    expect(judgeMetrics(open).state).toBe('warning');
    expect(judgeMetrics({ ...open, status: 403, body: '' }).state).toBe('ok');
  });
});

describe('signaling', () => {
  const from = (facts: object) => ({ origin: SITE.origin, seenAs: null, ...facts }) as SignalFacts;

  test.each([
    [{ kind: 'not-upgraded', status: 403 }, 'refuses its own page, https://drop.example'],
    [{ kind: 'not-upgraded', status: 429 }, 'too many sockets'],
    [{ kind: 'not-upgraded', status: 426 }, 'without its Upgrade header'],
    [{ kind: 'not-upgraded', status: 404 }, 'answers 404'],
    [{ kind: 'unreachable', trouble: 'timeout' }, 'no answer in time'],
    [{ kind: 'silent' }, 'nothing sensible'],
    [{ kind: 'wrong-version', version: 9 }, 'version 9'],
    [{ kind: 'refused', code: 'rate-limited', message: 'Wait a little.' }, 'Wait a little.'],
  ])('%o', (facts, words) => {
    expect(judgeSignaling(SITE, from(facts))).toMatchObject({
      state: 'broken',
      says: expect.stringContaining(words),
    });
  });

  test('whether others are refused is not known where nothing opens', () => {
    expect(judgeForeignOrigin(from({ kind: 'unreachable', trouble: 'timeout' })).state).toBe('skipped');
    expect(judgeForeignOrigin(from({ kind: 'not-upgraded', status: 403 })).state).toBe('ok');
  });

  const FORGED = '203.0.113.77';
  test.each([
    ['across the internet, as itself', '198.51.100.7', { own: '192.168.1.5', theirs: '192.0.2.9' }, 'ok'],
    ['across the internet, as a proxy', '127.0.0.1', { own: '192.168.1.5', theirs: '192.0.2.9' }, 'broken'],
    ['as what it claims to be', FORGED, { own: '192.168.1.5', theirs: '192.0.2.9' }, 'broken'],
    ['on a LAN, as itself', '192.168.1.5', { own: '192.168.1.5', theirs: '192.168.1.2' }, 'ok'],
    ['on a LAN, as a proxy', '172.17.0.1', { own: '192.168.1.5', theirs: '192.168.1.2' }, 'broken'],
    ['over IPv6, as itself', '2001:db8:0:1', { own: '2001:db8:0:1::5', theirs: '2001:db8::9' }, 'ok'],
    ['over IPv6, as a proxy', 'fd00:0:0:0', { own: '2001:db8:0:1::5', theirs: '2001:db8::9' }, 'broken'],
    ['by a server that does not say', null, { own: '10.0.0.1', theirs: '192.0.2.9' }, 'skipped'],
  ])('a visitor is seen %s', (_, seenAs, ends, state) => {
    expect(judgeForwarding(from({ kind: 'welcomed', seenAs, ends }), FORGED).state).toBe(state);
  });
});

describe('STUN and TURN', () => {
  const facts: RelayFacts = {
    url: url('turn:turn.example'),
    allocation: { kind: 'made', relayed: null, lifetimeS: 600 },
    isOpen: false,
    privatePeers: [],
    publicPeer: true,
  };

  test('a STUN server that names no address is of no use', () => {
    expect(judgeStun({ url: url('stun:a'), answered: true, mapped: null }).state).toBe('broken');
  });

  test.each([
    [486, 'is full'],
    [508, 'is full'],
    [401, 'refuses the credentials'],
    [403, 'refuses to allocate: 403'],
  ])('a refusal with %i', (code, words) => {
    const [finding] = judgeRelay({ ...facts, allocation: { kind: 'refused', code, reason: 'because' } });
    expect(finding).toMatchObject({ state: 'broken', says: expect.stringContaining(words) });
  });

  test.each([
    ['of an hour', `${NOW / 1_000 + 3_600}:peer`, 'ok'],
    ['of two hours', `${NOW / 1_000 + 7_200}:peer`, 'broken'],
    ['of yesterday', `${NOW / 1_000 - 86_400}:peer`, 'broken'],
    ['for ever', 'guest', 'broken'],
    ['of nobody', '', 'broken'],
  ])('credentials %s', (_, username, state) => {
    expect(judgeCredentials({ urls: [], username, credential: 'x' }, NOW, null).state).toBe(state);
  });

  const STUN = [url('stun:a')];
  const ALL = ['turn:a', 'turn:a?transport=tcp', 'turns:a'].map(url);
  test.each([
    ['all ways', STUN, ALL, false, 'ok'],
    ['no TLS', STUN, ALL.slice(0, 2), false, 'warning'],
    ['no relay', STUN, [], false, 'broken'],
    ['no relay, on purpose', STUN, [], true, 'warning'],
    ['nothing', [], [], false, 'broken'],
  ])('%s', (_, stun, turn, isLeftOut, state) => {
    expect(judgeCoverage(stun, turn, isLeftOut).map((finding) => finding.state)).toEqual([state]);
  });
});

describe('the report', () => {
  const fine: Finding = { check: 'page', state: 'ok', says: 'The page is served.' };
  const doubt: Finding = { check: 'metrics', state: 'warning', says: 'All may read.', next: 'Close it.' };
  const fault: Finding = { check: 'stun', state: 'broken', says: 'No answer.', next: 'Start it.' };

  test('tells each check, the next step below it, and the sum', () => {
    expect(inText([fine, fault])).toBe(
      '✓ page: The page is served.\n✗ stun: No answer.\n    → Start it.\n\n1 of 2 checks found something broken.\n',
    );
    expect(inText([fine])).toContain('Everything works.');
    expect(inText([fine, doubt])).toContain('1 of 2 checks have something to say');
  });

  test('says the same to a script', () => {
    expect(JSON.parse(inJson([fine, doubt]))).toEqual({ ok: true, findings: [fine, doubt] });
    expect(isSound([fine, fault])).toBe(false);
  });
});
