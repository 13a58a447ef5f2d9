import type { ConnectionKind, SelectedPath } from './connection-kind.ts';
import type { PathFacts } from './path-facts.ts';

/** What a link is to those who use it, and what it asks of them: nothing here knows WebRTC. */

/**
 * Why a link closed. Codes of our own making: `ice-failed` (no path), `connect-timeout` (not open after 30 s),
 * `path-lost` (open, and then 15 s without a path), `channel-error`, `send-failed`, `bad-signal`, `remote-closed`, `unsupported`; else the code given to `close`.
 */
export interface LinkClose {
  readonly code: string;
  readonly message: string;
}

export interface LinkOptions {
  readonly initiator: boolean;
  /** The clock's milliseconds. */
  now(): number;
  /** Asked for each time that candidates are gathered: relay credentials expire. */
  iceServers(): readonly RTCIceServer[];
  /** Connect through TURN only. */
  readonly relayOnly: boolean;
  /** Offer, answer or candidate for the other side: plain JSON data. */
  onSignal(data: unknown): void;
  /** The channel is open and both fingerprints are known. */
  onOpen(): void;
  /** One channel message, not copied: the callee owns its buffer. Never before `onOpen`. */
  onMessage(data: Uint8Array<ArrayBuffer>): void;
  /** The send buffer fell to its low-water mark after having been above it. */
  onDrain(): void;
  /** Exactly once, also after our own `close`, never inside it; nothing else is called afterwards. */
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
  /**
   * Sends all of it, in order, split where it is longer than `maxMessageBytes`; the link closes if it cannot. The frame
   * is copied: it may be written over afterwards.
   */
  send(frame: Uint8Array<ArrayBuffer>): void;
  /** Bytes handed over and not yet sent. */
  readonly bufferedAmount: number;
  /** At or above the high-water mark, which follows what the link takes: wait for `onDrain`. */
  readonly isCongested: boolean;
  /** Largest channel message, bytes: min(what SCTP negotiated, 128 KiB). */
  readonly maxMessageBytes: number;
  /** DTLS certificate fingerprints of both descriptions, or `null` while either is missing. */
  fingerprints(): Fingerprints | null;
  /** What the attempt has found out so far; `null` where there is no WebRTC. */
  pathFacts(): PathFacts | null;
  /** Asks the browser for the path in use: some milliseconds of work, so not too often. */
  measure(): Promise<SelectedPath | null>;
  /** The network came back or is another one: an open link looks for a new path, and keeps what it carries. */
  restart(): void;
  close(code: string, message?: string): void;
}
