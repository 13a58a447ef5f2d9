import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { detectMissing, openIdentity } from '../../src/adapters/identity-store.ts';

const message = new TextEncoder().encode('both fingerprints');

test('tabs that start together end up with one key, and it is the same the next time', async () => {
  const tabs = await Promise.all([openIdentity(), openIdentity(), openIdentity()]);
  const again = await openIdentity();
  for (const tab of tabs) expect(tab.publicKey).toEqual(again.publicKey);
  expect(again.publicKey).toHaveLength(32);
});

test('a signature holds for its key and message, and nothing malformed throws', async () => {
  const identity = await openIdentity();
  const signature = await identity.sign(message);
  expect(signature).toHaveLength(64);
  expect(await identity.verify(identity.publicKey, message, signature)).toBe(true);
  expect(await identity.verify(identity.publicKey, message.slice(1), signature)).toBe(false);
  expect(await identity.verify(new Uint8Array(32), message, signature)).toBe(false);
  expect(await identity.verify(new Uint8Array(3), message, signature)).toBe(false);
  expect(await identity.verify(identity.publicKey, message, new Uint8Array(0))).toBe(false);
});

test('outside a secure context the app says so', async () => {
  expect(await detectMissing()).toMatchObject({ code: 'insecure-context' });
});
