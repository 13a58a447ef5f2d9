import type { Payload } from '../wire/index.ts';
import type { Context } from './context.ts';
import { fillAll } from './downloads.ts';
import { updateInterest, wantedPieceChanged } from './interest.ts';
import { takeBackUnwanted } from './selection.ts';
import type { Deadline } from './types.ts';

/**
 * Somebody waits for other pieces than before, as a player does that moves on or stops. What is fetched only because
 * somebody waited for it is taken back when nobody does. Throws RangeError for a piece that does not exist.
 */
export function awaitPieces<P extends Payload>(context: Context<P>, deadlines: readonly Deadline[]): void {
  const { content } = context;
  if (content === null) throw new Error('nothing to wait for before the metadata is known');
  const { ledger } = content;
  const before = [...ledger.deadlines.keys()];
  const isUnwanted = new Map(deadlines.map(({ piece }) => [piece, !ledger.wants(piece)]));
  ledger.await(deadlines);
  for (const piece of before) if (!ledger.wants(piece)) wantedPieceChanged(context, piece, -1);
  for (const piece of ledger.deadlines.keys()) {
    if (isUnwanted.get(piece) === true) wantedPieceChanged(context, piece, 1);
  }
  takeBackUnwanted(context, ledger);
  for (const peer of context.readyPeers()) updateInterest(context, peer);
  fillAll(context);
}
