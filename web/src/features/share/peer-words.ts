import type { PeerSnapshot } from '../../session/snapshot.ts';
import type { Text } from '../../text/index.ts';

/** What a peer does, and where it does nothing: why. */
export function activityWords(text: Text, peer: PeerSnapshot): string {
  if (peer.state === 'banned') return text(`peer.activity.banned.${peer.ban ?? 'bad-data'}`);
  if (peer.connection === 'connecting') return text('peer.activity.connecting');
  if (peer.snubbed) return text('peer.activity.snubbed');
  if (peer.downBps > 0 && peer.upBps > 0) return text('peer.activity.gives-and-takes');
  if (peer.downBps > 0) return text('peer.activity.gives');
  if (peer.upBps > 0) return text('peer.activity.takes');
  if (peer.stingy && peer.waiting !== 'nobody') return text('peer.activity.stingy');
  if (peer.spared && peer.waiting === 'nobody') return text('peer.activity.spared');
  if (peer.waiting !== 'nobody') return text(`peer.activity.waiting-${peer.waiting}`);
  return text(peer.state === 'active' ? 'peer.activity.about-to-begin' : 'peer.activity.idle');
}

export function pathWords(text: Text, { connection, lanes }: PeerSnapshot): string {
  const path = text(`peer.connection.${connection}`);
  return lanes > 1 ? text('peer.lanes', { path, count: lanes }) : path;
}
