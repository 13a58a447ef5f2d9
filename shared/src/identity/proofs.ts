import { concatBytes, utf8Encode } from '../bytes/index.ts';

/**
 * The bytes that are signed. Each kind begins with a label of its own and every part is preceded by its length,
 * so that no signature made for one purpose, or one cut of the parts, holds for another.
 */
export const PUBLIC_KEY_LENGTH = 32;
export const SIGNATURE_LENGTH = 64;

const HELLO_LABEL = 'flockdrop hello v1';
const PEER_LABEL = 'flockdrop peer v1';

/** What a client signs to the signaling server: the server's challenge, for the origin the client talks to. */
export function helloBytes(hello: {
  readonly challenge: string;
  /** Origin of the page (`https://host:port`), empty outside a browser. */
  readonly origin: string;
  readonly session: string;
  readonly version: number;
}): Uint8Array {
  const texts = [HELLO_LABEL, hello.challenge, hello.origin, hello.session, String(hello.version)];
  return framed(texts.map(utf8Encode));
}

/**
 * What a peer signs to another peer. The fingerprints are those of the DTLS certificates of this very connection
 * as the signer sees them, so a signature passed on through a middleman does not hold: it would terminate DTLS
 * with a certificate of its own.
 */
export function peerProofBytes(proof: {
  /** v2 info-hash, 32 bytes. */
  readonly infoHash: Uint8Array;
  readonly senderFingerprint: Uint8Array;
  readonly receiverFingerprint: Uint8Array;
}): Uint8Array {
  return framed([utf8Encode(PEER_LABEL), proof.infoHash, proof.senderFingerprint, proof.receiverFingerprint]);
}

/** Each part after its length (two bytes, big endian). */
function framed(parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(parts.flatMap((part) => [Uint8Array.of(part.length >> 8, part.length & 0xff), part]));
}
