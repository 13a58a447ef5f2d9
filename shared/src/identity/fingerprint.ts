import { fromHex } from '../bytes/index.ts';

/** Which certificate a session description vouches for. It reads text; the comparing with DTLS is the browser's. */

/** Read as loosely as any browser might, so that no line which one of them counts escapes us. */
const FINGERPRINT_LINE = /^\s*a\s*=\s*fingerprint/i;
const SHA256_LINE = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i;
const MAX_SDP_LENGTH = 65_536;

/**
 * The SHA-256 fingerprint of the DTLS certificate in a session description (RFC 8122), 32 bytes. `null` unless every
 * fingerprint in it is that same one: a browser may take the certificate when any listed digest fits, so a second
 * value or another algorithm would let a certificate through that we do not name.
 */
export function fingerprintOf(sdp: string): Uint8Array | null {
  if (sdp.length > MAX_SDP_LENGTH) return null;
  const found = new Set<string | undefined>();
  for (const line of sdp.split(/[\r\n]/)) {
    if (FINGERPRINT_LINE.test(line)) found.add(SHA256_LINE.exec(line)?.[1]?.toLowerCase());
  }
  const [only] = found;
  return only === undefined || found.size > 1 ? null : fromHex(only.replaceAll(':', ''));
}
