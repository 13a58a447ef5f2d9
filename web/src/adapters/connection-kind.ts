/**
 * Reads from WebRTC's statistics how two peers are connected. Pure; it measures nothing.
 */
export type ConnectionKind = 'direct' | 'lan' | 'relay';

/** The way that data takes now. */
export interface SelectedPath {
  readonly kind: ConnectionKind;
  /** Of the last connectivity check, milliseconds; `null` before the first. */
  readonly rttMs: number | null;
  /**
   * Milliseconds; some check took no longer, as far as the browser tells: the shorter of the last one and the mean of those before
   * it. A page that is busy, as every page is while it opens, answers one now and then tens of milliseconds late.
   */
  readonly shortestRttMs: number | null;
}

type Stats = Iterable<readonly [string, unknown]>;
/** What we read of any report (W3C webrtc-stats); each browser fills in its own part. */
interface Entry {
  readonly type?: unknown;
  readonly selectedCandidatePairId?: unknown;
  readonly selected?: unknown;
  readonly localCandidateId?: unknown;
  readonly remoteCandidateId?: unknown;
  readonly candidateType?: unknown;
  readonly address?: unknown;
  readonly ip?: unknown;
  /** Seconds, as the next one. */
  readonly currentRoundTripTime?: unknown;
  readonly totalRoundTripTime?: unknown;
  readonly responsesReceived?: unknown;
}

/**
 * Kind of the candidate pair in use: `relay` where either end is a TURN candidate, `lan` where both are host
 * candidates (a `.local` name or not) of what may be one network, else `direct`. `null` while no pair is selected.
 */
export function selectedPathOf(stats: Stats): SelectedPath | null {
  const entries = new Map<unknown, Entry>();
  for (const [id, entry] of stats) if (isEntry(entry)) entries.set(id, entry);
  const pair = selectedPair(entries);
  if (pair === undefined) return null;
  const local = entries.get(pair.localCandidateId);
  const remote = entries.get(pair.remoteCandidateId);
  const rttMs = milliseconds(pair.currentRoundTripTime);
  return { kind: kindOf(local, remote), rttMs, shortestRttMs: shortest(pair, rttMs) };
}

function kindOf(local: Entry | undefined, remote: Entry | undefined): ConnectionKind {
  if (local?.candidateType === 'relay' || remote?.candidateType === 'relay') return 'relay';
  if (!isHost(local, remote) || !isHost(remote, local)) return 'direct';
  return mayShareNetwork(local, remote) ? 'lan' : 'direct';
}

function shortest({ totalRoundTripTime, responsesReceived }: Entry, lastMs: number | null): number | null {
  const totalMs = milliseconds(totalRoundTripTime);
  if (lastMs === null || totalMs === null || typeof responsesReceived !== 'number') return lastMs;
  const before = responsesReceived - 1;
  return before > 0 && totalMs >= lastMs ? Math.min(lastMs, (totalMs - lastMs) / before) : lastMs;
}

function milliseconds(seconds: unknown): number | null {
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}

function selectedPair(entries: ReadonlyMap<unknown, Entry>): Entry | undefined {
  for (const entry of entries.values()) {
    const selected = entry.type === 'transport' ? entry.selectedCandidatePairId : undefined;
    if (selected !== undefined) return entries.get(selected);
  }
  // Firefox names no transport: it marks the pair itself.
  for (const entry of entries.values()) {
    if (entry.type === 'candidate-pair' && entry.selected === true) return entry;
  }
  return undefined;
}

/**
 * A peer-reflexive candidate with a private address, or one of the other's network, is a host whose own candidate we
 * could not resolve (mDNS) or had not heard of when it called; Firefox goes on calling it so.
 */
function isHost(candidate: Entry | undefined, other: Entry | undefined): boolean {
  if (candidate?.candidateType === 'host') return true;
  const network = networkOf(candidate);
  return (
    candidate?.candidateType === 'prflx' &&
    (network === 'private' || (network !== null && network === networkOf(other)))
  );
}

/** Hosts may have public addresses, with IPv6 nearly all: those of one network begin alike. */
function mayShareNetwork(local: Entry | undefined, remote: Entry | undefined): boolean {
  const [here, there] = [networkOf(local), networkOf(remote)];
  return here === null || there === null || here === there;
}

/** Public IPv6 addresses by their first 64 bits, public IPv4 ones alone, private ones together; `null`: unknown. */
function networkOf(candidate: Entry | undefined): string | null {
  const address = addressOf(candidate);
  if (address === null || address.endsWith('.local')) return null;
  if (isPrivateAddress(address)) return 'private';
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.replace(/^\[|\]$/g, '').split('::');
  const groups = head.split(':');
  const rest = tail === undefined ? [] : tail.split(':');
  while (groups.length + rest.length < 8) groups.push('0');
  return [...groups, ...rest].slice(0, 4).join(':').toLowerCase();
}

function addressOf(candidate: Entry | undefined): string | null {
  const address = candidate?.address ?? candidate?.ip;
  return typeof address === 'string' && address !== '' ? address : null;
}

/** Loopback, link-local and private ranges (RFC 1918, RFC 3927, RFC 4193). */
export function isPrivateAddress(address: string): boolean {
  return (
    /^(10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(address) ||
    /^\[?(::1|fe[89ab][0-9a-f]:|f[cd][0-9a-f]{2}:)/i.test(address)
  );
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null;
}
