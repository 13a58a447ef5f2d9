import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../bytes/index.ts';

/**
 * A peer's name: the first 16 bytes of the SHA-256 of its raw Ed25519 public key, dressed as a UUID of version 8
 * (RFC 9562, custom). Whoever cannot sign with the key cannot hold the name.
 */
export function uuidOfPublicKey(publicKey: Uint8Array): string {
  const bytes = sha256(publicKey).slice(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether the text has the one form that `uuidOfPublicKey` gives: lower case, version 8. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
