/**
 * This browser's Ed25519 key: made once or brought along, kept in IndexedDB, shared by all tabs. It signs and verifies;
 * it never decides whom to trust.
 */
import { equalBytes } from '@flockdrop/shared/bytes';
import { get, getMany } from 'idb-keyval';
import { appStore, committed } from '../worker/database.ts';
import {
  type Ed25519Key,
  type Identity,
  identityOf,
  isKeyPair,
  isSeed,
  makeKeyPair,
  makeSeed,
} from './ed25519.ts';

export type { Identity } from './ed25519.ts';

/** What signs, where the browser can hold it. */
const PAIR = 'key-pair';
/**
 * What the pair is made of. It is kept beside it, so that a person can take the identity along, and alone where the
 * browser has no Ed25519. Identities from before it was kept have only their pair, which no browser gives out.
 */
const SEED = 'seed';

export interface Missing {
  readonly code: 'no-webrtc' | 'no-storage';
  readonly message: string;
}

/** Loads the key, making it first where there is none. Rejects where `identify` would name a reason. */
export async function openIdentity(): Promise<Identity> {
  return identityOf(await loadKey());
}

/** Who this browser is, or what it lacks to take part at all: the first reason found is the one to mend first. */
export async function identify(): Promise<Identity | Missing> {
  if (typeof globalThis.RTCPeerConnection !== 'function') {
    return {
      code: 'no-webrtc',
      message:
        'This browser has no WebRTC, or an extension blocks it. Allow it here, or use another browser.',
    };
  }
  let key: Ed25519Key;
  try {
    // Some private modes store plain data but no keys, so nothing less than the real thing tells.
    key = await loadKey();
  } catch {
    return {
      code: 'no-storage',
      message:
        'This browser lets the page store nothing. Leave private browsing or allow site data, then reload.',
    };
  }
  return identityOf(key);
}

/** The 32 secret bytes behind a public key; `null` where nobody can tell them any more. */
export async function readSeed(publicKey: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null> {
  const seed = await get<unknown>(SEED, appStore('identity'));
  if (!isSeed(seed)) return null;
  const { publicKey: own } = await identityFromSeed(seed);
  return equalBytes(own, publicKey) ? seed : null;
}

/** Keeps nothing. Rejects where JavaScript has to sign and cannot be loaded. */
export async function identityFromSeed(seed: Uint8Array<ArrayBuffer>): Promise<Identity> {
  return identityOf((await makeKeyPair(seed)) ?? seed);
}

/** From now on this browser is who has `seed`, or somebody new. */
export async function replaceIdentity(seed: Uint8Array<ArrayBuffer> = makeSeed()): Promise<Identity> {
  const pair = await makeKeyPair(seed);
  // Loaded first where JavaScript signs: nothing is replaced by what cannot be used.
  const identity = await identityOf(pair ?? seed);
  await appStore('identity')('readwrite', (store) => {
    store.put(seed, SEED);
    if (pair === null) store.delete(PAIR);
    else store.put(pair, PAIR);
    return committed(store.transaction);
  });
  return identity;
}

async function loadKey(): Promise<Ed25519Key> {
  const [pair, kept] = await getMany<unknown>([PAIR, SEED], appStore('identity'));
  if (isKeyPair(pair)) return pair;
  const seed = isSeed(kept) ? kept : makeSeed();
  const made = await makeKeyPair(seed);
  return (await settle(seed, made)) ?? loadKey();
}

/**
 * Tabs that start together each make a key, and one transaction decides: the first one stays for all. `null` where another
 * seed was kept meanwhile.
 */
function settle(seed: Uint8Array<ArrayBuffer>, made: CryptoKeyPair | null): Promise<Ed25519Key | null> {
  return appStore('identity')('readwrite', async (store) => {
    let settled: Ed25519Key | null = made ?? seed;
    const pair = store.get(PAIR);
    const kept = store.get(SEED);
    kept.onsuccess = () => {
      if (isKeyPair(pair.result)) settled = pair.result;
      else if (isSeed(kept.result) && !equalBytes(kept.result, seed)) settled = null;
      else {
        store.put(seed, SEED);
        if (made !== null) store.put(made, PAIR);
      }
    };
    await committed(store.transaction);
    return settled;
  });
}
