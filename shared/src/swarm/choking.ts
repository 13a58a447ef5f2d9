import type { Payload } from '../wire/index.ts';
import { type ChokerPeer, chooseOptimistic, chooseUnchoked } from './choker.ts';
import {
  MAX_WAITING_REMEMBERED,
  OPTIMISTIC_INTERVAL_MS,
  PIECES_PER_SLOT,
  RECHOKE_INTERVAL_MS,
  REQUESTS_PER_LANE,
  SLOT_IDLE_MS,
  STINGY_AFTER_BYTES,
  STINGY_RATIO,
} from './constants.ts';
import type { Context } from './context.ts';
import type { Peer } from './peer.ts';
import { requestGroup } from './request-depth.ts';
import { breakPromises, holdsBack, isStalled } from './super-seeding.ts';
import { uploadSlots } from './upload-slots.ts';
import { choke, unchoke } from './uploads.ts';

/**
 * When upload slots change hands: carries out the choker's decision every ten seconds, moves the optimistic
 * slot every thirty, and gives a free slot away at once, so that nobody waits for the clock without need.
 */
export class Choking {
  /** Since when peers that have left were waiting, by UUID: a broken link costs nobody its place, and gives none. */
  readonly #waiting = new Map<string, number>();
  #nextRechokeMs = 0;
  #nextOptimisticMs = 0;
  #optimistic: number | null = null;

  /** A peer became interested: it gets a free slot if there is one. */
  offerFreeSlot<P extends Payload>(context: Context<P>, peer: Peer<P>): void {
    if (context.paused || !peer.ready || !peer.peerInterested || !peer.amChoking) return;
    const taken = context.readyPeers().filter((other) => !other.amChoking && other.peerInterested).length;
    if (holdsBack(context)) return;
    if (taken >= slotsOf(context)) {
      const stingy = isStingy(context, peer) ? undefined : this.#stingiest(context);
      if (stingy === undefined) return;
      choke(context, stingy);
    }
    unchoke(context, peer);
  }

  /** Someone left or lost interest: those who wait take the free slots, longest wait first, the stingy last. */
  offerFreeSlots<P extends Payload>(context: Context<P>): void {
    const waiting = context.readyPeers().filter((peer) => peer.peerInterested && peer.amChoking);
    const last = new Set(waiting.filter((peer) => isStingy(context, peer)));
    waiting.sort(
      (a, b) =>
        Number(last.has(a)) - Number(last.has(b)) || a.waitingSinceMs - b.waitingSinceMs || a.link - b.link,
    );
    for (const peer of waiting) this.offerFreeSlot(context, peer);
  }

  /** Of those who take and never give, who took most: the first to make room. The optimistic slot is its own. */
  #stingiest<P extends Payload>(context: Context<P>): Peer<P> | undefined {
    return context
      .readyPeers()
      .filter((peer) => !peer.amChoking && peer.link !== this.#optimistic && isStingy(context, peer))
      .reduce<Peer<P> | undefined>(
        (most, peer) => (most === undefined || peer.up.total > most.up.total ? peer : most),
        undefined,
      );
  }

  /** A peer is ready. */
  met<P extends Payload>(peer: Peer<P>): void {
    peer.waitingSinceMs = this.#waiting.get(peer.id) ?? peer.openedAtMs;
  }

  left<P extends Payload>(peer: Peer<P>): void {
    if (!peer.ready) return;
    this.#waiting.delete(peer.id);
    this.#waiting.set(peer.id, peer.waitingSinceMs);
    const [oldest] = this.#waiting.keys();
    if (oldest !== undefined && this.#waiting.size > MAX_WAITING_REMEMBERED) this.#waiting.delete(oldest);
  }

  chokeAll<P extends Payload>(context: Context<P>): void {
    for (const peer of context.readyPeers()) {
      // Not even what it was promised.
      peer.draining = false;
      choke(context, peer);
    }
  }

  /** To be called at least once a second. */
  tick<P extends Payload>(context: Context<P>): void {
    if (context.paused) return;
    this.#endTurns(context);
    if (context.nowMs < this.#nextRechokeMs) return;
    this.#nextRechokeMs = context.nowMs + RECHOKE_INTERVAL_MS;
    const peers = context.readyPeers().map((peer) => this.#rankable(context, peer));
    const seeding = context.isFinished;
    const most = uploadSlots(context);
    const regular = chooseUnchoked(peers, { slots: seeding ? most : most - 1, seeding });
    // A seed has nothing to find out about anyone: all of its slots go round.
    const optimistic = seeding ? null : this.#chooseOptimistic(context, peers, regular);
    for (const peer of context.readyPeers()) {
      const chosen = regular.has(peer.link) || peer.link === optimistic;
      if (!chosen && peer.promises.size > 0) peer.draining = true;
      else if (!chosen) choke(context, peer);
      else if (!seeding || !peer.amChoking) unchoke(context, peer);
    }
    // The slots of those who still get what they were promised are not free yet.
    if (seeding) this.offerFreeSlots(context);
  }

  /** Slots of those who make nothing of them go to those who wait. */
  #endTurns<P extends Payload>(context: Context<P>): void {
    for (const peer of context.readyPeers()) {
      if (isStalled(context, peer)) {
        breakPromises(context, peer);
        choke(context, peer);
      } else if (peer.draining && peer.promises.size === 0) {
        choke(context, peer);
      } else if (!context.isSeeding && isIdle(context, peer) && someoneElseWaits(context, peer)) {
        choke(context, peer);
      }
    }
    this.offerFreeSlots(context);
  }

  #chooseOptimistic<P extends Payload>(
    context: Context<P>,
    peers: readonly ChokerPeer[],
    regular: ReadonlySet<number>,
  ): number | null {
    const current = peers.find((peer) => peer.link === this.#optimistic);
    const stays =
      current?.interested === true &&
      !current.stingy &&
      !regular.has(current.link) &&
      context.nowMs < this.#nextOptimisticMs;
    if (stays) return current.link;
    this.#nextOptimisticMs = context.nowMs + OPTIMISTIC_INTERVAL_MS;
    this.#optimistic = chooseOptimistic(peers, regular, context.options.random);
    return this.#optimistic;
  }

  #rankable<P extends Payload>(context: Context<P>, peer: Peer<P>): ChokerPeer {
    return {
      link: peer.link,
      interested: peer.peerInterested,
      snubbed: peer.snubbed,
      downBps: peer.down.bps(context.nowMs),
      waitingSinceMs: peer.waitingSinceMs,
      uploaded: peer.up.total,
      stingy: isStingy(context, peer),
    };
  }
}

function slotsOf<P extends Payload>(context: Context<P>): number {
  const most = uploadSlots(context);
  if (context.isSeeding) return most;
  const have = context.content?.ledger.have.count ?? 0;
  return Math.max(1, Math.min(most, Math.floor(have / PIECES_PER_SLOT)));
}

/** It may ask, and does not. */
function isIdle<P extends Payload>({ nowMs }: Context<P>, peer: Peer<P>): boolean {
  if (peer.amChoking || peer.queue.length > 0 || peer.reading > 0) return false;
  // Over several lanes it asks seldom, and for more: what it waits for lies in our send buffers.
  const group = requestGroup(REQUESTS_PER_LANE * peer.lanes);
  return nowMs - Math.max(peer.askedAtMs, peer.waitingSinceMs) >= SLOT_IDLE_MS * group;
}

function someoneElseWaits<P extends Payload>(context: Context<P>, than: Peer<P>): boolean {
  for (const peer of context.peers.values()) {
    if (peer !== than && peer.peerInterested && peer.amChoking) return true;
  }
  return false;
}

/** It has what we want, got much from us, and gave hardly anything. */
export function isStingy<P extends Payload>(context: Context<P>, peer: Peer<P>): boolean {
  if (context.isSeeding || !peer.amInterested) return false;
  return peer.up.total >= STINGY_AFTER_BYTES && peer.down.total < peer.up.total / STINGY_RATIO;
}
