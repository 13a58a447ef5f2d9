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

test.each([
  ['a session line', `v=0\r\na=fingerprint:sha-256 ${HEX.toUpperCase()}\r\nm=application`],
  ['the same line twice', `a=fingerprint:sha-256 ${HEX}\r\na=fingerprint:sha-256 ${HEX}\r\n`],
  ['another algorithm beside it', `a=fingerprint:sha-1 AB:CD\r\na=fingerprint:sha-256 ${HEX}\r\n`],
])('finds the fingerprint in %s', (_, sdp) => {
  expect(fingerprintOf(sdp)).toEqual(Uint8Array.from({ length: 32 }, (_unused, at) => at));
});

test.each([
  ['nothing', ''],
  ['a short one', `a=fingerprint:sha-256 ${HEX.slice(3)}\r\n`],
  [
    'two that disagree',
    `a=fingerprint:sha-256 ${HEX}\r\na=fingerprint:sha-256 ${HEX.replace('00', 'ff')}\r\n`,
  ],
  ['a description without end', `a=fingerprint:sha-256 ${HEX}\r\n`.padEnd(70_000, 'x')],
])('finds none in %s', (_, sdp) => {
  expect(fingerprintOf(sdp)).toBeNull();
});
