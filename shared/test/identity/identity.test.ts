import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  fingerprintOf,
  helloBytes,
  isUuid,
  peerProofBytes,
  uuidOfPublicKey,
} from '../../src/identity/index.ts';

test('the UUID is the head of the SHA-256 of the key, marked as version 8', () => {
  const key = Uint8Array.from({ length: 32 }, (_, at) => at);
  const digest = createHash('sha256').update(key).digest('hex');
  const uuid = uuidOfPublicKey(key);
  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuid.slice(0, 13)).toBe(`${digest.slice(0, 8)}-${digest.slice(8, 12)}`);
  expect(uuid.slice(24)).toBe(digest.slice(20, 32));
  expect(isUuid(uuid)).toBe(true);
  expect(isUuid(uuid.toUpperCase())).toBe(false);
  expect(uuidOfPublicKey(key.map((byte) => byte ^ 1))).not.toBe(uuid);
});

test('no cut of the same text gives the same bytes to sign', () => {
  const hello = (challenge: string, origin: string) =>
    helloBytes({ challenge, origin, session: 's', version: 1 }).join();
  expect(hello('ab', 'c')).not.toBe(hello('a', 'bc'));
  expect(hello('a', 'b')).not.toBe(hello('b', 'a'));
});

test('a proof for one direction does not hold for the other', () => {
  const infoHash = new Uint8Array(32);
  const a = new Uint8Array(32).fill(1);
  const b = new Uint8Array(32).fill(2);
  const there = peerProofBytes({ infoHash, senderFingerprint: a, receiverFingerprint: b });
  const back = peerProofBytes({ infoHash, senderFingerprint: b, receiverFingerprint: a });
  expect(there).not.toEqual(back);
});

const HEX = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0')).join(':');

const LINE = `a=fingerprint:sha-256 ${HEX}`;
const OTHER = HEX.replace('00', 'ff');

test.each([
  ['a session line', `v=0\r\n${LINE}\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n`],
  ['a line in capitals', `v=0\nA=FINGERPRINT:SHA-256 ${HEX.toUpperCase()}\n`],
  ['the session and its media alike', `${LINE}\r\nm=application\r\n${LINE}\r\n`],
  ['the last line, unended', `v=0\r\n${LINE}`],
])('finds the fingerprint in %s', (_, sdp) => {
  expect(fingerprintOf(sdp)).toEqual(Uint8Array.from({ length: 32 }, (_unused, at) => at));
});

test.each([
  ['nothing', ''],
  ['a short one', `a=fingerprint:sha-256 ${HEX.slice(3)}\r\n`],
  ['a long one', `${LINE}:00\r\n`],
  ['a description without end', `${LINE}\r\n`.padEnd(70_000, 'x')],
])('finds none in %s', (_, sdp) => {
  expect(fingerprintOf(sdp)).toBeNull();
});

// A browser takes the certificate when any of the digests fits: then ours need not be the one it checked.
test.each([
  ['another value', `a=fingerprint:sha-256 ${OTHER}`],
  ['another value after two spaces', `a=fingerprint:sha-256  ${OTHER}`],
  ['another value after a tab', `a=fingerprint:sha-256\t${OTHER}`],
  ['another value in capitals', `A=FINGERPRINT:SHA-256 ${OTHER.toUpperCase()}`],
  ['another value behind a space', ` a=fingerprint:sha-256 ${OTHER}`],
  ['another value with a space after its name', `a=fingerprint :sha-256 ${OTHER}`],
  ['another algorithm', `a=fingerprint:sha-512 ${HEX}:${OTHER}`],
  ['an old algorithm', 'a=fingerprint:sha-1 AB:CD'],
  ['the same value after two spaces', `a=fingerprint:sha-256  ${HEX}`],
  ['the same value with more behind it', `a=fingerprint:sha-256 ${HEX} x`],
  ['a fingerprint of nothing', 'a=fingerprint:'],
])('finds none where a good fingerprint stands beside %s', (_, line) => {
  expect(fingerprintOf(`${LINE}\r\n${line}\r\n`)).toBeNull();
  expect(fingerprintOf(`${line}\rm=application\n${LINE}\r\n`)).toBeNull();
});
