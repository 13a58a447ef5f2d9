import type { PeerSnapshot } from '../../session/snapshot.ts';

/** What a peer does, and where it does nothing: why. */
export function activityWords(peer: PeerSnapshot): string {
  if (peer.state === 'banned') return 'Shut out: sent bad data';
  if (peer.connection === 'connecting') return 'Being connected';
  if (peer.snubbed) return 'Gone quiet: others are asked instead';
  if (peer.downBps > 0 && peer.upBps > 0) return 'Gives and takes';
  if (peer.downBps > 0) return 'Gives';
  if (peer.upBps > 0) return 'Takes';
  switch (peer.waiting) {
    case 'us':
      return 'Busy with others: we wait for a turn';
    case 'them':
      return 'Waits for a turn';
    case 'both':
      return 'Both wait for a turn';
    case 'nobody':
      return peer.state === 'active' ? 'About to begin' : 'Nothing to exchange';
  }
}

const CONNECTIONS: Readonly<Record<PeerSnapshot['connection'], string>> = {
  connecting: '–',
  direct: 'Direct',
  lan: 'Same network',
  relay: 'Relayed',
};

export function pathWords({ connection, lanes }: PeerSnapshot): string {
  const words = CONNECTIONS[connection];
  return lanes > 1 ? `${words}, ${lanes} lanes` : words;
}
