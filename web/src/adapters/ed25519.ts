/**
 * Ed25519 by the browser where it can, else by JavaScript, which is loaded only then: pages over plain http have no
 * WebCrypto, and older browsers no Ed25519 in it. It keeps no keys.
 */

/** A pair of the browser's, which cannot be exported, or the 32 secret bytes that JavaScript signs with (RFC 8032). */
export type Ed25519Key = CryptoKeyPair | Uint8Array<ArrayBuffer>;

export interface Identity {
  /** Raw, 32 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Ed25519 signature, 64 bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /** False for anything malformed. */
  verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

const ALGORITHM = 'Ed25519';
const SEED_LENGTH = 32;

export function isKeyPair(value: unknown): value is CryptoKeyPair {
  if (typeof value !== 'object' || value === null) return false;
  if (!('privateKey' in value) || !('publicKey' in value)) return false;
  return value.privateKey instanceof CryptoKey && value.publicKey instanceof CryptoKey;
}

export function isSeed(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.byteLength === SEED_LENGTH;
}

export function makeSeed(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(SEED_LENGTH));
}

/** A pair of the browser's, made of the seed; `null` where it has no Ed25519. */
export async function makeKeyPair(seed: Uint8Array): Promise<CryptoKeyPair | null> {
  if (crypto.subtle === undefined) return null;
  try {
    return await importSeed(seed);
  } catch {
    return null;
  }
}

/** Rejects where JavaScript has to sign and cannot be loaded. */
export function identityOf(key: Ed25519Key): Promise<Identity> {
  return isSeed(key) ? plainIdentity(key) : nativeIdentity(key);
}

async function nativeIdentity({ privateKey, publicKey }: CryptoKeyPair): Promise<Identity> {
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)),
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

async function plainIdentity(seed: Uint8Array): Promise<Identity> {
  const { ed25519 } = await import('@noble/curves/ed25519.js');
  return {
    publicKey: owned(ed25519.getPublicKey(seed)),
    sign: async (bytes) => owned(ed25519.sign(bytes, seed)),
    async verify(key, bytes, signature) {
      try {
        // As strict as RFC 8032 and the browsers: all peers have to agree on what is a signature.
        return ed25519.verify(signature, bytes, key, { zip215: false });
      } catch {
        return false; // not 32 or not 64 bytes
      }
    },
  };
}

/** What comes before the seed in a PKCS #8 private key (RFC 8410, section 7). */
const PKCS8_HEAD = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

async function importSeed(seed: Uint8Array): Promise<CryptoKeyPair> {
  const pkcs8 = new Uint8Array([...PKCS8_HEAD, ...seed]);
  // Only one that may be exported tells its public half.
  const open = await crypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, true, ['sign']);
  const { d: _, key_ops: __, ...half } = await crypto.subtle.exportKey('jwk', open);
  return {
    privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', half, ALGORITHM, true, ['verify']),
  };
}

/** WebCrypto takes no view of shared memory; ours never is, but only a copy tells the compiler so. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
