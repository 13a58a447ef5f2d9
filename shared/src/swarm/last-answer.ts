import type { Payload } from '../wire/index.ts';
import { LAST_ANSWER_PART, MUCH_SLOWER } from './constants.ts';
import type { Content, Context } from './context.ts';
import type { Peer } from './peer.ts';

/**
 * Near the end: whether a peer may still be asked for a piece. Not where others, much faster, bring all that is left
 * before it would bring another block; but always for what none of those can bring: what only it has, and a piece that
 * must come from it alone.
 *
 * @returns `null`: for any piece
 */
export function exceptionsNearTheEnd<P extends Payload>(
  context: Context<P>,
  { ledger }: Content<P>,
  peer: Peer<P>,
): ((piece: number) => boolean) | null {
  const leftMs = (1_000 * (ledger.wantedBytes - ledger.wantedHaveBytes)) / context.down.bps(context.nowMs);
  const { usualMs } = peer.answerTime;
  // What somebody waits for may be left to it alone.
  if (ledger.deadlines.size > 0) return null;
  if (!(usualMs >= leftMs * LAST_ANSWER_PART)) return null;
  const faster: Peer<P>[] = [];
  for (const other of context.peers.values()) {
    const mayBeAsked = other.ready && !other.peerChoking && other.amInterested;
    if (other !== peer && mayBeAsked && usualMs > other.answerTime.usualMs * MUCH_SLOWER) faster.push(other);
  }
  if (faster.length === 0) return null;
  return (piece) => {
    const partial = ledger.partial(piece);
    const isItsAlone = partial !== undefined && partial.solo !== null && partial.owner === peer.link;
    return isItsAlone || faster.every((other) => !other.has(piece));
  };
}
