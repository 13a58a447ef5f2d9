/**
 * This browser's Ed25519 key: made once, kept in IndexedDB, shared by all tabs. It signs and verifies; it never
 * decides whom to trust.
 */
import { get, update } from 'idb-keyval';
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

const PAIR = 'key-pair';
/** Where the browser cannot hold a pair. One that learns to makes its pair of it and so stays who it is. */
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

async function loadKey(): Promise<Ed25519Key> {
  const store = appStore('identity');
  const pair = await get<unknown>(PAIR, store);
  if (isKeyPair(pair)) return pair;
  const seed = await get<unknown>(SEED, store);
  const made = await makeKeyPair(isSeed(seed) ? seed : null);
  if (made !== null) return settle(PAIR, made, isKeyPair);
  return isSeed(seed) ? seed : settle(SEED, makeSeed(), isSeed);
}

/**
 * Tabs that start together each make a key, and one `update` transaction decides: the first one stays, and every
 * tab reads back that one.
 */
async function settle<Key>(name: string, made: Key, isKey: (value: unknown) => value is Key): Promise<Key> {
  const store = appStore('identity');
  await update<unknown>(name, (present) => (isKey(present) ? present : made), store);
  const settled = await get<unknown>(name, store);
  return isKey(settled) ? settled : made;
}
