import { expect, test } from 'vitest';
import { connectionReport, type ReportFacts } from '../../src/session/report.ts';
import { peer, share } from '../ui/snapshots.ts';

const SECRETS = {
  link: 'https://flock.example/#s=AAAAsecret&k=key',
  magnet: 'magnet:?xt=urn:btmh:1220aa',
  infoHash: 'ab'.repeat(32),
  name: 'Our holiday in Kyoto',
};
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/** Whole rows and shares, as the session has them, with everything in it that must not come out. */
const facts: ReportFacts = {
  userAgent: AGENT,
  server: 'online',
  share: share({
    ...SECRETS,
    state: 'joining',
    diagnosis: { code: 'udp-blocked', message: 'Your 192.168.1.2' },
  }),
  reach: {
    tryingMs: 7_000.4,
    failures: 1,
    paths: [
      {
        local: ['host', 'srflx'],
        remote: ['relay'],
        isPublicHost: false,
        isPublicRemote: false,
        gathering: 'complete',
        gatheringMs: 40,
        ice: 'checking',
        errors: [{ server: 'turn', code: 401 }],
      },
    ],
    isForbidden: false,
    hasStun: true,
    hasTurn: true,
    relayOnly: false,
  },
  peers: [{ ...peer({ rttMs: 42 }), times: { dialed: true, openMs: 180.6, firstBlockMs: 260.2 } }],
};

test('a report tells what happened', () => {
  expect(JSON.parse(connectionReport(facts))).toMatchObject({
    browser: 'Chromium 156, Linux',
    share: { state: 'joining', diagnosis: 'udp-blocked' },
    attempts: {
      tryingMs: 7_000,
      turn: true,
      paths: [{ ours: 'host srflx', theirs: 'relay', errors: ['turn 401'] }],
    },
    peers: [
      { peer: 1, connection: 'direct', rttMs: 42, dialedBy: 'us', openAfterMs: 181, firstBlockAfterMs: 260 },
    ],
  });
});

test('a report has no address, link, name, key or identity in it', () => {
  const text = connectionReport(facts);
  for (const secret of [...Object.values(SECRETS), peer().id, peer().id.slice(0, 8)])
    expect(text).not.toContain(secret);
  expect(text).not.toMatch(/\d+\.\d+\.\d+\.\d+|[0-9a-f]{16}|[0-9a-f]*:[0-9a-f]*:|https?:|magnet|\.local/i);
});

test.each([
  [AGENT, 'Chromium 156, Linux'],
  ['Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140, Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari 18, iPhone',
  ],
  ['an address 10.0.0.1 in a strange place', 'unknown browser, unknown system'],
])('of a browser it has no more than name, version and system', (userAgent, name) => {
  expect(JSON.parse(connectionReport({ ...facts, userAgent })).browser).toBe(name);
});
