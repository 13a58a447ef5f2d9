import type { BlockRef, Payload } from '../wire/index.ts';
import { NATIVE_BLOCK_LENGTH } from '../wire/index.ts';
import type { Choice } from './asking-again.ts';
import { MAX_UNSTORED_BYTES, SNUB_AFTER_MS, UNRESPONSIVE_AFTER_MS } from './constants.ts';
import type { Content, Context } from './context.ts';
import { disbelieve, updateInterest } from './interest.ts';
import { exceptionsNearTheEnd } from './last-answer.ts';
import type { Ledger } from './ledger.ts';
import { nextBlock } from './next-block.ts';
import type { OutstandingRequest, Peer } from './peer.ts';
import { isTimeToAsk, requestDepth, weightOf } from './request-depth.ts';
import type { LinkId } from './types.ts';

/**
 * The asking side: keeps each peer's request pipeline full, takes its answers, and gives back what a peer will
 * not deliver. Which block is `nextBlock`'s decision, how deep `requestDepth`'s, what state the ledger's.
 */

export function fill<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  // Who is not in want leaves the line; who is comes back to its place in it.
  if (!fillWhileAdmitted(context, peer)) context.options.limits?.down.leave(peer);
}

/** True while it waits for the download limit. */
function fillWhileAdmitted<P extends Payload>(context: Context<P>, peer: Peer<P>): boolean {
  const { content, nowMs } = context;
  if (content === null || !peer.ready || peer.peerChoking || !peer.amInterested || !context.mayDownload)
    return false;
  const depth = requestDepth({
    downBps: peer.down.bps(nowMs),
    baseLatencyMs: peer.latency.ms,
    blockLength: NATIVE_BLOCK_LENGTH,
    lanes: peer.lanes,
    snubbed: peer.snubbed,
    reqq: peer.reqq,
  });
  const { ledger } = content;
  let outstanding = 0;
  for (const { ref } of peer.requests.values()) outstanding += weightOf(ref.length, NATIVE_BLOCK_LENGTH);
  if (!isTimeToAsk({ outstanding, depth, untouchedBlocks: ledger.untouchedBlocks })) return false;
  const exceptions = exceptionsNearTheEnd(context, content, peer);
  const limit = context.options.limits?.down;
  while (outstanding < depth && peer.requests.size < peer.reqq && !isStorageBehind(ledger)) {
    // Before the choice: a piece that is begun must be asked for.
    if (limit?.admits(peer, NATIVE_BLOCK_LENGTH, nowMs) === false) {
      context.wakeForLimit(limit);
      return true;
    }
    const choice = nextBlock(context, content, peer, exceptions ?? anyPiece);
    if (choice === null) return false;
    ask(context, content, peer, choice);
    outstanding += weightOf(
      ledger.grid.blockRef(choice.partial.piece, choice.block).length,
      NATIVE_BLOCK_LENGTH,
    );
  }
  return false;
}

const anyPiece = () => true;

/** More would only pile up in memory. */
export function isStorageBehind<P extends Payload>({ grid, unstoredCount }: Ledger<P>): boolean {
  return unstoredCount * grid.blocksPerPiece * grid.blockLength >= MAX_UNSTORED_BYTES;
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
  const ref = content.ledger.grid.blockRef(partial.piece, block);
  context.options.limits?.down.take(peer, ref.length);
  content.ledger.request(partial, block, peer.link);
  if (peer.requests.size === 0) peer.owesSinceMs = context.nowMs;
  peer.requests.set(content.ledger.grid.keyOf(partial.piece, block), {
    ref,
    block,
    sentAtMs: context.nowMs,
    abandoned: false,
  });
  context.send(peer, { ...ref, type: 'request' });
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
  const gapMs = nowMs - (peer.owesSinceMs ?? nowMs);
  const request = takeRequest(context, content, peer, { piece, offset, length: data.byteLength });
  if (request === null) return false;
  peer.gaps.add(gapMs);
  peer.latency.add(nowMs - request.sentAtMs, nowMs);
  peer.answerTime.add(nowMs - request.sentAtMs);
  peer.down.add(data.byteLength, nowMs);
  context.down.add(data.byteLength, nowMs);
  peer.snubbed = false;
  const others = ledger.partial(piece)?.blocks[request.block]?.requesters ?? new Set();
  const outcome = ledger.receive(piece, request.block, data, peer.id);
  if (outcome === 'duplicate') {
    context.duplicateBytes += data.byteLength;
  } else {
    for (const link of others) if (link !== peer.link) cancel(context, content, link, request.block, piece);
    others.clear();
    if (outcome === 'complete') {
      context.emit({ type: 'verify-piece', piece, blocks: ledger.takeBlocks(piece) });
    }
  }
  fill(context, peer);
  return true;
}

/**
 * BEP 3 choke. Each request is still answered, by a reject if not by a block. But what must come from this peer alone
 * could wait for its next unchoke for ever: it is anyone's at once.
 */
export function receiveChoke<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  peer.peerChoking = true;
  const pieces = context.content?.ledger.breakOff(peer.link) ?? [];
  if (pieces.length === 0) return;
  for (const request of peer.requests.values()) {
    if (pieces.includes(request.ref.piece)) request.abandoned = true;
  }
  context.refillSoon();
}

/** BEP 6 reject. A peer that rejects while it unchokes us does not hold what it claimed. */
export function receiveReject<P extends Payload>(context: Context<P>, peer: Peer<P>, ref: BlockRef): boolean {
  const { content } = context;
  if (content === null) return false;
  const request = takeRequest(context, content, peer, ref);
  if (request === null) return false;
  context.giveBack(context.options.limits?.down, ref.length);
  if (!request.abandoned) {
    giveBack(context, content, peer, request);
    if (!peer.peerChoking) disbelieve(context, peer, ref.piece);
  }
  context.refillSoon();
  return true;
}

/** A request came to nothing. With a solo attempt the rest of the piece is not needed from this peer any more, either. */
function giveBack<P extends Payload>(
  context: Context<P>,
  { ledger }: Content<P>,
  peer: Peer<P>,
  { ref: { piece }, block }: OutstandingRequest,
): void {
  ledger.release(piece, block, peer.link);
  if (ledger.partial(piece) !== undefined) return;
  for (const other of peer.requests.values()) {
    if (other.ref.piece === piece) abandon(context, peer, other);
  }
}

function takeRequest<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
  ref: BlockRef,
) {
  const block = content.ledger.grid.blockNumber(ref);
  if (block === null) return null;
  const key = content.ledger.grid.keyOf(ref.piece, block);
  const request = peer.requests.get(key);
  if (request === undefined) return null;
  peer.requests.delete(key);
  peer.owesSinceMs = peer.requests.size === 0 ? null : context.nowMs;
  return request;
}

/** The block came from another peer. */
function cancel<P extends Payload>(
  context: Context<P>,
  { ledger }: Content<P>,
  link: LinkId,
  block: number,
  piece: number,
): void {
  const peer = context.peers.get(link);
  const request = peer?.requests.get(ledger.grid.keyOf(piece, block));
  if (peer !== undefined && request !== undefined) abandon(context, peer, request);
}

/** Its answer is still owed, and still welcome. */
function abandon<P extends Payload>(context: Context<P>, peer: Peer<P>, request: OutstandingRequest): void {
  if (request.abandoned) return;
  request.abandoned = true;
  context.send(peer, { ...request.ref, type: 'cancel' });
}

/** The piece is not wanted any more. The ledger knows already. */
export function takeBack<P extends Payload>(context: Context<P>, peer: Peer<P>, piece: number): void {
  for (const request of peer.requests.values()) {
    if (request.ref.piece === piece) abandon(context, peer, request);
  }
}

/** Takes back all requests: the peer is snubbed, or we pause. Its answers are still owed and still welcome. */
function cancelRequests<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  const { content } = context;
  if (content === null) return;
  for (const request of peer.requests.values()) {
    if (request.abandoned) continue;
    content.ledger.release(request.ref.piece, request.block, peer.link);
    abandon(context, peer, request);
  }
  content.ledger.disown(peer.link);
}

/** We pause, or storage is full. */
export function stopAsking<P extends Payload>(context: Context<P>): void {
  for (const peer of context.readyPeers()) {
    cancelRequests(context, peer);
    updateInterest(context, peer);
  }
}

/** The peer is gone: nothing more comes from it. */
export function forgetRequests<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
): void {
  for (const request of peer.requests.values()) {
    context.giveBack(context.options.limits?.down, request.ref.length);
    if (!request.abandoned) content.ledger.release(request.ref.piece, request.block, peer.link);
  }
  peer.requests.clear();
  content.ledger.disown(peer.link);
}

/** Once a second: who keeps us waiting is snubbed, later dropped. */
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
}
