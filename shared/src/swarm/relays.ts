import type { Payload } from '../wire/index.ts';
import { DIRECT_ENOUGH_BPS, PART_OF_LIMIT, RELAY_AFTER_MS, SPARE_AGAIN_MS } from './constants.ts';
import type { Context } from './context.ts';
import { updateInterest } from './interest.ts';
import type { Peer } from './peer.ts';
import { RateMeter } from './rate-meter.ts';

/** Under a limit of a few blocks a minute a rate shows over this long. */
const LIMITED_TAU_MS = 10_000;

/**
 * When to leave relayed peers alone. A relay costs its operator every byte twice, and in a swarm what one of them has
 * soon comes from those who are reached directly. So relays help from the start, are spared once enough comes directly,
 * and are asked again when that dries up: a swarm that nobody but a relay feeds loses nothing.
 *
 * Under a download limit, enough is what the limit leaves to the direct peers, each peer having its turn. Whether they
 * bring the rest of it too shows when they are asked alone: if not, that is not tried again for a while.
 */
export class Relays {
  /** Since when too little has come directly; `null` while enough does. */
  #poorSinceMs: number | null = null;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  readonly #slow = new RateMeter(LIMITED_TAU_MS);
  /** Bytes that each had brought at the last review. */
  readonly #brought = new WeakMap<object, number>();

  /** Once a second. */
  review<P extends Payload>(context: Context<P>): void {
    const { nowMs } = context;
    const peers = context.readyPeers();
    const direct = peers.filter(({ relayed }) => !relayed);
    if (this.#isEnough(context, direct)) this.#poorSinceMs = null;
    else this.#poorSinceMs ??= nowMs;
    const isRich = sparesRelays(context.sparesRelays, this.#poorSinceMs, nowMs);
    const spares = direct.length > 0 && nowMs >= this.#notBeforeMs && isRich;
    if (spares === context.sparesRelays) return;
    context.sparesRelays = spares;
    for (const peer of peers) if (peer.relayed) updateInterest(context, peer);
    if (spares) return;
    if (leftToDirect(context) !== null) this.#notBeforeMs = nowMs + SPARE_AGAIN_MS;
    context.refillSoon();
  }

  #isEnough<P extends Payload>(context: Context<P>, direct: readonly Peer<P>[]): boolean {
    const { nowMs } = context;
    this.#slow.add(this.#broughtDirectly(context.readyPeers()), nowMs);
    const left = leftToDirect(context);
    if (left !== null && PART_OF_LIMIT * left < DIRECT_ENOUGH_BPS) {
      return this.#slow.bps(nowMs) >= PART_OF_LIMIT * left;
    }
    return direct.reduce((sum, { down }) => sum + down.bps(nowMs), 0) >= DIRECT_ENOUGH_BPS;
  }

  /** Bytes since the last review; what a peer brought over a relay before does not count when it is reached directly. */
  #broughtDirectly<P extends Payload>(peers: readonly Peer<P>[]): number {
    let bytes = 0;
    for (const peer of peers) {
      const { total } = peer.down;
      if (!peer.relayed) bytes += total - (this.#brought.get(peer) ?? 0);
      this.#brought.set(peer, total);
    }
    return bytes;
  }
}

function sparesRelays(spared: boolean, poorSinceMs: number | null, nowMs: number): boolean {
  return poorSinceMs === null || (spared && nowMs - poorSinceMs < RELAY_AFTER_MS);
}

/** Bytes per second that the limit lets direct peers bring beside the relayed ones; `null`: as much as they can. */
function leftToDirect<P extends Payload>(context: Context<P>): number | null {
  const down = context.options.limits?.down;
  if (down === undefined || down.bps === null) return null;
  const asked = context.readyPeers().filter((peer) => peer.amInterested && !peer.peerChoking);
  const direct = asked.filter(({ relayed }) => !relayed).length;
  return direct === 0 ? null : (down.bps / (down.othersThan(context) + 1)) * (direct / asked.length);
}
