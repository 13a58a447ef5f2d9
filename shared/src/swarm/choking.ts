import type { Payload } from '../wire/index.ts';
import { type ChokerPeer, chooseOptimistic, chooseUnchoked } from './choker.ts';
import {
  MAX_WAITING_REMEMBERED,
  OPTIMISTIC_INTERVAL_MS,
  RECHOKE_INTERVAL_MS,
  UPLOAD_SLOTS,
} from './constants.ts';
import type { Context } from './context.ts';
import type { Peer } from './peer.ts';
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
    if (taken < UPLOAD_SLOTS) unchoke(context, peer);
  }

  /** Someone left or lost interest: those who wait take the free slots, longest wait first. */
  offerFreeSlots<P extends Payload>(context: Context<P>): void {
    const waiting = context.readyPeers().filter((peer) => peer.peerInterested && peer.amChoking);
    waiting.sort((a, b) => a.waitingSinceMs - b.waitingSinceMs || a.link - b.link);
    for (const peer of waiting) this.offerFreeSlot(context, peer);
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
    for (const peer of context.readyPeers()) choke(context, peer);
  }

  /** To be called at least once a second. */
  tick<P extends Payload>(context: Context<P>): void {
    if (context.paused || context.nowMs < this.#nextRechokeMs) return;
    this.#nextRechokeMs = context.nowMs + RECHOKE_INTERVAL_MS;
    const peers = context.readyPeers().map((peer) => this.#rankable(context, peer));
    const seeding = context.isSeeding;
    const regular = chooseUnchoked(peers, { slots: seeding ? UPLOAD_SLOTS : UPLOAD_SLOTS - 1, seeding });
    // A seed has nothing to find out about anyone: all of its slots go round.
    const optimistic = seeding ? null : this.#chooseOptimistic(context, peers, regular);
    for (const peer of context.readyPeers()) {
      if (regular.has(peer.link) || peer.link === optimistic) unchoke(context, peer);
      else choke(context, peer);
    }
  }

  #chooseOptimistic<P extends Payload>(
    context: Context<P>,
    peers: readonly ChokerPeer[],
    regular: ReadonlySet<number>,
  ): number | null {
    const current = peers.find((peer) => peer.link === this.#optimistic);
    const stays =
      current?.interested === true && !regular.has(current.link) && context.nowMs < this.#nextOptimisticMs;
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
    };
  }
}
