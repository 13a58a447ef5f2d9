import type { Payload } from '../wire/index.ts';
import { NATIVE_BLOCK_LENGTH } from '../wire/index.ts';
import { UPLOAD_SLOTS } from './constants.ts';
import type { Context } from './context.ts';
import { fill } from './downloads.ts';
import type { Peer } from './peer.ts';
import type { TokenBucket } from './token-bucket.ts';
import { pump } from './uploads.ts';

/** A limited upload reaches each unchoked peer at least this often: half of what makes it look snubbed. */
const LONGEST_ROUND_MS = 10_000;

/** A tick: those whose turn it is go on, and the next wake-up is planned for those who still wait. */
export function serveLimits<P extends Payload>(context: Context<P>): void {
  const { limits } = context.options;
  if (limits === undefined || context.limitWakeMs === null) return;
  context.limitWakeMs = null;
  serve(context, limits.up, (peer) => pump(context, peer));
  serve(context, limits.down, (peer) => fill(context, peer));
}

function serve<P extends Payload>(
  context: Context<P>,
  bucket: TokenBucket,
  goOn: (peer: Peer<P>) => void,
): void {
  for (let next = bucket.next; next !== undefined; ) {
    const peer = context.peers.get(next.link);
    if (peer !== next) break;
    goOn(peer);
    const now = bucket.next;
    // Still the same: for it there is not enough yet.
    if (now === next) break;
    next = now;
  }
  // Those behind the turn of another share.
  if (context.readyPeers().some((peer) => bucket.isWaiting(peer))) context.wakeForLimit(bucket);
}

/** Upload slots that the limit can feed, beside other shares', without anyone waiting too long for a block. */
export function uploadSlots<P extends Payload>(context: Context<P>): number {
  const up = context.options.limits?.up;
  if (up === undefined || up.bps === null) return UPLOAD_SLOTS;
  const blocks = Math.floor((up.bps * LONGEST_ROUND_MS) / 1_000 / NATIVE_BLOCK_LENGTH);
  const ours = context.readyPeers().filter((peer) => up.isWaiting(peer)).length;
  return Math.min(UPLOAD_SLOTS, Math.max(1, blocks - (up.waiting - ours)));
}
