import type { Payload } from '../wire/index.ts';
import type { Context } from './context.ts';
import type { Peer } from './peer.ts';
import type { RoomWish } from './types.ts';
import { dispensable, isMute, type LinkWorth } from './usefulness.ts';

/** From one peer that never gave to the next that is left. A little less than the dialer's minute. */
const FIRST_WAIT_MS = 40_000;
const LONGEST_WAIT_MS = 960_000;

/**
 * Leaves the least useful peers for better ones, and tells them why, so that they do not come back at once. A peer that
 * has what we want and never gave any is left for a stranger only as long as strangers turn out better: after one that
 * did not, twice as long passes before the next.
 */
export class Room {
  #waitMs = 0;
  #leftAtMs = Number.NEGATIVE_INFINITY;

  make<P extends Payload>(context: Context<P>, wish: RoomWish): void {
    const peers = context.readyPeers();
    const worths = peers.map((peer) => worthOf(context, peer));
    const mute = new Set(worths.filter(isMute).map(({ link }) => link));
    const leaving = dispensable(worths, wish, this.#trustsStrangers(context));
    if (leaving.some((link) => mute.has(link))) {
      this.#leftAtMs = context.nowMs;
      this.#waitMs = Math.min(Math.max(2 * this.#waitMs, FIRST_WAIT_MS), LONGEST_WAIT_MS);
    }
    for (const link of leaving) {
      const peer = context.peers.get(link);
      if (peer === undefined) continue;
      if (peer.supports('fd_leave')) context.send(peer, { type: 'leave', code: 'made-room' });
      context.close(peer, 'made-room', 'a peer of more use takes its place');
    }
  }

  #trustsStrangers<P extends Payload>(context: Context<P>): boolean {
    const newcomers = context.readyPeers().filter(({ openedAtMs }) => openedAtMs >= this.#leftAtMs);
    if (newcomers.some(({ down }) => down.total > 0)) this.#waitMs = 0;
    return context.nowMs - this.#leftAtMs >= this.#waitMs;
  }
}

function worthOf<P extends Payload>(context: Context<P>, peer: Peer<P>): LinkWorth {
  const { content, nowMs } = context;
  const pieceCount = content?.ledger.pieceCount ?? null;
  const held = peer.pieces?.count ?? 0;
  return {
    link: peer.link,
    ageMs: nowMs - peer.openedAtMs,
    // Before the metadata is known, whoever has that is of use.
    gives: content === null ? peer.metadataSize !== null : peer.wanted > 0,
    wants: peer.peerInterested,
    isBusy:
      peer.requests.size > 0 ||
      peer.queue.length > 0 ||
      peer.reading > 0 ||
      peer.down.bps(nowMs) > 0 ||
      peer.up.bps(nowMs) > 0,
    bothComplete: context.isSeeding && held === pieceCount,
    downloaded: peer.down.total,
    uploaded: peer.up.total,
    heldBytes: content === null ? 0 : held * content.torrent.info.geometry.pieceLength,
  };
}
