import { equalBytes } from '../bytes/index.ts';
import { LOCAL_EXTENSION_IDS, type Payload, type PeerMessage, remoteExtensionIds } from '../wire/index.ts';
import { MAX_HELD_MESSAGES, MAX_METADATA_BYTES, REQQ } from './constants.ts';
import type { Context } from './context.ts';
import type { Peer } from './peer.ts';

/**
 * From an open link to a ready peer: handshake, extended handshake, proof of identity in both directions.
 * Until the other side's key has signed both DTLS fingerprints, nothing else it says is acted upon.
 */

/** Length of the info-hash in a handshake: v2 hashes are truncated to v1's length (BEP 52). */
const HANDSHAKE_HASH_LENGTH = 20;

export function greet<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  const { infoHash, peerId, client } = context.options;
  context.send(peer, {
    type: 'handshake',
    infoHash: infoHash.slice(0, HANDSHAKE_HASH_LENGTH),
    peerId,
    fast: true,
    extended: true,
    v2: true,
  });
  const info = context.content?.torrent.info;
  context.send(peer, {
    type: 'extended-handshake',
    m: new Map(Object.entries(LOCAL_EXTENSION_IDS)),
    v: client,
    reqq: REQQ,
    ...(info === undefined ? {} : { metadataSize: info.bytes.length }),
  });
  context.emit({ type: 'sign-proof', link: peer.link });
}

/** Handles a message of a peer that is not ready yet. */
export function introduce<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  message: PeerMessage<P>,
): void {
  const { introduction } = peer;
  switch (message.type) {
    case 'handshake':
      if (!equalBytes(message.infoHash, context.options.infoHash.slice(0, HANDSHAKE_HASH_LENGTH))) {
        context.close(peer, 'wrong-swarm', 'handshake for another info-hash');
      } else if (!message.extended || !message.fast) {
        context.close(peer, 'protocol-error', 'BEP 6 and BEP 10 are required');
      } else {
        introduction.handshake = true;
      }
      return;
    case 'extended-handshake':
      receiveExtendedHandshake(context, peer, message);
      return;
    case 'auth':
      if (introduction.proofReceived || !introduction.extended) {
        context.close(peer, 'protocol-error', 'a proof too early or twice');
        return;
      }
      introduction.proofReceived = true;
      context.emit({
        type: 'check-proof',
        link: peer.link,
        publicKey: message.publicKey,
        signature: message.signature,
      });
      return;
    case 'leave':
      context.close(peer, 'left', 'the other side said that it leaves');
      return;
    case 'keep-alive':
    case 'suggest':
    case 'allowed-fast':
    case 'unknown':
      return;
    case 'bitfield':
    case 'have-all':
    case 'have-none':
      // The only ones that may be long, and nobody needs two.
      if (introduction.held.some(({ type }) => isPieces(type)))
        context.close(peer, 'protocol-error', `a second ${message.type}`);
      else hold(context, peer, message);
      return;
    case 'choke':
    case 'unchoke':
    case 'interested':
    case 'not-interested':
    case 'have':
    case 'metadata-request':
    case 'hash-request':
    case 'lane-signal':
    case 'lane-closed':
      hold(context, peer, message);
      return;
    case 'request':
    case 'piece':
    case 'cancel':
    case 'reject':
    case 'metadata-data':
    case 'metadata-reject':
    case 'hashes':
    case 'hash-reject':
      // We unchoked nobody and asked for nothing yet.
      context.close(peer, 'protocol-error', `${message.type} before we were ready`);
  }
}

/** Its proof is on its way through our verifier: what it says meanwhile waits. */
function hold<P extends Payload>(context: Context<P>, peer: Peer<P>, message: PeerMessage<P>): void {
  const { held, proofReceived } = peer.introduction;
  if (!proofReceived) context.close(peer, 'protocol-error', `${message.type} before its proof`);
  else if (held.length >= MAX_HELD_MESSAGES) context.close(peer, 'flood', 'too much before ready');
  else held.push(message);
}

function isPieces(type: PeerMessage['type']): boolean {
  return type === 'bitfield' || type === 'have-all' || type === 'have-none';
}

/** May come again later, for example when the peer has learned the metadata. */
export function receiveExtendedHandshake<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  message: Extract<PeerMessage<P>, { type: 'extended-handshake' }>,
): void {
  const { introduction } = peer;
  if (!introduction.handshake) {
    context.close(peer, 'protocol-error', 'extended handshake before the handshake');
    return;
  }
  const ids = remoteExtensionIds(message.m);
  if (ids.fd_auth === undefined) {
    context.close(peer, 'no-identity', 'the client cannot prove who it is');
    return;
  }
  peer.extensions = ids;
  if (message.reqq !== undefined) peer.reqq = Math.max(1, Math.min(message.reqq, REQQ));
  const size = message.metadataSize;
  if (size !== undefined && size > 0 && size <= MAX_METADATA_BYTES) peer.metadataSize = size;
  introduction.extended = true;
  sendProof(context, peer);
}

export function proofMade<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  proof: { readonly publicKey: Uint8Array; readonly signature: Uint8Array },
): void {
  peer.introduction.proof = proof;
  sendProof(context, peer);
}

function sendProof<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  const { introduction } = peer;
  if (introduction.proofSent || introduction.proof === null || !introduction.extended) return;
  introduction.proofSent = true;
  context.send(peer, { ...introduction.proof, type: 'auth' });
}

/** True when the peer has become ready, so that the swarm may begin to talk. */
export function isIntroduced<P extends Payload>(peer: Peer<P>): boolean {
  return peer.introduction.proofSent && peer.introduction.proofAccepted;
}
