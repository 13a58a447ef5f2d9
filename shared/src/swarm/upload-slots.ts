import type { Payload } from '../wire/index.ts';
import { NATIVE_BLOCK_LENGTH } from '../wire/index.ts';
import { UPLOAD_SLOTS } from './constants.ts';
import type { Context } from './context.ts';

/** A limited upload reaches each unchoked peer at least this often: half of what makes it look snubbed. */
const LONGEST_ROUND_MS = 10_000;

/**
 * Upload slots that this share's part of the limit can feed without anyone waiting too long for a block, beside those
 * that are choked and still get what they asked for before.
 */
export function uploadSlots<P extends Payload>(context: Context<P>): number {
  const up = context.options.limits?.up;
  if (up === undefined || up.bps === null) return UPLOAD_SLOTS;
  const blocks = Math.floor((up.bps * LONGEST_ROUND_MS) / 1_000 / NATIVE_BLOCK_LENGTH);
  const choked = context.readyPeers().filter((peer) => peer.amChoking && up.isWaiting(peer)).length;
  const part = Math.floor(blocks / (up.othersThan(context) + 1));
  const free = Math.max(1, part - choked);
  return Math.min(UPLOAD_SLOTS, free);
}
