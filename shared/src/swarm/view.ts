import type { Payload } from '../wire/index.ts';
import { isStingy } from './choking.ts';
import type { Context } from './context.ts';
import type { Peer } from './peer.ts';
import type { PeerView, SwarmView } from './types.ts';

/** Reads the engine's state as plain data for people and reports; changes nothing. */
export function viewOf<P extends Payload>(context: Context<P>, nowMs: number): SwarmView {
  const ledger = context.content?.ledger;
  const connected = [...context.peers.values()].map((peer) => viewOfPeer(context, peer, nowMs));
  return {
    phase: ledger === undefined ? 'metadata' : ledger.isComplete ? 'seeding' : 'downloading',
    paused: context.paused,
    haveCount: ledger?.have.count ?? 0,
    pieceCount: ledger?.pieceCount ?? 0,
    haveBytes: ledger?.haveBytes ?? 0,
    wantedBytes: ledger?.wantedBytes ?? 0,
    wantedHaveBytes: ledger?.wantedHaveBytes ?? 0,
    isFinished: context.isFinished,
    isAwaited: (ledger?.deadlines.size ?? 0) > 0,
    downBps: context.down.bps(nowMs),
    upBps: context.up.bps(nowMs),
    downloaded: context.down.total,
    uploaded: context.up.total,
    duplicateBytes: context.duplicateBytes,
    peers: [...connected, ...[...context.banned].map(viewOfBanned)],
  };
}

function viewOfPeer<P extends Payload>(context: Context<P>, peer: Peer<P>, nowMs: number): PeerView {
  return {
    id: peer.id,
    link: peer.link,
    state: peer.ready ? activityOf(peer) : 'connecting',
    haveCount: peer.pieces?.count ?? 0,
    downBps: peer.down.bps(nowMs),
    upBps: peer.up.bps(nowMs),
    downloaded: peer.down.total,
    uploaded: peer.up.total,
    snubbed: peer.snubbed,
    waiting: peer.ready ? waitingOf(peer) : 'nobody',
    stingy: isStingy(context, peer),
    spared: peer.relayed && context.sparesRelays && peer.wanted > 0,
  };
}

/** `choked`: someone wants data and is made to wait; `active`: data is owed in either direction. */
function activityOf<P extends Payload>(peer: Peer<P>): 'active' | 'choked' | 'idle' {
  if (peer.requests.size > 0 || peer.queue.length > 0 || peer.reading > 0) return 'active';
  return waitingOf(peer) === 'nobody' ? 'idle' : 'choked';
}

function waitingOf<P extends Payload>(peer: Peer<P>): PeerView['waiting'] {
  const weWait = peer.amInterested && peer.peerChoking;
  const itWaits = peer.peerInterested && peer.amChoking;
  if (weWait) return itWaits ? 'both' : 'us';
  return itWaits ? 'them' : 'nobody';
}

function viewOfBanned(id: string): PeerView {
  return {
    id,
    link: null,
    state: 'banned',
    haveCount: 0,
    downBps: 0,
    upBps: 0,
    downloaded: 0,
    uploaded: 0,
    snubbed: false,
    waiting: 'nobody',
    stingy: false,
    spared: false,
  };
}
