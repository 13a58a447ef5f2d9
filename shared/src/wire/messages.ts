import type { HashRange } from '../metainfo/index.ts';

export type { HashRange };

/**
 * The peer messages of BEP 3, 6, 10, 9 and 52 as plain data. Owns the shapes; the codec owns the bytes.
 *
 * A block's payload is generic: the codec carries `Uint8Array`, the simulator carries symbols of the same
 * `byteLength`, and the engine in between never looks inside.
 */
export interface Payload {
  readonly byteLength: number;
}

/** BEP 3 handshake with the reserved bits of BEP 6 (fast), BEP 10 (extended) and BEP 52 (v2). */
export interface Handshake {
  readonly type: 'handshake';
  /** 20 bytes: the v1 info-hash, or the v2 info-hash truncated (BEP 52). */
  readonly infoHash: Uint8Array;
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  readonly fast: boolean;
  readonly extended: boolean;
  readonly v2: boolean;
}

/** The place and length of one block. `offset` and `length` are bytes within the piece. */
export interface BlockRef {
  readonly piece: number;
  readonly offset: number;
  readonly length: number;
}

/** BEP 10 handshake. `m` maps extension names to the ids under which its sender wants to receive them. */
export interface ExtendedHandshake {
  readonly type: 'extended-handshake';
  readonly m: ReadonlyMap<string, number>;
  /** Client name and version, at most 64 characters are kept. */
  readonly v?: string;
  /** Size of the info dict in bytes, when its sender has it (BEP 9). */
  readonly metadataSize?: number;
  /** Outstanding requests its sender is willing to queue. */
  readonly reqq?: number;
}

export type MetadataMessage =
  | { readonly type: 'metadata-request'; readonly piece: number }
  | {
      readonly type: 'metadata-data';
      readonly piece: number;
      readonly totalSize: number;
      readonly data: Uint8Array;
    }
  | { readonly type: 'metadata-reject'; readonly piece: number };

/** Extension `fd_auth` of ours: proves the sender's identity over both DTLS fingerprints (docs/PROTOCOL.md). */
export interface AuthMessage {
  readonly type: 'auth';
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Ed25519 signature, 64 bytes. */
  readonly signature: Uint8Array;
}

/** Extension `fd_leave` of ours: the last word of who is about to close the link, so that the other side knows why. */
export interface LeaveMessage {
  readonly type: 'leave';
  /** At most 32 characters; what we do not know means no more than that it leaves. */
  readonly code: string;
}

/** Extension `fd_lane` of ours: what two peers say about their lanes, over the first of them (docs/PROTOCOL.md). */
export type LaneMessage =
  /** An offer (which begins a lane), an answer or a candidate: JSON, as yet unread. */
  | { readonly type: 'lane-signal'; readonly lane: number; readonly signal: string }
  /** The sender's end is closed, or was never opened; it had received so many pieces over it. */
  | { readonly type: 'lane-closed'; readonly lane: number; readonly received: number };

export type PeerMessage<P extends Payload = Uint8Array> =
  | Handshake
  | { readonly type: 'keep-alive' }
  | { readonly type: 'choke' }
  | { readonly type: 'unchoke' }
  | { readonly type: 'interested' }
  | { readonly type: 'not-interested' }
  | { readonly type: 'have'; readonly piece: number }
  | { readonly type: 'bitfield'; readonly bytes: Uint8Array }
  | ({ readonly type: 'request' } & BlockRef)
  | { readonly type: 'piece'; readonly piece: number; readonly offset: number; readonly data: P }
  | ({ readonly type: 'cancel' } & BlockRef)
  | { readonly type: 'suggest'; readonly piece: number }
  | { readonly type: 'have-all' }
  | { readonly type: 'have-none' }
  | ({ readonly type: 'reject' } & BlockRef)
  | { readonly type: 'allowed-fast'; readonly piece: number }
  | ({ readonly type: 'hash-request' } & HashRange)
  | ({ readonly type: 'hashes'; readonly hashes: Uint8Array } & HashRange)
  | ({ readonly type: 'hash-reject' } & HashRange)
  | ExtendedHandshake
  | MetadataMessage
  | AuthMessage
  | LeaveMessage
  | LaneMessage
  /** An extended message under an id that we never offered: kept only so that it can be ignored knowingly. */
  | { readonly type: 'unknown'; readonly id: number };

/** Ids under which we receive extension messages; what we send uses the ids of the other side's `m`. */
export const LOCAL_EXTENSION_IDS = { ut_metadata: 1, fd_auth: 2, fd_leave: 3, fd_lane: 4 } as const;
export type ExtensionName = keyof typeof LOCAL_EXTENSION_IDS;
/** The other side's ids; an absent name means it cannot receive that extension. */
export type RemoteExtensionIds = { readonly [name in ExtensionName]?: number };

/** The ids in the other side's `m` of the extensions that we speak; 0 takes one back (BEP 10). */
export function remoteExtensionIds(m: ReadonlyMap<string, number>): RemoteExtensionIds {
  const ids: { [name in ExtensionName]?: number } = {};
  const names: readonly ExtensionName[] = ['ut_metadata', 'fd_auth', 'fd_leave', 'fd_lane'];
  for (const name of names) {
    const id = m.get(name);
    if (id !== undefined && id > 0) ids[name] = id;
  }
  return ids;
}
