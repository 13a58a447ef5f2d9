import type { Payload } from '../wire/index.ts';
import { type Choice, lateBlock } from './asking-again.ts';
import { MUCH_SLOWER } from './constants.ts';
import type { Content, Context } from './context.ts';
import type { Peer } from './peer.ts';

/**
 * What somebody waits for, the most urgent piece first: a block that nobody was asked for, of whoever's piece, or one that
 * comes too late from another. Several peers share a piece here, because it is needed before any other.
 *
 * @param begin opens a missing piece; `null`: this peer may not
 */
export function urgentBlock<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
  begin: (piece: number) => Choice<P> | null,
): Choice<P> | null {
  const { ledger } = content;
  const mayAsk = (key: number) => !peer.requests.has(key);
  for (const [piece, dueMs] of ledger.deadlines) {
    if (!peer.has(piece)) continue;
    if (ledger.missing.has(piece)) {
      const choice = begin(piece);
      if (choice !== null) return choice;
      continue;
    }
    const partial = ledger.partial(piece);
    if (partial === undefined || (partial.solo !== null && partial.owner !== peer.link)) continue;
    const block = ledger.freeBlock(partial, mayAsk);
    if (block !== null && bringsInTime(context, peer, piece, dueMs)) return { partial, block };
    if (partial.solo !== null) continue;
    const late = lateBlock(context, content, peer, partial, dueMs);
    if (late !== null) return late;
  }
  return null;
}

/** True as well where nobody else would be much sooner. */
export function bringsInTime<P extends Payload>(
  context: Context<P>,
  peer: Peer<P>,
  piece: number,
  dueMs: number,
): boolean {
  const takesMs = usualMs(peer);
  if (context.nowMs + takesMs <= dueMs) return true;
  for (const other of context.peers.values()) {
    if (other === peer || !other.ready || other.peerChoking || !other.amInterested) continue;
    if (other.has(piece) && takesMs > MUCH_SLOWER * usualMs(other)) return false;
  }
  return true;
}

function usualMs<P extends Payload>({ snubbed, answerTime }: Peer<P>): number {
  return snubbed ? Number.POSITIVE_INFINITY : answerTime.usualMs;
}
