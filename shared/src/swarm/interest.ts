import { Bitfield } from '../bytes/index.ts';
import type { Payload } from '../wire/index.ts';
import { MAX_SUGGESTIONS } from './constants.ts';
import type { Content, Context } from './context.ts';
import type { Peer } from './peer.ts';
import { promiseKept } from './super-seeding.ts';

/**
 * What each peer holds and whether we want any of it: keeps `pieces`, `wanted`, `availability` and
 * `amInterested` true to each other, one change at a time.
 */

/** Takes over what the peer said of its pieces, once their number is known. False: it does not fit. */
export function resolvePieces<P extends Payload>(context: Context<P>, peer: Peer<P>): boolean {
  const { content } = context;
  if (content === null) return true;
  const pieces = peer.early.resolve(content.ledger.pieceCount);
  if (pieces === null) return false;
  setPieces(content, peer, pieces);
  updateInterest(context, peer);
  return true;
}

function setPieces<P extends Payload>(content: Content<P>, peer: Peer<P>, pieces: Bitfield): void {
  forgetPieces(content, peer);
  peer.pieces = pieces;
  peer.wanted = 0;
  for (const piece of pieces) {
    addHolder(content, piece, 1);
    if (content.ledger.wants(piece)) peer.wanted++;
  }
}

/** Other pieces are wanted than before: what the peer holds of them is counted anew. */
export function countWanted<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  peer.wanted = 0;
  for (const piece of peer.pieces ?? []) if (context.content?.ledger.wants(piece) === true) peer.wanted++;
  updateInterest(context, peer);
}

/**
 * BEP 3 bitfield, BEP 6 have-all and have-none. False: malformed, or not the first: each costs as much as the share has
 * pieces.
 */
export function receiveBitfield<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  said: Uint8Array | 'all' | 'none',
): boolean {
  if (peer.toldPieces) return false;
  peer.toldPieces = true;
  if (context.content === null) {
    if (said === 'all') peer.early.haveAll();
    else if (said !== 'none') peer.early.bitfield(said);
    return true;
  }
  const count = context.content.ledger.pieceCount;
  const pieces =
    said === 'all'
      ? Bitfield.full(count)
      : said === 'none'
        ? new Bitfield(count)
        : Bitfield.fromBytes(said, count);
  if (pieces === null) return false;
  setPieces(context.content, peer, pieces);
  updateInterest(context, peer);
  return true;
}

/** BEP 3 have. `impossible`: there is no such piece. */
export function receiveHave<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  piece: number,
): 'new' | 'known' | 'impossible' {
  const { content } = context;
  if (content === null) return peer.early.have(piece) ? 'new' : 'impossible';
  if (piece >= content.ledger.pieceCount) return 'impossible';
  peer.pieces ??= new Bitfield(content.ledger.pieceCount);
  if (!peer.pieces.set(piece)) return 'known';
  addHolder(content, piece, 1);
  promiseKept(content, peer, piece);
  if (content.ledger.wants(piece)) peer.wanted++;
  updateInterest(context, peer);
  return 'new';
}

/** BEP 6 suggest: a hint for what to ask this peer first. It means nothing before we know the pieces. */
export function receiveSuggestion<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  piece: number,
): void {
  const { content } = context;
  if (content === null || piece >= content.ledger.pieceCount || content.ledger.have.has(piece)) return;
  peer.suggested.add(piece);
  const [oldest] = peer.suggested;
  if (oldest !== undefined && peer.suggested.size > MAX_SUGGESTIONS) peer.suggested.delete(oldest);
}

/** The peer rejected what it claimed to hold: from now on we do not believe that it holds it. */
export function disbelieve<P extends Payload>(context: Context<P>, peer: Peer<P>, piece: number): void {
  const { content } = context;
  if (content === null || peer.pieces === null || !peer.pieces.clear(piece)) return;
  addHolder(content, piece, -1);
  if (content.ledger.wants(piece)) peer.wanted--;
  updateInterest(context, peer);
}

/** A piece is wanted now (`+1`) or not any more (`-1`): what others hold of it counts more, or less. */
export function wantedPieceChanged<P extends Payload>(
  context: Context<P>,
  piece: number,
  change: 1 | -1,
): void {
  for (const peer of context.readyPeers()) {
    if (!peer.has(piece)) continue;
    peer.wanted += change;
    updateInterest(context, peer);
  }
}

export function forgetPieces<P extends Payload>(content: Content<P>, peer: Peer<P>): void {
  if (peer.pieces === null) return;
  for (const piece of peer.pieces) addHolder(content, piece, -1);
  peer.pieces = null;
}

export function updateInterest<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  if (!peer.ready) return;
  const spared = peer.relayed && context.sparesRelays;
  const interested = context.mayDownload && peer.wanted > 0 && !spared;
  if (interested === peer.amInterested) return;
  peer.amInterested = interested;
  context.send(peer, { type: interested ? 'interested' : 'not-interested' });
}

function addHolder<P extends Payload>(content: Content<P>, piece: number, change: 1 | -1): void {
  const before = content.availability[piece] ?? 0;
  content.availability[piece] = before + change;
  if (before === 0) content.unheld--;
  else if (before + change === 0) content.unheld++;
}
