import type { PeerSnapshot, Problem, ShareSnapshot, ShareState } from '../../session/snapshot.ts';
import type { Text } from '../../text/index.ts';

/** What a share is told as by people. */
export function stateWords(text: Text, share: ShareSnapshot): string {
  const { state, upBps, progress } = share;
  if (share.diagnosis?.code === 'nothing-selected') return text('share.state.nothing-selected');
  if (state === 'complete' && share.wantedFiles < share.files.length)
    return text('share.state.selection-complete');
  // Who has all of it looks for nobody: it is only about to begin.
  if (state === 'joining' && progress === 1) return text('share.state.getting-ready');
  if (upBps > 0 && state === 'complete') return text('share.state.passing-on');
  if (upBps > 0 && state === 'seeding') return text('share.state.sending');
  return text(`share.state.${state}`);
}

export function peopleWords(text: Text, share: ShareSnapshot): string {
  if (share.connectedPeers > 0) return text('share.people', { count: share.connectedPeers });
  if (share.knownPeers === null) return text('share.people.asking');
  if (share.knownPeers === 0) return text('share.people.nobody');
  return text('share.people.here', { count: share.knownPeers });
}

/** Instead of the people, where there are none. */
export function nobodyWords(text: Text, state: ShareState): string {
  if (state === 'paused') return text('peer.nobody.paused');
  return text(state === 'seeding' || state === 'complete' ? 'peer.nobody.send-link' : 'peer.nobody');
}

export function etaWords(text: Text, etaMs: number | null): string | null {
  return etaMs === null ? null : text('share.eta', { duration: text.duration(etaMs) });
}

/** `312 of 400 pieces here`. */
export function pieceWords(text: Text, { heldPieces, pieceCount }: ShareSnapshot): string {
  const count = pieceCount ?? 0;
  return heldPieces >= count ? text('piece.all', { count }) : text('piece.some', { held: heldPieces, count });
}

/** Who holds everything, or how much of it there is without them; `null` where that says nothing, for nobody is connected. */
export function availabilityWords(
  text: Text,
  { peers, heldPieces, pieceCount, copies, unheldPieces }: ShareSnapshot,
): string | null {
  const isThere = ({ state, connection }: PeerSnapshot) => state !== 'banned' && connection !== 'connecting';
  const there = peers.filter(isThere);
  const count = there.filter(({ progress }) => progress === 1).length;
  if (there.length === 0) return null;
  if (pieceCount !== null && heldPieces >= pieceCount) {
    return count === 0
      ? text('piece.availability.only-you')
      : text('piece.availability.all-of-us', { count });
  }
  if (unheldPieces !== null && unheldPieces > 0)
    return text('piece.availability.unheld', { count: unheldPieces });
  if (count > 0) return text('piece.availability.others', { count });
  return copies !== null && copies >= 1
    ? text('piece.availability.copies', { copies: text.number(copies, 1) })
    : text('piece.availability.nobody');
}

/** A person can do little more than ask for help: what they copy says what was found out. */
const ABOUT_CONNECTING: ReadonlySet<string> = new Set([
  'no-server',
  'unreachable',
  'no-path',
  'udp-blocked',
  'peer-udp-blocked',
  'relay-missing',
  'relay-refused',
  'relay-unreachable',
  'webrtc-blocked',
]);

export function isAboutConnecting(diagnosis: Problem | null): boolean {
  return diagnosis !== null && ABOUT_CONNECTING.has(diagnosis.code);
}
