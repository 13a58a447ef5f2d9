/**
 * This browser's Ed25519 key pair: made once, kept in IndexedDB as keys that cannot be exported, shared by all
 * tabs. It signs and verifies; it never decides whom to trust.
 */
import { get, update } from 'idb-keyval';
import { appStore } from '../worker/database.ts';

const ALGORITHM = 'Ed25519';
const KEY = 'key-pair';

export interface Identity {
  /** Raw, 32 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Ed25519 signature, 64 bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /** False for anything malformed. */
  verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

export interface Missing {
  readonly code: 'insecure-context' | 'no-ed25519' | 'no-webrtc' | 'no-storage';
  readonly message: string;
}

/** Loads the key pair, making it first where there is none. Rejects where `detectMissing` would name a reason. */
export async function openIdentity(): Promise<Identity> {
  const { privateKey, publicKey } = await loadKeyPair();
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return {
    publicKey: raw,
    async sign(bytes) {
      return new Uint8Array(await crypto.subtle.sign(ALGORITHM, privateKey, owned(bytes)));
    },
    async verify(key, bytes, signature) {
      try {
        const imported = await crypto.subtle.importKey('raw', owned(key), ALGORITHM, false, ['verify']);
        return await crypto.subtle.verify(ALGORITHM, imported, owned(signature), owned(bytes));
      } catch {
        return false; // not a point of the curve, or not 32 bytes
      }
    },
  };
}

/**
 * Tabs that start together each make a pair, and one `update` transaction decides: the first one stays, and every
 * tab reads back that one.
 */
async function loadKeyPair(): Promise<CryptoKeyPair> {
  const store = appStore('identity');
  const stored = await get<unknown>(KEY, store);
  if (isKeyPair(stored)) return stored;
  const made = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  await update<unknown>(KEY, (present) => (isKeyPair(present) ? present : made), store);
  const settled = await get<unknown>(KEY, store);
  return isKeyPair(settled) ? settled : made;
}

/** What this browser lacks to take part at all, or `null`. The first reason found is the one to mend first. */
export async function detectMissing(): Promise<Missing | null> {
  if (!globalThis.isSecureContext) {
    return {
      code: 'insecure-context',
      message: 'This page came over plain HTTP. Open it through https:// (or on localhost) to share files.',
    };
  }
  if (typeof globalThis.RTCPeerConnection !== 'function') {
    return {
      code: 'no-webrtc',
      message:
        'This browser has no WebRTC, or an extension blocks it. Allow it here, or use another browser.',
    };
  }
  if (!(await hasEd25519())) {
    return {
      code: 'no-ed25519',
      message: 'This browser is too old to sign with Ed25519. Update it, or use another one.',
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

async function hasEd25519(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
    return true;
  } catch {
    return false;
  }
}

async function hasStorage(): Promise<boolean> {
  try {
    // Some private modes store plain data but no keys, so nothing less than the real thing tells.
    await loadKeyPair();
    return true;
  } catch {
    return false;
  }
}

function isKeyPair(value: unknown): value is CryptoKeyPair {
  if (typeof value !== 'object' || value === null) return false;
  if (!('privateKey' in value) || !('publicKey' in value)) return false;
  return value.privateKey instanceof CryptoKey && value.publicKey instanceof CryptoKey;
}

/** WebCrypto takes no view of shared memory; ours never is, but only a copy tells the compiler so. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
