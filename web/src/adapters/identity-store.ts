/**
 * This browser's Ed25519 key: made once or brought along, kept in IndexedDB, shared by all tabs. It signs and verifies;
 * it never decides whom to trust.
 */
import { equalBytes } from '@flockdrop/shared/bytes';
import { get, promisifyRequest, update } from 'idb-keyval';
import { appStore } from '../worker/database.ts';
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

/** Loads the key, making it first where there is none. Rejects where `detectMissing` would name a reason. */
export async function openIdentity(): Promise<Identity> {
  return identityOf(await loadKey());
}

/** What this browser lacks to take part at all, or `null`. The first reason found is the one to mend first. */
export async function detectMissing(): Promise<Missing | null> {
  if (typeof globalThis.RTCPeerConnection !== 'function') {
    return {
      code: 'no-webrtc',
      message:
        'This browser has no WebRTC, or an extension blocks it. Allow it here, or use another browser.',
    };
  }
  if (!(await hasStorage())) {
    return {
      code: 'no-storage',
      message:
        'This browser lets the page store nothing. Leave private browsing or allow site data, then reload.',
    };
  }
  return null;
}

async function hasStorage(): Promise<boolean> {
  try {
    // Some private modes store plain data but no keys, so nothing less than the real thing tells.
    await loadKey();
    return true;
  } catch {
    return false;
  }
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
    return promisifyRequest(store.transaction);
  });
  return identity;
}

async function loadKey(): Promise<Ed25519Key> {
  const pair = await get<unknown>(PAIR, appStore('identity'));
  if (isKeyPair(pair)) return pair;
  const seed = await settle(SEED, makeSeed(), isSeed);
  const made = await makeKeyPair(seed);
  return made === null ? seed : settle(PAIR, made, isKeyPair);
}

/** Tabs that start together each make a key, and one `update` transaction decides: the first one stays for all. */
async function settle<Key>(name: string, made: Key, isKey: (value: unknown) => value is Key): Promise<Key> {
  let settled = made;
  await update<unknown>(
    name,
    (present) => {
      settled = isKey(present) ? present : made;
      return settled;
    },
    appStore('identity'),
  );
  return settled;
}
