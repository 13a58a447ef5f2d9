import { answerHashes } from '../metainfo/index.ts';
import type { BlockRef, HashRange, Payload } from '../wire/index.ts';
import { MAX_BLOCK_LENGTH, METADATA_PIECE_LENGTH, NATIVE_BLOCK_LENGTH } from '../wire/index.ts';
import {
  FULL_LATELY_MS,
  MAX_ANSWERS_AT_ONCE,
  READ_AHEAD_BLOCKS,
  READ_AHEAD_MS,
  REQQ,
  UPLOAD_SLOTS,
} from './constants.ts';
import type { Context } from './context.ts';
import type { Peer, QueuedAnswer } from './peer.ts';
import { pieceLost } from './possession.ts';
import { beginTurn, breakPromises, endsTurn, promiseOnRequest } from './super-seeding.ts';
import { uploadSlots } from './upload-slots.ts';

/**
 * The answering side: every request gets exactly one answer, in order, as fast as the link drains. Nothing is
 * read from storage before the link can take it, and nothing is served that is not verified and stored.
 */

/** BEP 3 request. False: no such block exists, the peer's fault. */
export function receiveRequest<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  ref: BlockRef,
): boolean {
  const { content } = context;
  if (content === null || ref.piece >= content.ledger.pieceCount) return false;
  const end = ref.offset + ref.length;
  if (ref.length > MAX_BLOCK_LENGTH || end > content.torrent.info.geometry.pieceLengthOf(ref.piece))
    return false;
  const willing = !peer.amChoking && !context.paused && content.ledger.have.has(ref.piece);
  if (!willing || peer.queue.length + peer.reading >= REQQ) {
    context.send(peer, { ...ref, type: 'reject' });
    return true;
  }
  if (endsTurn(peer, ref.piece)) {
    choke(context, peer);
    context.send(peer, { ...ref, type: 'reject' });
    return true;
  }
  peer.askedAtMs = context.nowMs;
  enqueue(context, peer, { kind: 'block', ref });
  promiseOnRequest(context, peer, ref.piece);
  return true;
}

/** BEP 6: a cancelled request is answered too, by a reject, unless its block is on its way already. */
export function receiveCancel<P extends Payload>(context: Context<P>, peer: Peer<P>, ref: BlockRef): void {
  const at = peer.queue.findIndex(
    (answer) =>
      answer.kind === 'block' &&
      answer.ref.piece === ref.piece &&
      answer.ref.offset === ref.offset &&
      answer.ref.length === ref.length,
  );
  if (at < 0) return;
  peer.queue.splice(at, 1);
  context.send(peer, { ...ref, type: 'reject' });
}

/** BEP 9 request: metadata goes to anyone in the swarm, choked or not. */
export function receiveMetadataRequest<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  piece: number,
): void {
  // It took the extension back: there is no way to answer.
  if (!peer.supports('ut_metadata')) return;
  const known =
    context.content !== null && piece * METADATA_PIECE_LENGTH < context.content.torrent.info.bytes.length;
  if (known && peer.queue.length < REQQ) enqueue(context, peer, { kind: 'metadata', piece });
  else context.send(peer, { type: 'metadata-reject', piece });
}

/** BEP 52 hash request, likewise. */
export function receiveHashRequest<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  range: HashRange,
): void {
  if (context.content !== null && peer.queue.length < REQQ) enqueue(context, peer, { kind: 'hashes', range });
  else context.send(peer, { ...range, type: 'hash-reject' });
}

/** The link's send buffer is full, or is no longer. */
export function congestion<P extends Payload>(context: Context<P>, peer: Peer<P>, congested: boolean): void {
  peer.congested = congested;
  peer.fullAtMs = context.nowMs;
  pump(context, peer);
}

function enqueue<P extends Payload>(context: Context<P>, peer: Peer<P>, answer: QueuedAnswer): void {
  peer.queue.push(answer);
  pump(context, peer);
}

/**
 * Answers as much as the link and the read-ahead take. Whether the link takes more is told between two events, so what
 * needs no reading is bounded, too; the rest waits for the next event of this peer or the sweep.
 */
export function pump<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  const limit = context.options.limits?.up;
  const ahead = readAhead(context, peer);
  let answered = 0;
  while (!peer.congested && peer.reading < ahead && answered < MAX_ANSWERS_AT_ONCE) {
    const answer = peer.queue[0];
    if (answer === undefined) break;
    if (answer.kind === 'block' && limit?.admits(peer, answer.ref.length, context.nowMs) === false) {
      context.wakeForLimit(limit);
      return;
    }
    peer.queue.shift();
    if (answer.kind === 'block') {
      limit?.take(peer, answer.ref.length);
      peer.reading++;
      context.emit({ type: 'read-block', link: peer.link, ref: answer.ref });
      continue;
    }
    answered++;
    if (answer.kind === 'metadata') {
      sendMetadata(context, peer, answer.piece);
    } else {
      sendHashes(context, peer, answer.range);
    }
  }
  limit?.leave(peer);
}

/**
 * Blocks that may be read for a peer at a time. Where a link of ours was full of late, no more than our line carries in a moment, and
 * this peer takes, if it was its link. Else storage may be what is slow, or nothing: as many as ever.
 */
function readAhead<P extends Payload>({ up, nowMs, peers }: Context<P>, peer: Peer<P>): number {
  const wasFull = ({ fullAtMs }: Peer<P>) => nowMs - fullAtMs <= FULL_LATELY_MS;
  if (up.total === 0 || ![...peers.values()].some(wasFull)) return READ_AHEAD_BLOCKS;
  const bps = wasFull(peer) ? Math.min(up.bps(nowMs), peer.up.bps(nowMs)) : up.bps(nowMs);
  const next = peer.queue.find((answer) => answer.kind === 'block');
  const blocks = (bps * READ_AHEAD_MS) / 1_000 / (next?.ref.length ?? NATIVE_BLOCK_LENGTH);
  return Math.min(READ_AHEAD_BLOCKS, Math.max(1, Math.ceil(blocks)));
}

function sendMetadata<P extends Payload>(context: Context<P>, peer: Peer<P>, piece: number): void {
  if (!peer.supports('ut_metadata')) return;
  const bytes = context.content?.torrent.info.bytes ?? new Uint8Array();
  const begin = piece * METADATA_PIECE_LENGTH;
  const data = bytes.subarray(begin, begin + METADATA_PIECE_LENGTH);
  context.send(peer, { type: 'metadata-data', piece, totalSize: bytes.length, data });
}

function sendHashes<P extends Payload>(context: Context<P>, peer: Peer<P>, range: HashRange): void {
  const hashes = context.content === null ? null : answerHashes(context.content.torrent, range);
  context.send(
    peer,
    hashes === null ? { ...range, type: 'hash-reject' } : { ...range, type: 'hashes', hashes },
  );
}

/** Storage answered a `read-block`. What it lost we no longer have, and say so with a reject. */
export function receiveBlockRead<P extends Payload>(
  context: Context<P>,
  peer: Peer<P> | undefined,
  ref: BlockRef,
  data: P | null,
): void {
  if (data === null) pieceLost(context, ref.piece);
  if (data === null || peer === undefined) context.giveBack(context.options.limits?.up, ref.length);
  if (peer === undefined) return;
  peer.reading--;
  if (data === null) {
    context.send(peer, { ...ref, type: 'reject' });
  } else {
    context.send(peer, { type: 'piece', piece: ref.piece, offset: ref.offset, data });
    peer.up.add(data.byteLength, context.nowMs);
    context.up.add(data.byteLength, context.nowMs);
  }
  pump(context, peer);
}

/** Chokes a peer: what it asked for and is not being read yet is rejected (BEP 6). */
export function choke<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  if (peer.amChoking) return;
  const kept = peer.draining;
  peer.amChoking = true;
  peer.draining = false;
  context.send(peer, { type: 'choke' });
  // What completes promised pieces is worth more than the moment it takes, where it is but a moment.
  if (kept && uploadSlots(context) === UPLOAD_SLOTS) return;
  breakPromises(context, peer);
  const blocks = peer.queue.filter((answer) => answer.kind === 'block');
  const rest = peer.queue.filter((answer) => answer.kind !== 'block');
  peer.queue.splice(0, peer.queue.length, ...rest);
  context.options.limits?.up.leave(peer);
  for (const { ref } of blocks) context.send(peer, { ...ref, type: 'reject' });
}

export function unchoke<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  peer.waitingSinceMs = context.nowMs;
  peer.draining = false;
  if (!peer.amChoking) return;
  peer.amChoking = false;
  beginTurn(context, peer);
  context.send(peer, { type: 'unchoke' });
}
