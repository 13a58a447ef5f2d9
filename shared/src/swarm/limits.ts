import type { Payload } from '../wire/index.ts';
import type { Context } from './context.ts';
import { fill } from './downloads.ts';
import type { Peer } from './peer.ts';
import type { TokenBucket } from './token-bucket.ts';
import { pump } from './uploads.ts';

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
