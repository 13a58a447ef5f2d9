import type { Payload } from '../wire/index.ts';
import { DIRECT_ENOUGH_BPS, RELAY_AFTER_MS } from './constants.ts';
import type { Context } from './context.ts';
import { updateInterest } from './interest.ts';

/**
 * When to leave relayed peers alone. A relay costs its operator every byte twice, and in a swarm what one of them has
 * soon comes from those who are reached directly. So relays help from the start, are spared once enough comes directly,
 * and are asked again when that dries up: a swarm that nobody but a relay feeds loses nothing.
 */
export class Relays {
  /** Since when too little has come directly; `null` while enough does. */
  #poorSinceMs: number | null = null;

  /** Once a second. */
  review<P extends Payload>(context: Context<P>): void {
    const { nowMs } = context;
    const peers = context.readyPeers();
    const direct = peers.filter(({ relayed }) => !relayed);
    const bps = direct.reduce((sum, { down }) => sum + down.bps(nowMs), 0);
    if (bps >= DIRECT_ENOUGH_BPS) this.#poorSinceMs = null;
    else this.#poorSinceMs ??= nowMs;
    const spares = direct.length > 0 && sparesRelays(context.sparesRelays, this.#poorSinceMs, nowMs);
    if (spares === context.sparesRelays) return;
    context.sparesRelays = spares;
    for (const peer of peers) if (peer.relayed) updateInterest(context, peer);
    if (!spares) context.refillSoon();
  }
}

function sparesRelays(spared: boolean, poorSinceMs: number | null, nowMs: number): boolean {
  return poorSinceMs === null || (spared && nowMs - poorSinceMs < RELAY_AFTER_MS);
}
