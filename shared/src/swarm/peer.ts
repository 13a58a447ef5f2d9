import { Bitfield } from '../bytes/index.ts';
import type {
  BlockRef,
  ExtensionName,
  HashRange,
  Payload,
  PeerMessage,
  RemoteExtensionIds,
} from '../wire/index.ts';
import { AnswerTime } from './answer-time.ts';
import { DEFAULT_REMOTE_REQQ, MAX_EARLY_PIECES, SILENT_GAPS } from './constants.ts';
import { LeafBudget } from './leaf-budget.ts';
import { Promises } from './promises.ts';
import { RateMeter } from './rate-meter.ts';
import { BaseLatency } from './request-depth.ts';
import type { LinkId } from './types.ts';

/** What we asked of a peer and have no answer to yet. */
export interface OutstandingRequest {
  readonly ref: BlockRef;
  readonly block: number;
  readonly sentAtMs: number;
  /** We sent a cancel, or gave the block to others: an answer is still owed, but no longer needed. */
  abandoned: boolean;
}

/** What a peer asked of us, in the order of asking. */
export type QueuedAnswer =
  | { readonly kind: 'block'; readonly ref: BlockRef }
  | { readonly kind: 'metadata'; readonly piece: number }
  | { readonly kind: 'hashes'; readonly range: HashRange };

/** Where the conversation stands: data moves only when `ready`. */
export interface Introduction<P extends Payload> {
  handshake: boolean;
  extended: boolean;
  /** Our proof: made but perhaps not yet sent, because the other side's extension ids are unknown. */
  proof: { readonly publicKey: Uint8Array; readonly signature: Uint8Array } | null;
  proofSent: boolean;
  proofReceived: boolean;
  proofAccepted: boolean;
  /** Messages that came while the other side's proof was being checked: small ones, and one bitfield. */
  readonly held: PeerMessage<P>[];
}

/**
 * Everything we know of one connection. It is data with small questions over it; who moves which field is
 * told by the modules beside it (introduction, interest, downloads, uploads).
 */
export class Peer<P extends Payload> {
  readonly link: LinkId;
  /** The engine that it belongs to: limits are divided among those first. */
  readonly share: object;
  /** UUID: claimed by signaling, proven once `ready`. */
  readonly id: string;
  /** By us. */
  readonly dialed: boolean;
  readonly openedAtMs: number;
  ready = false;
  /** What passes between us goes through a relay, at somebody's cost. */
  relayed = false;
  readonly introduction: Introduction<P> = {
    handshake: false,
    extended: false,
    proof: null,
    proofSent: false,
    proofReceived: false,
    proofAccepted: false,
    held: [],
  };
  extensions: RemoteExtensionIds = {};
  reqq = DEFAULT_REMOTE_REQQ;
  metadataSize: number | null = null;

  /** What it holds; `null` until both its bitfield and the number of pieces are known. */
  pieces: Bitfield | null = null;
  /** It said once what it has; afterwards only `have` adds to it. */
  toldPieces = false;
  readonly early: EarlyPieces = new EarlyPieces();
  /** How many of its pieces we want and lack. */
  wanted = 0;

  /** The extent it is delivering: which piece comes next, and how rare its pieces were when it was picked. */
  run: { readonly next: number; readonly holders: number } | null = null;

  /** Pieces it would like us to ask it for, oldest first. */
  readonly suggested = new Set<number>();

  amInterested = false;
  peerChoking = true;
  /** Requests in flight by `ledger` key. */
  readonly requests = new Map<number, OutstandingRequest>();
  /** Since when it owes us blocks without sending any; `null` while it owes none. */
  owesSinceMs: number | null = null;
  snubbed = false;

  /** Pieces we have since, that it has too: told once a second. */
  readonly untold: number[] = [];
  peerInterested = false;
  amChoking = true;
  /** Its slot is another's as soon as it asks for more than it was promised. */
  draining = false;
  /** Pieces it may still be promised while it has its slot. */
  turn = 0;
  /** When it asked for a block last. */
  askedAtMs = Number.NEGATIVE_INFINITY;
  /** Of an upload slot: when we last gave it one, else when we first met. */
  waitingSinceMs: number;
  readonly queue: QueuedAnswer[] = [];
  /** Blocks being read from storage for it. */
  reading = 0;
  congested = false;
  /** When it last was. */
  fullAtMs = Number.NEGATIVE_INFINITY;
  /** That carry its pieces. */
  lanes = 1;
  /** What we, as a seed, have promised it. */
  readonly promises = new Promises();

  /** When we last asked it for leaf hashes. */
  leavesAskedAtMs = Number.NEGATIVE_INFINITY;
  readonly leafBudget: LeafBudget = new LeafBudget();

  /** From a request to its block. */
  readonly latency = new BaseLatency();
  readonly answerTime = new AnswerTime();
  /** From one block to the next, while it owes any. */
  readonly gaps = new AnswerTime();
  readonly down = new RateMeter();
  readonly up = new RateMeter();

  constructor(
    share: object,
    named: { readonly link: LinkId; readonly id: string; readonly dialed: boolean },
    nowMs: number,
  ) {
    this.share = share;
    this.link = named.link;
    this.id = named.id;
    this.dialed = named.dialed;
    this.openedAtMs = nowMs;
    this.waitingSinceMs = nowMs;
  }

  supports(extension: ExtensionName): boolean {
    return this.extensions[extension] !== undefined;
  }

  /** It owes blocks and sends none, much longer than between any two of late: its tab may be gone, or its path. */
  isSilent(nowMs: number): boolean {
    const { usualMs, lateAfterMs } = this.gaps;
    return (
      this.owesSinceMs !== null && nowMs - this.owesSinceMs >= Math.max(lateAfterMs, SILENT_GAPS * usualMs)
    );
  }

  has(piece: number): boolean {
    return this.pieces?.has(piece) ?? false;
  }
}

/** What a peer said of its pieces before we knew how many there are: bits, however many times it says them. */
export class EarlyPieces {
  #all = false;
  #bytes: Uint8Array | null = null;
  /** In the order of a bitfield; grows to the highest piece told. */
  #haves = new Uint8Array();

  haveAll(): void {
    this.#all = true;
  }

  bitfield(bytes: Uint8Array): void {
    this.#bytes = bytes;
  }

  /** False when no share has so many pieces. */
  have(piece: number): boolean {
    if (piece >= MAX_EARLY_PIECES) return false;
    const at = piece >> 3;
    if (at >= this.#haves.length) {
      const grown = new Uint8Array(Math.min(2 * (at + 1), MAX_EARLY_PIECES / 8));
      grown.set(this.#haves);
      this.#haves = grown;
    }
    this.#haves[at] = (this.#haves[at] ?? 0) | (0x80 >> (piece & 7));
    return true;
  }

  /** The pieces, now that their number is known; `null` when what was said does not fit it. */
  resolve(pieceCount: number): Bitfield | null {
    if (this.#all) return Bitfield.full(pieceCount);
    const field =
      this.#bytes === null ? new Bitfield(pieceCount) : Bitfield.fromBytes(this.#bytes, pieceCount);
    if (field === null) return null;
    for (const [at, byte] of this.#haves.entries()) {
      for (let bit = 0; bit < 8; bit++) {
        if ((byte & (0x80 >> bit)) === 0) continue;
        const piece = 8 * at + bit;
        if (piece >= pieceCount) return null;
        field.set(piece);
      }
    }
    return field;
  }
}
