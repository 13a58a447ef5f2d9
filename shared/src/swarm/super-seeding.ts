import type { Payload } from '../wire/index.ts';
import { PROMISE_STALLED_MS, SUPER_SEED_TURN_BYTES } from './constants.ts';
import type { Content, Context } from './context.ts';
import type { Peer } from './peer.ts';

/**
 * A lone seed sends each piece once before it sends any twice. It suggests (BEP 6) to each peer that it serves pieces
 * that none of its other peers holds or was promised. Unlike BEP 16 it hides nothing: who asks for another piece gets
 * it. Where others wait, a turn is a few blocks long, so that each new piece lands on another uplink. Another seed in
 * sight, or every piece held by somebody, ends it (docs/decisions/0008-super-seeding.md).
 */

/** The peer gets an upload slot: it hears what to ask for before it hears that it may. */
export function beginTurn<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  const pieceLength = context.content?.torrent.info.geometry.pieceLength ?? SUPER_SEED_TURN_BYTES;
  peer.turn = Math.max(1, Math.floor(SUPER_SEED_TURN_BYTES / pieceLength));
  suggest(context, peer, peer.turn + 1);
}

/** The peer asks for a block of a piece. */
export function promiseOnRequest<P extends Payload>(context: Context<P>, peer: Peer<P>, piece: number): void {
  const { content } = context;
  if (content === null || !spreads(content)) return;
  promise(content, peer, piece, true);
  suggest(context, peer, 2);
}

/** Suggests until so many pieces are promised and not asked for yet, or its turn is over. */
function suggest<P extends Payload>(context: Context<P>, peer: Peer<P>, ahead: number): void {
  const { content } = context;
  if (content === null || !spreads(content) || peer.draining || context.peers.size < 2) return;
  while (peer.promises.waiting < ahead) {
    const piece = unspread(content, context.options.random);
    if (piece === null) return;
    promise(content, peer, piece, false);
    context.send(peer, { type: 'suggest', piece });
    peer.turn--;
    if (peer.turn > 0 || !someoneWaits(context)) continue;
    peer.draining = true;
    return;
  }
}

/** Whether this request goes beyond what the peer's turn was for. */
export function endsTurn<P extends Payload>(peer: Peer<P>, piece: number): boolean {
  return peer.draining && peer.promises.waiting === 0 && !peer.promises.has(piece);
}

/** It holds the piece now: from here on it counts as a holder. */
export function promiseKept<P extends Payload>(content: Content<P>, peer: Peer<P>, piece: number): void {
  if (peer.promises.remove(piece)) content.promised[piece] = (content.promised[piece] ?? 1) - 1;
}

/** The peer is gone or makes nothing of them: they are for others. */
export function breakPromises<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  const { content } = context;
  if (content === null) return;
  for (const piece of peer.promises.pieces) content.promised[piece] = (content.promised[piece] ?? 1) - 1;
  peer.promises.clear();
}

/** It was promised something and has asked for nothing for too long, though nothing of ours keeps it waiting. */
export function isStalled<P extends Payload>({ nowMs }: Context<P>, peer: Peer<P>): boolean {
  if (peer.promises.size === 0 || peer.queue.length > 0 || peer.reading > 0 || peer.congested) return false;
  return nowMs - Math.max(peer.askedAtMs, peer.waitingSinceMs) >= PROMISE_STALLED_MS;
}

/**
 * Whether new slots must wait: all is promised and the last of it on its way. To serve others now what they can have
 * elsewhere would delay what nobody else has.
 */
export function holdsBack<P extends Payload>(context: Context<P>): boolean {
  const { content } = context;
  if (content === null || !spreads(content)) return false;
  const { availability, promised } = content;
  for (let piece = 0; piece < availability.length; piece++) {
    if (availability[piece] === 0 && promised[piece] === 0) return false;
  }
  for (const peer of context.peers.values()) {
    if (peer.promises.size > 0 && context.nowMs - peer.askedAtMs < PROMISE_STALLED_MS / 2) return true;
  }
  return false;
}

/** We are a seed, and some pieces are nowhere else. */
function spreads<P extends Payload>({ ledger, unheld }: Content<P>): boolean {
  return unheld > 0 && ledger.isComplete;
}

function promise<P extends Payload>(content: Content<P>, peer: Peer<P>, piece: number, asked: boolean): void {
  if (peer.promises.add(piece, asked)) content.promised[piece] = (content.promised[piece] ?? 0) + 1;
}

/** A piece that nobody else has or was promised, from a random place on; `null`: there is none. */
function unspread<P extends Payload>(content: Content<P>, random: () => number): number | null {
  const { availability, promised } = content;
  const count = availability.length;
  const from = Math.floor(random() * count);
  for (let step = 0; step < count; step++) {
    const piece = (from + step) % count;
    if (availability[piece] === 0 && promised[piece] === 0) return piece;
  }
  return null;
}

function someoneWaits<P extends Payload>(context: Context<P>): boolean {
  for (const peer of context.peers.values()) if (peer.peerInterested && peer.amChoking) return true;
  return false;
}
