import type { Context } from '../../src/swarm/context.ts';
import type { CloseCode } from '../../src/swarm/index.ts';
import type { PeerMessage } from '../../src/wire/index.ts';
import { messageSize } from './message-size.ts';
import type { Symbolic } from './symbolic.ts';

/** What happened to a node over all of its lives, for scenarios to ask how an outcome came about. */
export class Diary {
  /** Payload bytes that came, wanted or not. */
  receivedBytes = 0;
  /** Payload bytes of blocks sent. */
  sentBytes = 0;
  /** All other bytes sent: messages that are no blocks, and the headers of those that are. */
  controlBytes = 0;
  sentMessages = 0;
  /** UUIDs of those it ever found to owe it too long. */
  readonly snubbed = new Set<string>();
  /** UUIDs of those it ever unchoked. */
  readonly unchoked = new Set<string>();
  readonly closed = new Map<CloseCode, number>();
  readonly #metadataAsked = new Map<string, number>();
  readonly #asked = new Map<string, Map<string, number>>();

  /** How often it asked a peer for the same block, at most. */
  mostAsked(peer: string): number {
    return Math.max(0, ...(this.#asked.get(peer)?.values() ?? []));
  }

  /** Blocks it ever asked of a peer. */
  blocksAsked(peer: string): number {
    return this.#asked.get(peer)?.size ?? 0;
  }

  /** Metadata requests to a peer, hash requests among them. */
  metadataAsked(peer: string): number {
    return this.#metadataAsked.get(peer) ?? 0;
  }

  closes(code: CloseCode): void {
    this.closed.set(code, (this.closed.get(code) ?? 0) + 1);
  }

  sends(message: PeerMessage<Symbolic>): void {
    const payload = message.type === 'piece' ? message.data.byteLength : 0;
    this.sentMessages++;
    this.sentBytes += payload;
    this.controlBytes += messageSize(message) - payload;
  }

  hears(message: PeerMessage<Symbolic>): void {
    if (message.type === 'piece') this.receivedBytes += message.data.byteLength;
  }

  says(to: string, message: PeerMessage<Symbolic>): void {
    if (message.type === 'unchoke') this.unchoked.add(to);
    if (message.type === 'metadata-request' || message.type === 'hash-request') {
      this.#metadataAsked.set(to, this.metadataAsked(to) + 1);
    }
    if (message.type !== 'request') return;
    const asked = this.#asked.get(to) ?? new Map<string, number>();
    this.#asked.set(to, asked);
    const key = `${message.piece}:${message.offset}`;
    asked.set(key, (asked.get(key) ?? 0) + 1);
  }

  sees({ peers }: Context<Symbolic>): void {
    for (const { id, snubbed } of peers.values()) if (snubbed) this.snubbed.add(id);
  }
}
