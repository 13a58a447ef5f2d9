import 'fake-indexeddb/auto';
import { webcrypto } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { set } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { identityOf, makeKeyPair, makeSeed } from '../../src/adapters/ed25519.ts';

const message = new TextEncoder().encode('both fingerprints');

/** As after a reload: nothing is remembered but what is stored. */
async function load() {
  vi.resetModules();
  return import('../../src/adapters/identity-store.ts');
}

async function opened() {
  return (await load()).openIdentity();
}

afterEach(() => {
  vi.unstubAllGlobals();
  globalThis.indexedDB = new IDBFactory();
});

/** Browsers that sign in JavaScript. */
const CRIPPLED = {
  'without WebCrypto': { getRandomValues: webcrypto.getRandomValues.bind(webcrypto) },
  'without Ed25519': {
    getRandomValues: webcrypto.getRandomValues.bind(webcrypto),
    subtle: { generateKey: () => Promise.reject(new DOMException('', 'NotSupportedError')) },
  },
};

describe.each([['with everything', null], ...Object.entries(CRIPPLED)])('a browser %s', (_, crypto) => {
  test('has one key in all tabs that start together, and the same the next time', async () => {
    if (crypto !== null) vi.stubGlobal('crypto', crypto);
    const { openIdentity } = await load();
    const tabs = await Promise.all([openIdentity(), openIdentity(), openIdentity()]);
    const again = await opened();
    for (const tab of tabs) expect(tab.publicKey).toEqual(again.publicKey);
    expect(again.publicKey).toHaveLength(32);
  });

  test('makes signatures that hold for key and message, and nothing malformed throws', async () => {
    if (crypto !== null) vi.stubGlobal('crypto', crypto);
    const identity = await opened();
    const signature = await identity.sign(message);
    expect(signature).toHaveLength(64);
    expect(await identity.verify(identity.publicKey, message, signature)).toBe(true);
    expect(await identity.verify(identity.publicKey, message.slice(1), signature)).toBe(false);
    expect(await identity.verify(new Uint8Array(32), message, signature)).toBe(false);
    expect(await identity.verify(new Uint8Array(3), message, signature)).toBe(false);
    expect(await identity.verify(identity.publicKey, message, new Uint8Array(0))).toBe(false);
  });
});

test('browsers with and without WebCrypto take each other’s signatures', async () => {
  const pair = await makeKeyPair(makeSeed());
  if (pair === null) throw new Error('this Node has no Ed25519');
  const [native, plain] = await Promise.all([identityOf(pair), identityOf(makeSeed())]);
  expect(await plain.verify(native.publicKey, message, await native.sign(message))).toBe(true);
  expect(await native.verify(plain.publicKey, message, await plain.sign(message))).toBe(true);
});

test('a browser that learns Ed25519 stays who it is, and its key can no longer be read out', async () => {
  vi.stubGlobal('crypto', CRIPPLED['without Ed25519']);
  const before = await opened();
  vi.unstubAllGlobals();
  const after = await opened();
  expect(after.publicKey).toEqual(before.publicKey);
  expect(await before.verify(after.publicKey, message, await after.sign(message))).toBe(true);
  const seed = makeSeed();
  const pair = await makeKeyPair(seed);
  expect(pair?.privateKey.extractable).toBe(false);
});

describe.each([['with everything', null], ...Object.entries(CRIPPLED)])('in a browser %s', (_, crypto) => {
  beforeEach(() => {
    if (crypto !== null) vi.stubGlobal('crypto', crypto);
  });

  test('who one is can be read out and brought into another browser', async () => {
    const store = await load();
    const { publicKey } = await store.openIdentity();
    const seed = await store.readSeed(publicKey);
    if (seed === null) throw new Error('it was made here');
    globalThis.indexedDB = new IDBFactory();
    const other = await load();
    const before = await other.openIdentity();
    expect(before.publicKey).not.toEqual(publicKey);
    const brought = await other.replaceIdentity(seed);
    expect(brought.publicKey).toEqual(publicKey);
    expect((await opened()).publicKey).toEqual(publicKey);
    expect(await before.verify(publicKey, message, await brought.sign(message))).toBe(true);
    expect(await other.readSeed(publicKey)).toEqual(seed);
    expect(await other.readSeed(before.publicKey)).toBeNull();
  });

  test('one can become somebody new', async () => {
    const store = await load();
    const before = await store.openIdentity();
    const { publicKey } = await store.replaceIdentity();
    expect(publicKey).not.toEqual(before.publicKey);
    expect((await opened()).publicKey).toEqual(publicKey);
    expect(await store.readSeed(publicKey)).not.toBeNull();
  });
});

test('a pair from before the seed was kept stays, and cannot be read out', async () => {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  vi.resetModules();
  const { appStore } = await import('../../src/worker/database.ts');
  await set('key-pair', pair, appStore('identity'));
  const store = await load();
  const { publicKey } = await store.openIdentity();
  expect(publicKey).toEqual(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  expect(await store.readSeed(publicKey)).toBeNull();
});

test('without WebRTC the app says so', async () => {
  expect(await (await load()).identify()).toMatchObject({ code: 'no-webrtc' });
});

test('where no key can be kept the app says so, and keeps nothing of it', async () => {
  vi.stubGlobal('RTCPeerConnection', class {});
  const { identify, openIdentity } = await load();
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation((value) => {
    throw new DOMException(String(value), 'DataCloneError');
  });
  expect(await identify()).toMatchObject({ code: 'no-storage' });
  put.mockRestore();
  const { publicKey } = await openIdentity();
  expect(await identify()).toMatchObject({ publicKey });
});
