import type { BlockRef, Payload } from '../wire/index.ts';
import { NATIVE_BLOCK_LENGTH } from '../wire/index.ts';
import {
  ENDGAME_AFTER_MS,
  ENDGAME_REQUESTERS,
  EXTENT_BYTES,
  RANDOM_FIRST_PIECES,
  SNUB_AFTER_MS,
  UNRESPONSIVE_AFTER_MS,
} from './constants.ts';
import type { Content, Context } from './context.ts';
import { disbelieve } from './interest.ts';
import type { Partial } from './ledger.ts';
import type { Peer } from './peer.ts';
import { extentStart, pickRandom, pickRarest } from './picker.ts';
import { requestDepth } from './request-depth.ts';

/**
 * The asking side: keeps each peer's request pipeline full, takes its answers, and gives back what a peer will
 * not deliver. Which piece is the picker's decision, how deep `requestDepth`'s, what state the ledger's.
 */

interface Choice<P extends Payload> {
  readonly partial: Partial<P>;
  readonly block: number;
}

export function fill<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  const { content, nowMs } = context;
  if (content === null || !peer.ready || peer.peerChoking || !peer.amInterested || !context.mayDownload)
    return;
  const depth = requestDepth({
    downBps: peer.down.bps(nowMs),
    baseLatencyMs: peer.latency.ms,
    blockLength: NATIVE_BLOCK_LENGTH,
    snubbed: peer.snubbed,
    reqq: peer.reqq,
  });
  while (peer.requests.size < depth) {
    const choice = nextBlock(context, content, peer);
    if (choice === null) return;
    ask(context, content, peer, choice);
  }
}

export function fillAll<P extends Payload>(context: Context<P>): void {
  for (const peer of context.readyPeers()) fill(context, peer);
}

function ask<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
  { partial, block }: Choice<P>,
): void {
  const ref = content.ledger.blockRef(partial.piece, block);
  content.ledger.request(partial, block, peer.link);
  if (peer.requests.size === 0) peer.owesSinceMs = context.nowMs;
  peer.requests.set(content.ledger.keyOf(partial.piece, block), {
    ref,
    block,
    sentAtMs: context.nowMs,
    abandoned: false,
  });
  context.send(peer, { ...ref, type: 'request' });
}

/**
 * Finish what this peer began, then what nobody goes on with, then a new piece, then help with others' pieces,
 * last (endgame) ask again what another peer owes for too long. One sender a piece keeps blame exact.
 */
function nextBlock<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
): Choice<P> | null {
  const { ledger } = content;
  const mayAsk = (key: number) => !peer.requests.has(key);
  let orphan: Choice<P> | null = null;
  let foreign: Choice<P> | null = null;
  for (const partial of ledger.partials) {
    if (!peer.has(partial.piece) || (partial.solo && partial.owner !== peer.link)) continue;
    if (partial.owner !== peer.link && (partial.owner === null ? orphan : foreign) !== null) continue;
    const block = ledger.freeBlock(partial, mayAsk);
    if (block === null) continue;
    if (partial.owner === peer.link) return { partial, block };
    if (partial.owner === null) orphan = { partial, block };
    else foreign = { partial, block };
  }
  if (orphan !== null) {
    orphan.partial.owner = peer.link;
    return orphan;
  }
  return openPiece(context, content, peer) ?? foreign ?? endgame(context, content, peer);
}

/** A new piece: the next of the extent this peer is delivering while it is as rare, else the rarest of all. */
function openPiece<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
): Choice<P> | null {
  const { ledger, availability } = content;
  const isCandidate = (piece: number) =>
    ledger.missing.has(piece) && peer.has(piece) && !peer.requests.has(ledger.keyOf(piece, 0));
  const holders = (piece: number) => availability[piece] ?? 0;
  const { run } = peer;
  let piece: number | null = null;
  if (run !== null && isCandidate(run.next) && holders(run.next) <= run.holders) piece = run.next;
  piece ??= pickAnew(context, content, peer, isCandidate);
  if (piece === null) return null;
  const next = piece + 1;
  const pieces = extentPieces(content);
  peer.run = next % pieces === 0 ? null : { next, holders: holders(piece) };
  return { partial: ledger.open(piece, peer.link), block: 0 };
}

function pickAnew<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
  isCandidate: (piece: number) => boolean,
): number | null {
  const { ledger, availability } = content;
  const candidates = missingOf(ledger.missing, peer, isCandidate);
  const started = ledger.have.count + ledger.partialCount;
  const piece =
    started < RANDOM_FIRST_PIECES
      ? pickRandom(candidates, context.options.random)
      : pickRarest(candidates, availability, context.options.random);
  if (piece === null) return null;
  const rarity = availability[piece] ?? 0;
  return extentStart(
    piece,
    extentPieces(content),
    (other) => isCandidate(other) && (availability[other] ?? 0) <= rarity,
  );
}

function extentPieces<P extends Payload>({ torrent }: Content<P>): number {
  return Math.max(1, Math.floor(EXTENT_BYTES / torrent.info.geometry.pieceLength));
}

function* missingOf<P extends Payload>(
  missing: ReadonlySet<number>,
  peer: Peer<P>,
  isCandidate: (piece: number) => boolean,
): Generator<number> {
  for (const piece of missing) if (peer.has(piece) && isCandidate(piece)) yield piece;
}

/** Only an idle peer helps, and only with a block that is late: that keeps duplicates rare. */
function endgame<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
): Choice<P> | null {
  if (peer.requests.size > 0) return null;
  let oldest: Choice<P> | null = null;
  let oldestMs = context.nowMs - ENDGAME_AFTER_MS;
  for (const partial of content.ledger.partials) {
    if (partial.solo || !peer.has(partial.piece)) continue;
    for (const [block, entry] of partial.blocks.entries()) {
      if (entry.data !== null || entry.requesters.size >= ENDGAME_REQUESTERS) continue;
      const key = content.ledger.keyOf(partial.piece, block);
      for (const link of entry.requesters) {
        const sentAtMs = context.peers.get(link)?.requests.get(key)?.sentAtMs ?? context.nowMs;
        if (sentAtMs > oldestMs) continue;
        oldest = { partial, block };
        oldestMs = sentAtMs;
      }
    }
  }
  return oldest;
}

/** BEP 3 piece. False: nobody asked for it. */
export function receiveBlock<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  message: { readonly piece: number; readonly offset: number; readonly data: P },
): boolean {
  const { content, nowMs } = context;
  if (content === null) return false;
  const { ledger } = content;
  const { piece, offset, data } = message;
  const request = takeRequest(context, content, peer, { piece, offset, length: data.byteLength });
  if (request === null) return false;
  peer.latency.add(nowMs - request.sentAtMs, nowMs);
  peer.down.add(data.byteLength, nowMs);
  context.down.add(data.byteLength, nowMs);
  peer.snubbed = false;
  const others = ledger.partial(piece)?.blocks[request.block]?.requesters ?? new Set();
  const outcome = ledger.receive(piece, request.block, data, peer.link, peer.id);
  if (outcome === 'duplicate') {
    context.duplicateBytes += data.byteLength;
  } else {
    for (const link of others) if (link !== peer.link) abandon(context, content, link, piece, request.block);
    others.clear();
    if (outcome === 'complete') {
      context.emit({ type: 'verify-piece', piece, blocks: ledger.takeBlocks(piece) });
    }
  }
  fill(context, peer);
  return true;
}

/** BEP 6 reject. A peer that rejects while it unchokes us does not hold what it claimed. */
export function receiveReject<P extends Payload>(context: Context<P>, peer: Peer<P>, ref: BlockRef): boolean {
  const { content } = context;
  if (content === null) return false;
  const request = takeRequest(context, content, peer, ref);
  if (request === null) return false;
  if (!request.abandoned) {
    content.ledger.release(ref.piece, request.block, peer.link);
    if (!peer.peerChoking) disbelieve(context, peer, ref.piece);
  }
  fillAll(context);
  return true;
}

function takeRequest<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
  ref: BlockRef,
) {
  const block = content.ledger.blockNumber(ref);
  if (block === null) return null;
  const key = content.ledger.keyOf(ref.piece, block);
  const request = peer.requests.get(key);
  if (request === undefined) return null;
  peer.requests.delete(key);
  peer.owesSinceMs = peer.requests.size === 0 ? null : context.nowMs;
  return request;
}

function abandon<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  link: number,
  piece: number,
  block: number,
): void {
  const peer = context.peers.get(link);
  const request = peer?.requests.get(content.ledger.keyOf(piece, block));
  if (peer === undefined || request === undefined || request.abandoned) return;
  request.abandoned = true;
  context.send(peer, { ...request.ref, type: 'cancel' });
}

/** Takes back all requests: the peer is snubbed, or we pause. Its answers are still owed and still welcome. */
export function cancelRequests<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  const { content } = context;
  if (content === null) return;
  for (const request of peer.requests.values()) {
    if (request.abandoned) continue;
    request.abandoned = true;
    content.ledger.release(request.ref.piece, request.block, peer.link);
    context.send(peer, { ...request.ref, type: 'cancel' });
  }
  content.ledger.disown(peer.link);
}

/** The peer is gone: nothing more comes from it. */
export function forgetRequests<P extends Payload>(content: Content<P>, peer: Peer<P>): void {
  for (const request of peer.requests.values()) {
    if (!request.abandoned) content.ledger.release(request.ref.piece, request.block, peer.link);
  }
  peer.requests.clear();
  content.ledger.disown(peer.link);
}

/** Once a second: who keeps us waiting is snubbed, later dropped; idle peers may help in the endgame. */
export function sweepDownloads<P extends Payload>(context: Context<P>): void {
  for (const peer of context.readyPeers()) {
    if (peer.owesSinceMs === null) continue;
    const waitedMs = context.nowMs - peer.owesSinceMs;
    if (waitedMs >= UNRESPONSIVE_AFTER_MS) {
      context.close(peer, 'unresponsive', 'requests stayed unanswered');
    } else if (waitedMs >= SNUB_AFTER_MS && !peer.snubbed) {
      peer.snubbed = true;
      cancelRequests(context, peer);
    }
  }
  fillAll(context);
}
