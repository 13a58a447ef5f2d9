import type { Payload } from '../wire/index.ts';
import type { Context } from './context.ts';
import type { Peer } from './peer.ts';
import type { RoomWish } from './types.ts';
import { dispensable, type LinkWorth } from './usefulness.ts';

/** Leaves the least useful peers for better ones, and tells them why, so that they do not come back at once. */
export function makeRoom<P extends Payload>(context: Context<P>, wish: RoomWish): void {
  const peers = context.readyPeers();
  for (const link of dispensable(
    peers.map((peer) => worthOf(context, peer)),
    wish,
  )) {
    const peer = context.peers.get(link);
    if (peer === undefined) continue;
    if (peer.supports('fd_leave')) context.send(peer, { type: 'leave', code: 'made-room' });
    context.close(peer, 'made-room', 'a peer of more use takes its place');
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
