/**
 * The file that carries an identity to another browser: the secret key under a passphrase (PBKDF2 with SHA-256, then
 * AES-256-GCM), by the browser where it can, else by JavaScript, which is loaded only then. Whoever has the file and
 * the passphrase is this peer. It keeps nothing.
 */
import { fromBase64Url, toBase64Url } from '@flockdrop/shared/bytes';
import * as z from 'zod/mini';

const TYPE = 'flockdrop-identity';
const SEED_LENGTH = 32;
const TAG_LENGTH = 16;
const SALT_LENGTH = 16;
const IV_LENGTH = 12;
/** OWASP, for PBKDF2 with HMAC-SHA-256. */
const ITERATIONS = 600_000;
/** What a file asks for is not done without bounds: too few are no protection, too many a frozen page. */
const MIN_ITERATIONS = 100_000;
const MAX_ITERATIONS = 2_000_000;
/** Several times what it takes. */
export const MAX_IDENTITY_FILE_BYTES = 4_096;

const base64Url = (length: number) =>
  z.pipe(
    z.string().check(z.maxLength(128)),
    z.transform((text, context) => {
      const bytes = fromBase64Url(text);
      if (bytes?.length === length) return new Uint8Array(bytes);
      context.issues.push({ code: 'custom', input: text, message: `not ${length} bytes` });
      return z.NEVER;
    }),
  );

/** Made when it is needed, which is rare. */
function createIdentityFile() {
  return z.object({
    type: z.literal(TYPE),
    version: z.literal(1),
    uuid: z.uuid(),
    derivation: z.object({
      name: z.literal('PBKDF2-SHA-256'),
      iterations: z.int().check(z.gte(MIN_ITERATIONS), z.lte(MAX_ITERATIONS)),
      salt: base64Url(SALT_LENGTH),
    }),
    cipher: z.object({ name: z.literal('AES-256-GCM'), iv: base64Url(IV_LENGTH) }),
    key: base64Url(SEED_LENGTH + TAG_LENGTH),
  });
}

export class IdentityFileError extends Error {
  readonly code: 'bad-identity' | 'wrong-passphrase';
  constructor(code: IdentityFileError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export interface CarriedIdentity {
  readonly uuid: string;
  /** The 32 secret bytes of RFC 8032. */
  readonly seed: Uint8Array<ArrayBuffer>;
}

/** JSON. */
export async function sealIdentity({ uuid, seed }: CarriedIdentity, passphrase: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_LENGTH));
  const iv = crypto.getRandomValues(new Uint8Array(IV_LENGTH));
  const key = await (await cipherOf(passphrase, salt, ITERATIONS)).encrypt(iv, seed);
  const file = {
    type: TYPE,
    version: 1,
    uuid,
    derivation: { name: 'PBKDF2-SHA-256', iterations: ITERATIONS, salt: toBase64Url(salt) },
    cipher: { name: 'AES-256-GCM', iv: toBase64Url(iv) },
    key: toBase64Url(key),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Rejects with an IdentityFileError. That key and `uuid` belong together is still to be checked. */
export async function openIdentityFile(text: string, passphrase: string): Promise<CarriedIdentity> {
  const { uuid, derivation, cipher, key } = parse(text);
  const { decrypt } = await cipherOf(passphrase, derivation.salt, derivation.iterations);
  const seed = await decrypt(cipher.iv, key);
  if (seed !== null) return { uuid, seed };
  throw new IdentityFileError(
    'wrong-passphrase',
    'The passphrase does not open this file. Check it and try again: small and capital letters differ.',
  );
}

function parse(text: string): z.infer<ReturnType<typeof createIdentityFile>> {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Nothing of ours: told below, like everything else that is not.
  }
  const parsed = createIdentityFile().safeParse(value);
  if (parsed.success) return parsed.data;
  throw new IdentityFileError(
    'bad-identity',
    'This is no identity of Flockdrop, or the file is damaged. Choose the file that another browser exported.',
  );
}

interface Cipher {
  encrypt(iv: Uint8Array<ArrayBuffer>, plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  /** `null`: another key, or something was changed. */
  decrypt(
    iv: Uint8Array<ArrayBuffer>,
    sealed: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array<ArrayBuffer> | null>;
}

function cipherOf(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<Cipher> {
  // Two keyboards may write the same letters differently.
  const secret = new TextEncoder().encode(passphrase.normalize('NFKC'));
  return crypto.subtle === undefined
    ? plainCipher(secret, salt, iterations)
    : nativeCipher(secret, salt, iterations);
}

async function nativeCipher(
  secret: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Cipher> {
  const name = 'AES-GCM';
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name, length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
  return {
    encrypt: async (iv, plain) => new Uint8Array(await crypto.subtle.encrypt({ name, iv }, key, plain)),
    decrypt: (iv, sealed) =>
      crypto.subtle.decrypt({ name, iv }, key, sealed).then(
        (plain) => new Uint8Array(plain),
        () => null,
      ),
  };
}

async function plainCipher(secret: Uint8Array, salt: Uint8Array, iterations: number): Promise<Cipher> {
  const [{ pbkdf2Async }, { sha256 }, { gcm }] = await Promise.all([
    import('@noble/hashes/pbkdf2.js'),
    import('@noble/hashes/sha2.js'),
    import('@noble/ciphers/aes.js'),
  ]);
  const key = await pbkdf2Async(sha256, secret, salt, { c: iterations, dkLen: 32 });
  return {
    encrypt: async (iv, plain) => gcm(key, iv).encrypt(plain),
    async decrypt(iv, sealed) {
      try {
        return new Uint8Array(gcm(key, iv).decrypt(sealed));
      } catch {
        return null;
      }
    },
  };
}
