import type { Reach } from './attempts.ts';
import type { PeerSnapshot, ServerState, ShareSnapshot } from './snapshot.ts';

/**
 * What a bug report needs to know of a share's connections, as text: no address, key, link, name or identity is in it,
 * because none goes in. Peers are told apart by their number.
 */
export interface ReportFacts {
  readonly userAgent: string;
  readonly server: ServerState;
  readonly share: Pick<ShareSnapshot, 'state' | 'diagnosis' | 'knownPeers' | 'connectedPeers' | 'role'>;
  /** `null` where another tab runs the share. */
  readonly reach: Reach | null;
  readonly peers: readonly ReportedPeer[];
}

export interface ReportedPeer
  extends Pick<PeerSnapshot, 'connection' | 'state' | 'rttMs' | 'downloaded' | 'uploaded'> {
  /** `null`: not known in this tab. */
  readonly times: ConnectionTimes | null;
}

/** Milliseconds since the attempt began. */
export interface ConnectionTimes {
  readonly dialed: boolean;
  readonly openMs: number | null;
  /** Of its first block of data. */
  readonly firstBlockMs: number | null;
}

export function connectionReport({ userAgent, server, share, reach, peers }: ReportFacts): string {
  const report = {
    app: 'Flockdrop',
    browser: browserName(userAgent),
    server,
    share: {
      state: share.state,
      runs: share.role === 'runner' ? 'in this tab' : 'in another tab',
      diagnosis: share.diagnosis?.code ?? null,
      others: share.knownPeers,
      connected: share.connectedPeers,
    },
    attempts: reach === null ? null : attemptsOf(reach),
    peers: peers.map((peer, at) => ({
      peer: at + 1,
      connection: peer.connection,
      state: peer.state,
      rttMs: rounded(peer.rttMs),
      received: peer.downloaded,
      sent: peer.uploaded,
      dialedBy: peer.times === null ? null : peer.times.dialed ? 'us' : 'them',
      openAfterMs: rounded(peer.times?.openMs ?? null),
      firstBlockAfterMs: rounded(peer.times?.firstBlockMs ?? null),
    })),
  };
  return JSON.stringify(report, null, 2);
}

function attemptsOf(reach: Reach) {
  return {
    tryingMs: rounded(reach.tryingMs),
    failures: reach.failures,
    webrtc: reach.isForbidden ? 'blocked' : 'allowed',
    stun: reach.hasStun,
    turn: reach.hasTurn,
    relayOnly: reach.relayOnly,
    paths: reach.paths.map((path) => ({
      ours: path.local.join(' '),
      theirs: path.remote.join(' '),
      publicAddress: { ours: path.isPublicHost, theirs: path.isPublicRemote },
      gathering: path.gathering,
      gatheringMs: path.gatheringMs,
      ice: path.ice,
      errors: path.errors.map(({ server, code }) => `${server} ${code}`),
    })),
  };
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}

const BROWSERS = [
  ['Edge', /Edg\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Firefox', /Firefox\/(\d+)/],
  ['Chromium', /Chrom(?:e|ium)\/(\d+)/],
  ['Safari', /Version\/(\d+)[\d.]* .*Safari/],
] as const;
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'CrOS', 'Linux'] as const;

/** Name, main version and system: what tells bugs apart, and not much more. */
function browserName(userAgent: string): string {
  const system = SYSTEMS.find((name) => userAgent.includes(name)) ?? 'unknown system';
  for (const [name, version] of BROWSERS) {
    const found = version.exec(userAgent)?.[1];
    if (found !== undefined) return `${name} ${found}, ${system}`;
  }
  return `unknown browser, ${system}`;
}
