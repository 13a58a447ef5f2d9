/**
 * One data channel to one peer, behind which simple-peer and WebRTC disappear. It owns negotiation, framing into
 * channel messages, backpressure and the kind of connection; it never looks into the bytes it carries.
 */

/** Stop sending at this many buffered bytes; `onDrain` comes once the buffer has fallen to the low mark. */
export const HIGH_WATER_BYTES = 1024 * 1024;
export const LOW_WATER_BYTES = 256 * 1024;

export type ConnectionKind = 'direct' | 'lan' | 'relay';

/**
 * Why a link closed. Codes of our own making: `ice-failed` (no path), `channel-error`, `send-failed`,
 * `bad-signal`, `remote-closed`, `unsupported`; else the code given to `close`.
 */
export interface LinkClose {
  readonly code: string;
  readonly message: string;
}

export interface LinkOptions {
  readonly initiator: boolean;
  readonly iceServers: readonly RTCIceServer[];
  /** Connect through TURN only. */
  readonly relayOnly: boolean;
  /** Offer, answer or candidate for the other side: plain JSON data. */
  onSignal(data: unknown): void;
  /** The channel is open and both fingerprints are known. */
  onOpen(): void;
  /** One channel message, not copied: the callee owns its buffer. Never before `onOpen`. */
  onMessage(data: Uint8Array<ArrayBuffer>): void;
  /** The send buffer fell to the low mark after having been above it. */
  onDrain(): void;
  /** Exactly once, also after our own `close`; nothing else is called afterwards. */
  onClose(reason: LinkClose): void;
  onConnectionKind(kind: ConnectionKind): void;
}

export interface Fingerprints {
  readonly local: Uint8Array;
  readonly remote: Uint8Array;
}

export interface Link {
  /** Feeds a signal of the other side, already validated; a useless one closes the link with `bad-signal`. */
  signal(data: unknown): void;
  /** Sends all of it, in order, split where it is longer than `maxMessageBytes`; the link closes if it cannot. */
  send(frame: Uint8Array<ArrayBuffer>): void;
  /** Bytes handed over and not yet sent. */
  readonly bufferedAmount: number;
  /** At or above the high-water mark: wait for `onDrain`. */
  readonly isCongested: boolean;
  /** Largest channel message, bytes: min(what SCTP negotiated, 128 KiB). */
  readonly maxMessageBytes: number;
  /** DTLS certificate fingerprints of both descriptions, or `null` while either is missing. */
  fingerprints(): Fingerprints | null;
  close(code: string, message?: string): void;
}

export declare function createLink(options: LinkOptions): Link;
