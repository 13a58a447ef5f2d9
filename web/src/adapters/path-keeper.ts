import { equalBytes } from '@flockdrop/shared/bytes';
import { fingerprintOf } from '@flockdrop/shared/identity';

/**
 * Keeps an open connection through a change of network: when its path is lost, or the network is another one, both
 * sides look for a new path (an ICE restart), over the same DTLS association. Who dialed makes the offer, the other asks
 * for it. Where no path is found in time the connection is given up, and a new one is dialed.
 */
export interface PathKeeperOptions {
  readonly initiator: boolean;
  /** Makes a new offer; only for who dialed. */
  negotiate(): void;
  /** To the other side. */
  signal(data: unknown): void;
  /** Fresh ones: relay credentials expire. */
  iceServers(): readonly RTCIceServer[];
  onLost(): void;
}

/** A connection without a path for so long is given up. */
const LOST_AFTER_MS = 15_000;
/** The other side's asking, and several events of one change, are one restart. */
const LEAST_BETWEEN_MS = 2_000;
/** A restart that got no answer (the server may be away) is offered again. */
const OFFER_AGAIN_MS = 4_000;

export class PathKeeper {
  readonly #connection: RTCPeerConnection;
  readonly #options: PathKeeperOptions;
  #lostTimer: ReturnType<typeof setTimeout> | undefined;
  #againTimer: ReturnType<typeof setTimeout> | undefined;
  #restartedAt = Number.NEGATIVE_INFINITY;
  #isOver = false;

  /** @param connection one that is open */
  constructor(connection: RTCPeerConnection, options: PathKeeperOptions) {
    this.#connection = connection;
    this.#options = options;
    connection.addEventListener('iceconnectionstatechange', () => this.#changed());
  }

  /** The network changed, or the other side lost us, or the server is back. */
  restart(): void {
    const now = performance.now();
    if (this.#isOver || now - this.#restartedAt < LEAST_BETWEEN_MS) return;
    this.#restartedAt = now;
    const { initiator, negotiate, signal, iceServers } = this.#options;
    const connection = this.#connection;
    if (!initiator) {
      signal({ type: 'renegotiate', renegotiate: true });
    } else if (connection.signalingState === 'have-local-offer') {
      const { localDescription } = connection;
      if (localDescription !== null) signal({ type: localDescription.type, sdp: localDescription.sdp });
    } else {
      connection.setConfiguration({ ...connection.getConfiguration(), iceServers: [...iceServers()] });
      connection.restartIce();
      negotiate();
    }
  }

  close(): void {
    this.#isOver = true;
    this.#rest();
  }

  #changed(): void {
    if (this.#isOver) return;
    const state = this.#connection.iceConnectionState;
    if (state === 'connected' || state === 'completed') {
      this.#rest();
    } else if (state === 'disconnected' && this.#lostTimer === undefined) {
      this.#lostTimer = setTimeout(() => this.#options.onLost(), LOST_AFTER_MS);
      this.#search();
    }
  }

  #search(): void {
    this.restart();
    this.#againTimer = setTimeout(() => this.#search(), OFFER_AGAIN_MS);
  }

  #rest(): void {
    clearTimeout(this.#lostTimer);
    clearTimeout(this.#againTimer);
    this.#lostTimer = undefined;
    this.#againTimer = undefined;
  }
}

/**
 * Whether a description may still be taken once the connection is open. Identities were proven over the certificates of
 * the first descriptions, so only those for the same certificate are; and nothing out of turn, which would end the
 * connection instead of keeping it.
 */
export function isRestart(
  description: { readonly type: unknown; readonly sdp: unknown },
  connection: {
    readonly initiator: boolean;
    readonly signalingState: RTCSignalingState;
    readonly remoteSdp: string;
  },
): boolean {
  const { type, sdp } = description;
  const isTurn = connection.initiator
    ? type === 'answer' && connection.signalingState === 'have-local-offer'
    : type === 'offer' && connection.signalingState === 'stable';
  if (!isTurn || typeof sdp !== 'string') return false;
  const [now, proven] = [fingerprintOf(sdp), fingerprintOf(connection.remoteSdp)];
  return now !== null && proven !== null && equalBytes(now, proven);
}

/** What who did not dial asks of who did. */
export function asksForRestart(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'renegotiate' in data && data.renegotiate === true;
}
