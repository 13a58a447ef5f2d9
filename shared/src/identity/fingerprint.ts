import { fromHex } from '../bytes/index.ts';

const FINGERPRINT_LINE = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})\s*$/gim;
const MAX_SDP_LENGTH = 65_536;

/**
 * The SHA-256 fingerprint of the DTLS certificate in a session description (RFC 8122), 32 bytes; `null` when there
 * is none, or when two lines disagree: then nobody could say which certificate is meant.
 */
export function fingerprintOf(sdp: string): Uint8Array | null {
  if (sdp.length > MAX_SDP_LENGTH) return null;
  const found = new Set<string>();
  for (const [, hex] of sdp.matchAll(FINGERPRINT_LINE)) {
    if (hex !== undefined) found.add(hex.replaceAll(':', '').toLowerCase());
  }
  const [only] = found;
  return only === undefined || found.size > 1 ? null : fromHex(only);
}
