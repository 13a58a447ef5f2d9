import type { Payload } from '../wire/index.ts';
import type { Context } from './context.ts';
import { fillAll, takeBack } from './downloads.ts';
import { countWanted } from './interest.ts';
import type { Ledger } from './ledger.ts';
import { sayFinished } from './possession.ts';

/**
 * A person chooses again what is wanted: what is under way and wanted no more is taken back, and interest in everyone
 * follows. What is stored stays, and is served.
 *
 * @param priorities by piece. Throws RangeError when they are not as many as the pieces.
 */
export function select<P extends Payload>(context: Context<P>, priorities: Uint8Array): void {
  const { content } = context;
  if (content === null) throw new Error('nothing to select from before the metadata is known');
  const { ledger } = content;
  const wasFinished = ledger.isFinished;
  ledger.choose(priorities);
  takeBackUnwanted(context, ledger);
  for (const peer of context.readyPeers()) countWanted(context, peer);
  if (!wasFinished && ledger.isFinished && ledger.wantedBytes > 0) sayFinished(context);
  fillAll(context);
}

/** What is under way and nobody wants any more. */
export function takeBackUnwanted<P extends Payload>(context: Context<P>, ledger: Ledger<P>): void {
  const unwanted = [...ledger.partials].map(({ piece }) => piece).filter((piece) => !ledger.wants(piece));
  for (const piece of unwanted) {
    ledger.shelve(piece);
    for (const peer of context.readyPeers()) takeBack(context, peer, piece);
  }
}
