import type { Payload } from '../wire/index.ts';
import type { Context } from './context.ts';
import { isStorageBehind, stopAsking } from './downloads.ts';
import { wantedPieceChanged } from './interest.ts';
import type { Peer } from './peer.ts';

/**
 * From a whole piece to one of ours, and what others are told of it: nothing before storage has confirmed it, and
 * nothing that storage has lost since.
 */

export function sayWhatWeHave<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
  const have = context.content?.ledger.have;
  if (have === undefined || have.count === 0) context.send(peer, { type: 'have-none' });
  else if (have.isFull) context.send(peer, { type: 'have-all' });
  else context.send(peer, { type: 'bitfield', bytes: have.toBytes() });
}

export function pieceVerified<P extends Payload>(context: Context<P>, piece: number): void {
  const ledger = context.content?.ledger;
  if (ledger === undefined) return;
  ledger.good(piece);
  context.emit({ type: 'store-piece', piece });
}

export function pieceStored<P extends Payload>(context: Context<P>, piece: number): void {
  const ledger = context.content?.ledger;
  if (ledger === undefined) return;
  if (isStorageBehind(ledger)) context.refillSoon();
  const wasWanted = ledger.wants(piece);
  ledger.stored(piece);
  for (const peer of context.readyPeers()) {
    // Who has it too needs the news only to show it: that can wait for company.
    if (peer.has(piece)) peer.untold.push(piece);
    else context.send(peer, { type: 'have', piece });
  }
  if (wasWanted) wantedPieceChanged(context, piece, -1);
  if (ledger.isFinished && ledger.priorityOf(piece) > 0) sayFinished(context);
  if (ledger.isComplete) context.emit({ type: 'completed' });
}

/** Everything wanted is here: nobody waits any longer to hear of it. */
export function sayFinished<P extends Payload>(context: Context<P>): void {
  tellAll(context);
  context.emit({ type: 'finished' });
}

/** Storage no longer holds it: it is missing again, and asked of whoever has it. */
export function pieceLost<P extends Payload>(context: Context<P>, piece: number): void {
  const ledger = context.content?.ledger;
  if (ledger?.have.has(piece) !== true) return;
  ledger.lost(piece);
  if (ledger.wants(piece)) wantedPieceChanged(context, piece, 1);
  context.refillSoon();
}

/** The news that waited for company. */
export function tellAll<P extends Payload>(context: Context<P>): void {
  for (const peer of context.readyPeers()) {
    for (const piece of peer.untold.splice(0)) {
      // Storage may have lost it since.
      if (context.content?.ledger.have.has(piece) === true) context.send(peer, { type: 'have', piece });
    }
  }
}

export function storeFailed<P extends Payload>(context: Context<P>, piece: number): void {
  context.content?.ledger.storeFailed(piece);
  if (context.storageFull) return;
  context.storageFull = true;
  stopAsking(context);
}
