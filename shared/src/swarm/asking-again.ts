import type { Payload } from '../wire/index.ts';
import { ENDGAME_REQUESTERS, WORTH_ASKING_AGAIN_MS } from './constants.ts';
import type { Content, Context } from './context.ts';
import type { Ledger } from './ledger.ts';
import type { Partial } from './partial.ts';
import type { Peer } from './peer.ts';

/** Which block that a peer owes is worth asking of a second one, too: of what comes twice one is for nothing. */

export interface Choice<P extends Payload> {
  readonly partial: Partial<P>;
  readonly block: number;
}

/**
 * Only an idle peer helps, and only with a block that is late: that keeps duplicates rare. But of a peer that has fallen
 * silent nothing may come any more, so all that it owes is asked of others, as fast as they bring it.
 */
export function endgame<P extends Payload>(
  context: Context<P>,
  content: Content<P>,
  peer: Peer<P>,
  mayBring: (piece: number) => boolean,
): Choice<P> | null {
  const isIdle = peer.requests.size === 0;
  let best: Choice<P> | null = null;
  let bestMs = 0;
  for (const partial of content.ledger.partials) {
    if (partial.solo !== null || !peer.has(partial.piece) || !mayBring(partial.piece)) continue;
    for (const [block, entry] of partial.blocks.entries()) {
      if (entry.data !== null || entry.requesters.size >= ENDGAME_REQUESTERS) continue;
      const key = content.ledger.grid.keyOf(partial.piece, block);
      if (peer.requests.has(key)) continue;
      for (const link of entry.requesters) {
        const owing = context.peers.get(link);
        if (!isIdle && owing?.isSilent(context.nowMs) !== true) continue;
        const ms = gainMs(context, owing, key, peer);
        if (ms <= bestMs) continue;
        best = { partial, block };
        bestMs = ms;
      }
    }
  }
  return best;
}

/**
 * How much sooner `helper` would bring a block than the peer that owes it, ms; not above 0: it is better to wait.
 *
 * @param isEnd nothing is left to begin: before, other pieces would be worth more than a second copy of this block, but
 * when it does not come at all
 */
function gainMs<P extends Payload>(
  context: Context<P>,
  owing: Peer<P> | undefined,
  key: number,
  helper: Peer<P>,
  isEnd = context.content?.ledger.missing.size === 0,
): number {
  const sentAtMs = owing?.requests.get(key)?.sentAtMs;
  if (owing === undefined || sentAtMs === undefined) return 0;
  const waitedMs = context.nowMs - sentAtMs;
  const { usualMs, lateAfterMs } = owing.answerTime;
  const helpedMs = helper.answerTime.usualMs;
  if (waitedMs >= lateAfterMs) return waitedMs;
  const dueMs = Math.max(usualMs - waitedMs, isEnd ? queueMs(context, owing, key) : 0);
  return dueMs - Math.max(2 * helpedMs, helpedMs + WORTH_ASKING_AGAIN_MS);
}

/** How long a peer needs, at its rate, for what it owes up to this block, ms; 0 before it gave anything. */
function queueMs<P extends Payload>(context: Context<P>, owing: Peer<P>, key: number): number {
  if (owing.down.total === 0) return 0;
  let bytes = 0;
  for (const [other, { ref }] of owing.requests) {
    bytes += ref.length;
    if (other === key) break;
  }
  return (1_000 * bytes) / Math.max(1, owing.down.bps(context.nowMs));
}

/**
 * A block of a piece that is due and would come too late: asked again of a peer that brings it much sooner; one at
 * a time, but where the other has fallen silent.
 */
export function lateBlock<P extends Payload>(
  context: Context<P>,
  { ledger }: Content<P>,
  peer: Peer<P>,
  partial: Partial<P>,
  dueMs: number,
): Choice<P> | null {
  for (const [block, entry] of partial.blocks.entries()) {
    if (entry.data !== null || entry.requesters.size >= ENDGAME_REQUESTERS) continue;
    const key = ledger.grid.keyOf(partial.piece, block);
    if (peer.requests.has(key)) continue;
    for (const link of entry.requesters) {
      const owing = context.peers.get(link);
      if (owing === undefined || context.nowMs + leftMs(context, owing, key) <= dueMs) continue;
      if (gainMs(context, owing, key, peer, true) <= 0) continue;
      const mustWait = !owing.isSilent(context.nowMs) && helpsAlready(ledger, peer);
      return mustWait ? null : { partial, block };
    }
  }
  return null;
}

/** How long a block may still take, by what its peer's answers take and what lies before it. */
function leftMs<P extends Payload>(context: Context<P>, owing: Peer<P>, key: number): number {
  const waitedMs = context.nowMs - (owing.requests.get(key)?.sentAtMs ?? context.nowMs);
  if (waitedMs >= owing.answerTime.lateAfterMs) return Number.POSITIVE_INFINITY;
  return Math.max(owing.answerTime.usualMs - waitedMs, queueMs(context, owing, key));
}

/** It was asked already for something that another owes as well. */
function helpsAlready<P extends Payload>(ledger: Ledger<P>, peer: Peer<P>): boolean {
  for (const { ref, block, abandoned } of peer.requests.values()) {
    const requesters = ledger.partial(ref.piece)?.blocks[block]?.requesters;
    if (!abandoned && requesters !== undefined && requesters.size > 1) return true;
  }
  return false;
}
