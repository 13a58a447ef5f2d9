import { concatBytes } from '@flockdrop/shared/bytes';
import type { LinkId } from '@flockdrop/shared/swarm';
import {
  encodeMessage,
  encodePiece,
  type LaneMessage,
  MAX_BLOCK_LENGTH,
  MessageDecoder,
  type PeerMessage,
  PIECE_HEADER_LENGTH,
  type RemoteExtensionIds,
  remoteExtensionIds,
} from '@flockdrop/shared/wire';
import type { ConnectionKind, Link } from '../adapters/transport.ts';
import { LaneSet, type LaneSetOptions } from './lanes/lane-set.ts';
import type { ConnectionTimes } from './report.ts';

/** Frames below this are gathered; blocks never are. */
const SMALL_FRAME_BYTES = 1024;
/** What may wait on the first lane when a lost one's pieces go again: far more than an honest peer leaves there. */
const MOST_SENT_AGAIN_BYTES = 16 * 1024 * 1024;

/** Blocks are most of what is sent, and a channel copies what it is given: one buffer does for all of them. */
const blockFrame = new Uint8Array(PIECE_HEADER_LENGTH + MAX_BLOCK_LENGTH);

/** What lanes need of the share. */
export type LaneOptions = Omit<LaneSetOptions, 'main' | 'opens' | 'say'>;

export interface ConnectionOptions {
  readonly id: LinkId;
  /** Name of the negotiation between the two of us, chosen by who dials. */
  readonly name: string;
  readonly peer: string;
  readonly dialed: boolean;
  readonly startedMs: number;
}

/** One connection to one peer: its messages as bytes and back, and what is remembered of it. It decides nothing. */
export class Connection {
  readonly id: LinkId;
  readonly name: string;
  readonly peer: string;
  readonly dialed: boolean;
  readonly startedMs: number;
  openedMs: number | null = null;
  /** When its first block came. */
  firstBlockMs: number | null = null;
  kind: ConnectionKind | null = null;
  /** Round-trip time, milliseconds. */
  rttMs: number | null = null;
  /** When that was looked at last. */
  measuredMs = 0;
  congested = false;
  /** Why it will be closed in a moment, once the last word has gone out. */
  leaving: string | null = null;
  readonly link: Link;
  /** With a peer of our own kind. */
  #lanes: LaneSet | null = null;
  readonly #decoder = new MessageDecoder();
  /** Small frames that wait for the end of the moment. */
  readonly #outbox: Uint8Array<ArrayBuffer>[] = [];
  #remoteIds: RemoteExtensionIds = {};

  readonly #laneOptions: LaneOptions;

  constructor(options: ConnectionOptions, link: Link, lanes: LaneOptions) {
    this.id = options.id;
    this.name = options.name;
    this.peer = options.peer;
    this.dialed = options.dialed;
    this.startedMs = options.startedMs;
    this.link = link;
    this.#laneOptions = lanes;
  }

  get isOpen(): boolean {
    return this.openedMs !== null;
  }

  get times(): ConnectionTimes {
    const { dialed, startedMs, openedMs, firstBlockMs } = this;
    const sinceStart = (ms: number | null) => (ms === null ? null : ms - startedMs);
    return { dialed, openMs: sinceStart(openedMs), firstBlockMs: sinceStart(firstBlockMs) };
  }

  /** Connections that carry its pieces. */
  get lanes(): number {
    return this.#lanes?.count ?? 1;
  }

  /** Connections that it takes up, with those that are not open yet. */
  get connections(): number {
    return 1 + (this.#lanes?.extra ?? 0);
  }

  /** No lane takes more. */
  get isCongested(): boolean {
    return (this.#lanes ?? this.link).isCongested;
  }

  /** Small messages wait for `flush`. */
  send(message: PeerMessage): void {
    this.#lanes?.observe(message, 'us');
    const frame =
      message.type === 'piece' && message.data.length >= SMALL_FRAME_BYTES
        ? encodePiece(message, blockFrame)
        : encodeMessage(message, this.#remoteIds);
    if (frame.length < SMALL_FRAME_BYTES) {
      this.#outbox.push(frame);
      return;
    }
    this.flush();
    if (message.type === 'piece' && this.#lanes !== null)
      this.#lanes.sendPiece(frame, {
        piece: message.piece,
        offset: message.offset,
        length: message.data.length,
      });
    else this.link.send(frame);
  }

  /** An answer that got lost with a lane, over the first. Who takes nothing of it may not fill our memory. */
  sendAgain(message: PeerMessage): void {
    if (this.link.bufferedAmount > MOST_SENT_AGAIN_BYTES) {
      this.link.close('send-failed', 'The peer lost a lane and takes nothing of what it missed.');
      return;
    }
    this.link.send(encodeMessage(message, this.#remoteIds));
  }

  /** Small messages of one moment travel as one: each costs as much as a large one. */
  flush(): void {
    if (this.#outbox.length > 0) this.link.send(concatBytes(this.#outbox.splice(0)));
  }

  /** Messages that are complete with these bytes, handed on one by one. Throws WireError. */
  receive(data: Uint8Array, nowMs: number, take: (message: PeerMessage) => void): void {
    for (const message of this.#decoder.push(data)) {
      if (message.type === 'extended-handshake') this.#introduced(remoteExtensionIds(message.m));
      else if (message.type === 'piece') this.firstBlockMs ??= nowMs;
      this.#lanes?.observe(message, 'them');
      take(message);
    }
  }

  /** What the peer, proven to be who it is, says of its lanes. */
  receiveLane(message: LaneMessage): void {
    this.#lanes?.receive(message);
  }

  /** The network is another one, or the path is lost. */
  restart(): void {
    this.link.restart();
    this.#lanes?.restart();
  }

  /** The link is closed. */
  ended(): void {
    this.#lanes?.close();
  }

  #introduced(ids: RemoteExtensionIds): void {
    this.#remoteIds = ids;
    if (ids.fd_lane === undefined) return;
    this.#lanes ??= new LaneSet({
      ...this.#laneOptions,
      main: this.link,
      opens: this.dialed,
      say: (message) => {
        if (this.#remoteIds.fd_lane !== undefined) this.link.send(encodeMessage(message, this.#remoteIds));
      },
    });
  }
}
