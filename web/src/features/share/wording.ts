import type {
  PeerSnapshot,
  Persistence,
  Problem,
  ShareSnapshot,
  ShareState,
} from '../../session/snapshot.ts';
import { formatCount, formatDuration, formatNumber } from '../../ui/format.ts';

/** What states are called by people. */
const STATES: Readonly<Record<ShareState, string>> = {
  waiting: 'Ready when you are',
  hashing: 'Preparing the link',
  joining: 'Looking for someone who has it',
  downloading: 'Downloading',
  paused: 'Paused',
  complete: 'Complete',
  seeding: 'Shared',
  error: 'Stopped',
};

export function stateWords(share: ShareSnapshot): string {
  const { state, upBps, progress } = share;
  if (share.diagnosis?.code === 'nothing-selected') return 'Nothing selected';
  if (state === 'complete' && share.wantedFiles < share.files.length) return 'What you selected is here';
  // Who has all of it looks for nobody: it is only about to begin.
  if (state === 'joining' && progress === 1) return 'Getting ready';
  if (upBps > 0 && state === 'complete') return 'Complete, passing it on';
  if (upBps > 0 && state === 'seeding') return 'Sending';
  return STATES[state];
}

/** The state as the page promises it to scripts: one that waits for a word does nothing, so it is paused. */
export function promisedState(state: ShareState): Exclude<ShareState, 'waiting'> {
  return state === 'waiting' ? 'paused' : state;
}

export function peopleWords(share: ShareSnapshot): string {
  if (share.connectedPeers > 0) return `${formatCount(share.connectedPeers, 'person', 'people')} connected`;
  if (share.knownPeers === null) return 'Asking who is here…';
  if (share.knownPeers === 0) return 'Nobody else is here right now';
  return `${formatCount(share.knownPeers, 'person', 'people')} here`;
}

/** Instead of the people, where there are none. */
export function nobodyWords(state: ShareState): string {
  if (state === 'paused') return 'No one is connected while this is paused.';
  return state === 'seeding' || state === 'complete'
    ? 'No one else is here yet. Send the link: whoever opens it appears here.'
    : 'No one is connected yet.';
}

export function etaWords(etaMs: number | null): string | null {
  return etaMs === null ? null : `${formatDuration(etaMs)} left`;
}

/** `312 of 400 pieces here`. */
export function pieceWords({ heldPieces, pieceCount }: ShareSnapshot): string {
  const all = pieceCount ?? 0;
  const pieces = formatCount(all, 'piece');
  return heldPieces >= all ? `${pieces}, all here` : `${formatNumber(heldPieces)} of ${pieces} here`;
}

/** Who holds everything; `null` where that says nothing, for nobody is connected. */
export function availabilityWords({ peers, heldPieces, pieceCount }: ShareSnapshot): string | null {
  const isThere = ({ state, connection }: PeerSnapshot) => state !== 'banned' && connection !== 'connecting';
  const there = peers.filter(isThere);
  const whole = there.filter(({ progress }) => progress === 1).length;
  if (there.length === 0) return null;
  if (pieceCount !== null && heldPieces >= pieceCount) {
    if (whole === 0) return 'Only you hold everything';
    return `You and ${formatCount(whole, 'other person', 'others')} hold everything`;
  }
  if (whole === 0) return 'Nobody here holds everything';
  return `${formatCount(whole, 'person holds', 'people hold')} everything`;
}

const PERSISTENCE: Readonly<Record<Persistence, string>> = {
  stored: 'Kept in this browser: after a reload it goes on by itself.',
  storing: 'Being copied into this browser, so that a reload needs no files.',
  handle: 'Too large to copy: after a reload one click is needed to read the file again.',
  memory: 'Too large to copy: shared only while this tab stays open.',
};

export function persistenceWords(persistence: Persistence): string {
  return PERSISTENCE[persistence];
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
