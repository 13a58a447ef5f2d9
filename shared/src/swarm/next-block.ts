import type { Payload } from '../wire/index.ts';
import { type Choice, endgame } from './asking-again.ts';
import { EXTENT_BYTES, RANDOM_FIRST_PIECES } from './constants.ts';
import type { Content, Context } from './context.ts';
import type { Ledger } from './ledger.ts';
import type { Peer } from './peer.ts';
import { extentStart, pickRandom, pickRarest } from './picker.ts';
import { WANTED_PRIORITIES } from './priorities.ts';
import { bringsInTime, urgentBlock } from './urgent-block.ts';

/**
 * Which block to ask of a peer next: what somebody waits for, what it began, what is left over, something new, or help.
 * It reads peers and ledger and opens pieces in it; it sends nothing.
 */

/**
 * What somebody waits for comes first. Then finish what this peer began, then what nobody goes on with, then a new piece,
 * then help with others' pieces, last (endgame) ask again what another peer owes for too long. One sender a piece keeps
 * blame exact.
 *
 * @param mayBring whether the peer is to be asked for a piece at all
 */
export function nextBlock<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
  mayBring: (piece: number) => boolean,
): Choice<P> | null {
  const { ledger } = content;
  const mayAsk = (key: number) => !peer.requests.has(key);
  const urgent = urgentBlock(context, content, peer, (piece) =>
    mayBegin(context, content, peer, piece) ? begin(content, peer, piece, mayAsk) : null,
  );
  if (urgent !== null) return urgent;
  let orphan: Choice<P> | null = null;
  let foreign: Choice<P> | null = null;
  for (const partial of ledger.partials) {
    if (!peer.has(partial.piece) || (partial.solo !== null && partial.owner !== peer.link)) continue;
    if (!mayBring(partial.piece)) continue;
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
  return (
    openPiece(context, content, peer, { mayAsk, mayBring }) ??
    foreign ??
    endgame(context, content, peer, mayBring)
  );
}

/** A new piece: the next of the extent this peer is delivering while it is as rare and as urgent, else a new pick. */
function openPiece<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
  { mayAsk, mayBring }: Record<'mayAsk' | 'mayBring', (number: number) => boolean>,
): Choice<P> | null {
  const { ledger, availability } = content;
  const isCandidate = (piece: number) =>
    ledger.missing.has(piece) &&
    peer.has(piece) &&
    mayBring(piece) &&
    mayBegin(context, content, peer, piece);
  const holders = (piece: number) => availability[piece] ?? 0;
  const { run } = peer;
  const isNext = (other: number) => isCandidate(other) && isMostUrgent(ledger, other);
  let piece = takeSuggestion(peer, isNext);
  if (piece === null && run !== null && isNext(run.next) && holders(run.next) <= run.holders)
    piece = run.next;
  piece ??= pickAnew(context, content, peer, isCandidate);
  if (piece === null) return null;
  const next = piece + 1;
  const pieces = extentPieces(content);
  peer.run = next % pieces === 0 ? null : { next, holders: holders(piece) };
  return begin(content, peer, piece, mayAsk);
}

function begin<P extends Payload>(
  { ledger }: Content<P>,
  peer: Peer<P>,
  piece: number,
  mayAsk: (key: number) => boolean,
): Choice<P> | null {
  const partial = ledger.open(piece, peer.link, peer.id);
  const block = ledger.freeBlock(partial, mayAsk);
  return block === null ? null : { partial, block };
}

/**
 * Not while it still owes the piece's first block from an attempt before. A piece that must come from it alone it may
 * begin only when it owes nothing of it at all: whoever answers nothing never holds one twice. And not what another
 * brings in time, and it does not.
 */
function mayBegin<P extends Payload>(
  context: Context<P>,
  { ledger }: Content<P>,
  peer: Peer<P>,
  piece: number,
): boolean {
  const dueMs = ledger.deadlines.get(piece);
  if (dueMs !== undefined && !bringsInTime(context, peer, piece, dueMs)) return false;
  if (!ledger.isSolo(piece)) return !peer.requests.has(ledger.grid.keyOf(piece, 0));
  for (let block = 0; block < ledger.grid.blockCount(piece); block++) {
    if (peer.requests.has(ledger.grid.keyOf(piece, block))) return false;
  }
  return true;
}

/** What the peer would like us to ask for: a seed that spreads each piece once knows best. */
function takeSuggestion<P extends Payload>(
  peer: Peer<P>,
  isCandidate: (piece: number) => boolean,
): number | null {
  for (const piece of peer.suggested) {
    peer.suggested.delete(piece);
    if (isCandidate(piece)) return piece;
  }
  return null;
}

/** Of those that are most urgent, the rarest. */
function pickAnew<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
  isCandidate: (piece: number) => boolean,
): number | null {
  for (const priority of WANTED_PRIORITIES) {
    if (!content.ledger.lacks(priority)) continue;
    const isOne = (piece: number) => content.ledger.priorityOf(piece) === priority && isCandidate(piece);
    const piece = pickAmong(context, content, peer, isOne);
    if (piece !== null) return piece;
  }
  return null;
}

function isMostUrgent<P extends Payload>(ledger: Ledger<P>, piece: number): boolean {
  return WANTED_PRIORITIES.find((priority) => ledger.lacks(priority)) === ledger.priorityOf(piece);
}

function pickAmong<P extends Payload>(
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
