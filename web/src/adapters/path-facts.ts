import { isPrivateAddress } from './connection-kind.ts';

/**
 * What one attempt to connect has found out on its way: which kinds of candidates each side has, what STUN and TURN
 * servers answered, how far ICE came. It collects, keeps no address and judges nothing.
 */
export interface PathFacts {
  readonly local: readonly CandidateType[];
  readonly remote: readonly CandidateType[];
  /** One of our own addresses is a public one: no server need tell us what we look like from outside. */
  readonly isPublicHost: boolean;
  /** One of theirs is. */
  readonly isPublicRemote: boolean;
  readonly gathering: RTCIceGatheringState;
  /** How long that took, or has taken so far: servers that do not answer make it last. Milliseconds. */
  readonly gatheringMs: number;
  readonly ice: RTCIceConnectionState;
  readonly errors: readonly IceError[];
}

const TYPES = ['host', 'srflx', 'prflx', 'relay'] as const;
export type CandidateType = (typeof TYPES)[number];

/** What `icecandidateerror` tells: a STUN error code (RFC 8489, RFC 8656), or 701 where no answer came. */
export interface IceError {
  readonly server: 'stun' | 'turn';
  readonly code: number;
}

const MAX_ERRORS = 16;

/** Watches one RTCPeerConnection; nothing needs to be ended, the connection's end is its own. */
export class PathObserver {
  readonly #connection: RTCPeerConnection;
  readonly #local = new Set<CandidateType>();
  readonly #remote = new Set<CandidateType>();
  readonly #errors: IceError[] = [];
  #isPublicHost = false;
  #isPublicRemote = false;
  readonly #startedAt = performance.now();
  #gatheredAt: number | null = null;

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate !== null) this.#gathered(candidate.candidate);
    });
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') this.#gatheredAt ??= performance.now();
    });
    connection.addEventListener('icecandidateerror', (event) => this.#failed(event));
  }

  /** A signal of the other side, description or candidate, whatever it holds. */
  heard(signal: object): void {
    if ('sdp' in signal && typeof signal.sdp === 'string') {
      for (const line of signal.sdp.split(/\r?\n/)) if (line.startsWith('a=candidate:')) this.#told(line);
    } else if ('candidate' in signal && typeof signal.candidate === 'object' && signal.candidate !== null) {
      if ('candidate' in signal.candidate) this.#told(signal.candidate.candidate);
    }
  }

  facts(): PathFacts {
    return {
      local: inOrder(this.#local),
      remote: inOrder(this.#remote),
      isPublicHost: this.#isPublicHost,
      isPublicRemote: this.#isPublicRemote,
      gathering: this.#connection.iceGatheringState,
      gatheringMs: Math.round((this.#gatheredAt ?? performance.now()) - this.#startedAt),
      ice: this.#connection.iceConnectionState,
      errors: [...this.#errors],
    };
  }

  #gathered(line: string): void {
    const type = candidateTypeOf(line);
    if (type === null) return;
    this.#local.add(type);
    if (type === 'host' && isPublic(line)) this.#isPublicHost = true;
  }

  #told(line: unknown): void {
    if (typeof line !== 'string') return;
    const type = candidateTypeOf(line);
    if (type === null) return;
    this.#remote.add(type);
    if (type === 'host' && isPublic(line)) this.#isPublicRemote = true;
  }

  #failed({ url, errorCode: code }: RTCPeerConnectionIceErrorEvent): void {
    const server = /^turns?:/i.test(url) ? 'turn' : 'stun';
    const isKnown = this.#errors.some((one) => one.server === server && one.code === code);
    if (!isKnown && this.#errors.length < MAX_ERRORS) this.#errors.push({ server, code });
  }
}

/** RFC 8839: `candidate:… typ <type> …`. */
export function candidateTypeOf(line: string): CandidateType | null {
  const type = / typ ([a-z]+)/.exec(line)?.[1];
  return TYPES.find((one) => one === type) ?? null;
}

/** A name that ends in `.local` hides an address, most likely a private one. */
function isPublic(line: string): boolean {
  const address = line.split(' ')[4];
  return address !== undefined && !address.endsWith('.local') && !isPrivateAddress(address);
}

function inOrder(types: ReadonlySet<CandidateType>): readonly CandidateType[] {
  return TYPES.filter((type) => types.has(type));
}
