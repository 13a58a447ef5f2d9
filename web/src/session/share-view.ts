import { formatLink, formatMagnet, safeName, type Torrent } from '@flockdrop/shared/metainfo';
import type { PeerView, SwarmView } from '@flockdrop/shared/swarm';
import { diagnose } from './diagnosis.ts';
import { reuseProblem } from './problems.ts';
import { reuse, reuseRows } from './reuse.ts';
import type { ShareRunner } from './runner.ts';
import type {
  FileSnapshot,
  PeerSnapshot,
  Persistence,
  PreviewNeed,
  Problem,
  ServerState,
  ShareSnapshot,
  ShareState,
} from './snapshot.ts';

/** What each tab tells of itself, whichever runs the share. */
export type OwnFacts = Pick<
  ShareSnapshot,
  'key' | 'saving' | 'saved' | 'lastSave' | 'folder' | 'previewNeeds' | 'problem'
>;

/** Everything a share's snapshot is made of. */
export interface ShareFacts {
  readonly key: string;
  readonly infoHash: Uint8Array;
  readonly infoHashHex: string;
  readonly origin: string;
  readonly claimedName: string;
  readonly claimedLength: number | null;
  readonly torrent: Torrent | null;
  readonly role: 'seed' | 'leech';
  readonly started: boolean;
  readonly hasStandIn: boolean;
  /** Somebody looks at its page, here or in another tab. */
  readonly isLookedAt: boolean;
  /** The cell of its pieces that a person inspects in this tab. */
  readonly inspectedCell: number | null;
  readonly problem: Problem | null;
  /** Nothing can go on. */
  readonly isFatal: boolean;
  /** Other clients may not understand the order of its names. */
  readonly isAmbiguous: boolean;
  readonly persistence: Persistence | null;
  readonly needsPermission: boolean;
  readonly saving: ShareSnapshot['saving'];
  readonly previewNeeds: PreviewNeed | null;
  readonly saved: number;
  readonly lastSave: ShareSnapshot['lastSave'];
  readonly folder: ShareSnapshot['folder'];
  readonly addedAt: number;
  readonly knownPeers: number | null;
  readonly server: ServerState;
  readonly files: readonly FileSnapshot[];
  readonly paused: boolean;
  readonly runner: ShareRunner | null;
  /** Pieces held, where no runner can tell. */
  readonly haveCount: number;
}

const AMBIGUOUS_NAMES: Problem = {
  code: 'ambiguous-names',
  message:
    'WebTorrent apps would sort some of these file names (emoji, for example) in another way, so they cannot open this .torrent or magnet. The link works for everyone.',
};

export function shareSnapshot(facts: ShareFacts, previous: ShareSnapshot | null): ShareSnapshot {
  const { torrent, runner } = facts;
  const view = runner?.view() ?? null;
  const geometry = torrent?.info.geometry ?? null;
  const peers = runner === null || view === null ? [] : peerRows(runner, view, geometry?.pieceCount ?? 0);
  const connected =
    view?.peers.filter((peer) => peer.state !== 'connecting' && peer.state !== 'banned') ?? [];
  const state = stateOf(facts, view, connected.length);
  const totalLength = geometry?.totalLength ?? facts.claimedLength;
  // The meters forget slowly. Who has paused or has nobody moves nothing; who wants nothing more receives nothing.
  const moves = view !== null && !facts.paused && connected.length > 0;
  const downBps = moves && receives(view) ? Math.round(view.downBps) : 0;
  const wish = wishOf(facts, view);
  const { progress, wantedLength } = wish;
  const name = safeName(torrent?.info.name ?? facts.claimedName);
  const linkParts = {
    infoHash: facts.infoHash,
    name,
    ...(totalLength === null ? {} : { length: totalLength }),
  };
  const diagnosis = diagnose({
    state,
    role: facts.role,
    server: facts.server,
    knownPeers: facts.knownPeers,
    connectedPeers: connected.length,
    reach: runner?.links.reach() ?? null,
    downBps,
    nothingWanted: wish.wantedFiles === 0 && facts.files.length > 0,
    somebodyHasMore: connected.some((peer) => peer.state !== 'idle'),
    allChoked: connected.every((peer) => peer.state === 'choked'),
  });
  return reuse(previous, {
    key: facts.key,
    infoHash: facts.infoHashHex,
    name,
    totalLength,
    claimed: torrent === null,
    state,
    role: 'runner',
    hasStandIn: facts.hasStandIn,
    ...wish,
    downBps,
    upBps: moves ? Math.round(view.upBps) : 0,
    etaMs: etaOf(state, (wantedLength ?? 0) * (1 - progress), downBps),
    connectedPeers: connected.length,
    knownPeers: facts.knownPeers,
    downloaded: view?.downloaded ?? 0,
    uploaded: view?.uploaded ?? 0,
    pieceLength: geometry?.pieceLength ?? null,
    pieceCount: geometry?.pieceCount ?? null,
    heldPieces: view?.haveCount ?? facts.haveCount,
    pieceCells: (facts.isLookedAt ? runner?.pieceCells() : null) ?? previous?.pieceCells ?? null,
    inspected: inspectedOf(facts, previous),
    ...spreadOf(facts, previous),
    files: facts.files,
    peers: reuseRows(previous?.peers ?? [], peers, (peer) => peer.id),
    link: formatLink(facts.origin, linkParts),
    magnet: torrent === null ? formatMagnet(linkParts) : formatMagnet(torrent.info),
    persistence: facts.persistence,
    needsPermission: facts.needsPermission,
    problem: facts.problem,
    warning: facts.isAmbiguous ? AMBIGUOUS_NAMES : null,
    diagnosis: reuseProblem(previous?.diagnosis, diagnosis),
    saving: facts.saving,
    previewNeeds: facts.previewNeeds,
    saved: facts.saved,
    lastSave: facts.lastSave,
    folder: facts.folder,
    addedAt: facts.addedAt,
  });
}

function inspectedOf(
  { inspectedCell, runner }: ShareFacts,
  previous: ShareSnapshot | null,
): ShareSnapshot['inspected'] {
  if (inspectedCell === null || runner === null) return null;
  return runner.inspect(inspectedCell, previous?.inspected ?? null);
}

function spreadOf(
  { isLookedAt, runner }: ShareFacts,
  previous: ShareSnapshot | null,
): Pick<ShareSnapshot, 'copies' | 'unheldPieces'> {
  const now = isLookedAt ? (runner?.availability() ?? null) : null;
  if (now === null) return { copies: previous?.copies ?? null, unheldPieces: previous?.unheldPieces ?? null };
  return { copies: Math.floor(now.copies * 10) / 10, unheldPieces: now.unheld };
}

/** What another tab says, with what this one does itself. */
export function viewerSnapshot(
  shown: ShareSnapshot,
  own: OwnFacts,
  previous: ShareSnapshot | null,
): ShareSnapshot {
  return reuse(previous, {
    ...shown,
    inspected: null,
    ...own,
    problem: own.problem ?? shown.problem,
    role: 'viewer',
  });
}

function stateOf(facts: ShareFacts, view: SwarmView | null, connected: number): ShareState {
  if (facts.isFatal) return 'error';
  if (!facts.started) return 'waiting';
  if (facts.paused || view === null) return facts.paused ? 'paused' : 'joining';
  if (view.isFinished && facts.files.some(isWanted)) return facts.role === 'seed' ? 'seeding' : 'complete';
  if (view.phase === 'metadata' || connected === 0) return 'joining';
  return 'downloading';
}

type WishFacts = Pick<ShareSnapshot, 'progress' | 'wantedLength' | 'heldLength' | 'wantedFiles'>;

/** How much is wanted, and how much of that is here. Without a runner the rows tell it. */
function wishOf(facts: ShareFacts, view: SwarmView | null): WishFacts {
  if (facts.torrent === null) {
    return { progress: 0, wantedLength: facts.claimedLength, heldLength: 0, wantedFiles: 0 };
  }
  const wanted = facts.files.filter(isWanted);
  const wantedLength = view?.wantedBytes ?? lengthOf(wanted);
  const wantedHave = view?.wantedHaveBytes ?? heldOf(wanted);
  return {
    progress: wantedLength > 0 ? wantedHave / wantedLength : Number(wanted.length > 0),
    wantedLength,
    heldLength: view?.haveBytes ?? heldOf(facts.files),
    wantedFiles: wanted.length,
  };
}

function isWanted({ priority }: FileSnapshot): boolean {
  return priority > 0;
}

function lengthOf(files: readonly FileSnapshot[]): number {
  return files.reduce((sum, { length }) => sum + length, 0);
}

function heldOf(files: readonly FileSnapshot[]): number {
  return Math.round(files.reduce((sum, { length, progress }) => sum + length * progress, 0));
}

function etaOf(state: ShareState, leftBytes: number, downBps: number): number | null {
  return state === 'downloading' && downBps > 0 ? Math.round((leftBytes / downBps) * 1_000) : null;
}

function peerRows(runner: ShareRunner, view: SwarmView, pieceCount: number): PeerSnapshot[] {
  const rows = new Map<string, PeerSnapshot>();
  for (const peer of view.peers) rows.set(peer.id, peerRow(peer, runner, pieceCount, receives(view)));
  for (const id of runner.links.lines.pending()) {
    if (!rows.has(id)) rows.set(id, { ...NOBODY, id });
  }
  return [...rows.values()];
}

const NOBODY: Omit<PeerSnapshot, 'id'> = {
  connection: 'connecting',
  rttMs: null,
  lanes: 1,
  state: 'idle',
  snubbed: false,
  waiting: 'nobody',
  stingy: false,
  spared: false,
  ban: null,
  progress: 0,
  downBps: 0,
  upBps: 0,
  downloaded: 0,
  uploaded: 0,
};

function receives({ isFinished, isAwaited }: SwarmView): boolean {
  return !isFinished || isAwaited;
}

function peerRow(
  peer: PeerView,
  runner: ShareRunner,
  pieceCount: number,
  isReceiving: boolean,
): PeerSnapshot {
  const connecting = peer.state === 'connecting';
  return {
    id: peer.id,
    connection:
      connecting || peer.link === null
        ? 'connecting'
        : (runner.links.lines.kindOf(peer.link) ?? 'connecting'),
    lanes: peer.link === null ? 1 : runner.links.lines.lanesOf(peer.link),
    rttMs: shownRtt(peer.link === null ? null : runner.links.lines.rttOf(peer.link)),
    state: peer.state === 'connecting' ? 'idle' : peer.state,
    snubbed: peer.snubbed,
    waiting: peer.waiting,
    stingy: peer.stingy,
    spared: peer.spared,
    ban: runner.banOf(peer.id),
    progress: pieceCount === 0 ? 0 : peer.haveCount / pieceCount,
    downBps: isReceiving ? Math.round(peer.downBps) : 0,
    upBps: Math.round(peer.upBps),
    downloaded: peer.downloaded,
    uploaded: peer.uploaded,
  };
}

/** In steps that matter to a person, so that a row is not drawn anew for nothing. */
function shownRtt(rttMs: number | null): number | null {
  if (rttMs === null) return null;
  return rttMs < 20 ? Math.max(1, Math.round(rttMs)) : Math.round(rttMs / 5) * 5;
}
