import type { Torrent } from '../metainfo/index.ts';
import type { BlockRef, LaneMessage, Payload, PeerMessage } from '../wire/index.ts';
import type { TokenBucket } from './token-bucket.ts';

/**
 * The engine's interface: events in, effects out, time as an argument. Nothing here knows a socket, a promise
 * or a clock, so the same engine runs in a tab and in the simulator.
 */

/** Handle of one open connection, chosen by whoever feeds the engine and never used twice. */
export type LinkId = number;

/** One received block of a piece, for the verifier to join. */
export interface ReceivedBlock<P extends Payload> {
  readonly offset: number;
  readonly data: P;
}

/** What a piece that failed was made of. */
export interface Suspect<P extends Payload> {
  /** SHA-256 of its 16 KiB leaves, as they came: n × 32 bytes. */
  readonly leaves: Uint8Array;
  /** In order: what `verify-piece` handed over, given back. */
  readonly blocks: readonly ReceivedBlock<P>[];
}

export type SwarmEvent<P extends Payload = Uint8Array> =
  /** A connection opened; `peer` is the UUID that signaling claims, believed only after the proof. */
  | {
      readonly type: 'link-opened';
      readonly link: LinkId;
      readonly peer: string;
      /** By us, not by the peer. */
      readonly dialed: boolean;
    }
  | { readonly type: 'link-closed'; readonly link: LinkId }
  | { readonly type: 'message'; readonly link: LinkId; readonly message: PeerMessage<P> }
  /** The send buffer passed its high-water mark, or fell below the low one. */
  | { readonly type: 'congestion'; readonly link: LinkId; readonly congested: boolean }
  /** How the link is carried, as soon as that is known, and again when it changes: through a relay, or not. */
  | { readonly type: 'link-kind'; readonly link: LinkId; readonly relayed: boolean }
  /** So many lanes carry the link's pieces now (at first one). */
  | { readonly type: 'lanes'; readonly link: LinkId; readonly lanes: number }
  /** Answer to `sign-proof`. */
  | {
      readonly type: 'proof-made';
      readonly link: LinkId;
      readonly publicKey: Uint8Array;
      readonly signature: Uint8Array;
    }
  /** Answer to `check-proof`: the UUID of the key when the signature holds, else `null`. */
  | { readonly type: 'proof-checked'; readonly link: LinkId; readonly id: string | null }
  /** Answer to `read-block`; `null` when storage could not give what it promised. */
  | { readonly type: 'block-read'; readonly link: LinkId; readonly ref: BlockRef; readonly data: P | null }
  /** Answer to `verify-piece`; `suspect`, where it failed, lets the right blocks be kept and the liars be found. */
  | {
      readonly type: 'piece-verified';
      readonly piece: number;
      readonly ok: boolean;
      readonly suspect?: Suspect<P>;
    }
  /** Answer to `hash-leaves`: n × 32 bytes, or `null` when storage could not give what it promised. */
  | {
      readonly type: 'leaves-hashed';
      readonly link: LinkId;
      readonly piece: number;
      readonly leaves: Uint8Array | null;
    }
  /** Answers to `store-piece`. */
  | { readonly type: 'piece-stored'; readonly piece: number }
  | { readonly type: 'store-failed'; readonly piece: number }
  /** Storage no longer holds what it held, found while nobody had asked for it. */
  | { readonly type: 'piece-lost'; readonly piece: number }
  /** Somebody else found out, in another share or tab: closed now and refused from now on. Idempotent, tells nobody. */
  | { readonly type: 'ban'; readonly peer: string }
  /**
   * What is wanted from now on, by piece (see `Priority`); not before the metadata is known. Pieces of priority 0 are
   * not fetched; those that are here stay, and are served.
   */
  | { readonly type: 'select'; readonly priorities: Uint8Array }
  /**
   * What somebody waits for, as a player does, from now on and instead of what was said before; not before the metadata is
   * known. It comes first and from whoever brings it in time, whatever its priority.
   */
  | { readonly type: 'deadlines'; readonly deadlines: readonly Deadline[] }
  /** There are more links than there is room for, or peers to be had that may be of more use. */
  | ({ readonly type: 'make-room' } & RoomWish)
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** `nextWakeup()` has come. */
  | { readonly type: 'tick' };

export interface Deadline {
  readonly piece: number;
  /** In the time of `handle`. */
  readonly dueMs: number;
}

/** At most `count` links are let go of, those of the least use: `useless` ones only, or `any` that nothing hangs on. */
export interface RoomWish {
  readonly among: 'useless' | 'any';
  readonly count: number;
  /** So many, those that are there longest, are left for no newcomer while anybody waits for anything over them. */
  readonly places: number;
}

/** Why a link was closed: a remote's fault unless the code says otherwise. Stable. */
export type CloseCode =
  | 'banned'
  | 'wrong-swarm'
  | 'bad-identity'
  | 'no-identity'
  | 'protocol-error'
  | 'flood'
  | 'handshake-timeout'
  | 'unresponsive'
  | 'replaced'
  | 'too-many-links'
  /** Nobody's fault: we need the place for another. The link still carries our last word before it ends. */
  | 'made-room'
  /** The other side said that it leaves us. */
  | 'left'
  | 'self';

export type SwarmEffect<P extends Payload = Uint8Array> =
  | { readonly type: 'send'; readonly link: LinkId; readonly message: PeerMessage<P> }
  | { readonly type: 'close'; readonly link: LinkId; readonly code: CloseCode; readonly reason: string }
  /** Sign both DTLS fingerprints with our key; answered by `proof-made`. */
  | { readonly type: 'sign-proof'; readonly link: LinkId }
  | {
      readonly type: 'check-proof';
      readonly link: LinkId;
      readonly publicKey: Uint8Array;
      readonly signature: Uint8Array;
    }
  | { readonly type: 'read-block'; readonly link: LinkId; readonly ref: BlockRef }
  /** A peer that has proven who it is said this about its lanes: whoever owns the link understands it. */
  | { readonly type: 'lane'; readonly link: LinkId; readonly message: LaneMessage }
  /** Read a stored piece and hash its 16 KiB leaves for a peer; answered by `leaves-hashed`. */
  | { readonly type: 'hash-leaves'; readonly link: LinkId; readonly piece: number }
  /** Join the blocks, hash, compare with the Merkle root; keep the piece until `store-piece` when it holds. */
  | { readonly type: 'verify-piece'; readonly piece: number; readonly blocks: readonly ReceivedBlock<P>[] }
  | { readonly type: 'store-piece'; readonly piece: number }
  /** The whole metainfo, verified against the info-hash: emitted once by a newcomer. */
  | { readonly type: 'metadata'; readonly torrent: Torrent }
  | { readonly type: 'banned'; readonly peer: string; readonly code: BanCode }
  /** The last piece that is wanted is stored, or what was still to come is wanted no more. */
  | { readonly type: 'finished' }
  /** The last piece of all is stored. */
  | { readonly type: 'completed' };

export interface SwarmOptions {
  /** v2 info-hash, 32 bytes. */
  readonly infoHash: Uint8Array;
  /** Our UUID. */
  readonly self: string;
  /** 20 bytes of the BEP 3 handshake. */
  readonly peerId: Uint8Array;
  /** Client name and version, told in the extended handshake. */
  readonly client: string;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Known metainfo: a seed's, or a leech's after a reload or from a `.torrent`. */
  readonly torrent?: Torrent;
  /** Pieces already verified and stored. */
  readonly have?: Iterable<number>;
  /** What is wanted of them, as with `select`; everything, where it is not told. */
  readonly priorities?: Uint8Array;
  readonly paused?: boolean;
  /** UUIDs that sent bad data before. */
  readonly banned?: Iterable<string>;
  /** Of payload; several engines may share them. Who changes a rate ticks the engines. Unlimited when absent. */
  readonly limits?: SwarmLimits;
}

export interface SwarmLimits {
  readonly up: TokenBucket;
  readonly down: TokenBucket;
}

export interface PeerView {
  readonly id: string;
  readonly link: LinkId | null;
  readonly state: 'connecting' | 'active' | 'choked' | 'idle' | 'banned';
  /** Pieces it holds. */
  readonly haveCount: number;
  readonly downBps: number;
  readonly upBps: number;
  readonly downloaded: number;
  readonly uploaded: number;
  /** It owes us blocks and has sent none for a while. */
  readonly snubbed: boolean;
  /** Who wants data of the other and is choked: us by it, it by us, both, or nobody. */
  readonly waiting: 'us' | 'them' | 'both' | 'nobody';
  /** It has what we want, got much of us, and gave hardly anything: all others come first. */
  readonly stingy: boolean;
  /** Reached through a relay, and not asked for anything while enough comes directly. */
  readonly spared: boolean;
}

/** How much of the share there is among us and those we are linked to. */
export interface Availability {
  /** How many times the rarest pieces are there, and the part of the others that is there more often: 1.4 (libtorrent's
   * "distributed copies"). */
  readonly copies: number;
  /** Pieces that are not there at all. */
  readonly unheld: number;
}

export interface Holder {
  readonly id: string;
  /** Of the pieces in question. */
  readonly count: number;
}

/** What a peer is banned for: wrong blocks, leaf or layer hashes that do not fit, or false metadata. */
export type BanCode = 'bad-data' | 'bad-hashes' | 'bad-metadata';

export interface SwarmView {
  readonly phase: 'metadata' | 'downloading' | 'seeding';
  readonly paused: boolean;
  readonly haveCount: number;
  /** 0 until the metadata is known. */
  readonly pieceCount: number;
  /** Bytes verified and stored. */
  readonly haveBytes: number;
  /** Bytes of what is wanted, and those of them that are verified and stored. */
  readonly wantedBytes: number;
  readonly wantedHaveBytes: number;
  /** Nothing wanted is left to fetch. */
  readonly isFinished: boolean;
  /** Somebody waits for pieces, which may be none of those that are wanted. */
  readonly isAwaited: boolean;
  readonly downBps: number;
  readonly upBps: number;
  /** Payload bytes received and sent since the engine began; duplicates are what we received twice. */
  readonly downloaded: number;
  readonly uploaded: number;
  readonly duplicateBytes: number;
  readonly peers: readonly PeerView[];
}
