import { utf8Encode } from '../bytes/index.ts';
import { type BValue, encode, keyOf } from '../metainfo/index.ts';
import { HANDSHAKE_LENGTH, HASH_RANGE_LENGTH, ID } from './limits.ts';
import type {
  BlockRef,
  ExtensionName,
  Handshake,
  HashRange,
  PeerMessage,
  RemoteExtensionIds,
} from './messages.ts';

export const PROTOCOL_NAME = 'BitTorrent protocol';

/**
 * One message as one frame: length prefix, id, payload (BEP 3). What is extended travels under the ids that the
 * other side gave in its handshake. Throws RangeError when it gave none, or for a message that is never sent.
 */
export function encodeMessage(message: PeerMessage, remote: RemoteExtensionIds): Uint8Array<ArrayBuffer> {
  switch (message.type) {
    case 'handshake':
      return handshake(message);
    case 'keep-alive':
      return new Uint8Array(4);
    case 'choke':
    case 'unchoke':
    case 'interested':
    case 'not-interested':
    case 'have-all':
    case 'have-none':
      return frame(ID[message.type], 0).bytes;
    case 'have':
    case 'suggest':
    case 'allowed-fast': {
      const { bytes, view } = frame(ID[message.type], 4);
      view.setUint32(5, message.piece);
      return bytes;
    }
    case 'bitfield': {
      const { bytes } = frame(ID.bitfield, message.bytes.length);
      bytes.set(message.bytes, 5);
      return bytes;
    }
    case 'request':
    case 'cancel':
    case 'reject':
      return blockMessage(ID[message.type], message);
    case 'piece':
      return encodePiece(message, new Uint8Array(PIECE_HEADER_LENGTH + message.data.length));
    case 'hash-request':
    case 'hash-reject':
      return hashMessage(ID[message.type], message, new Uint8Array());
    case 'hashes':
      return hashMessage(ID.hashes, message, message.hashes);
    default:
      return extendedMessage(message, remote);
  }
}

/** Bytes of a piece message before its data. */
export const PIECE_HEADER_LENGTH = 13;

/**
 * A piece message (BEP 3) at the beginning of `buffer`, of which the used part is returned: for whoever sends many and
 * wants to allocate once. Throws RangeError when the buffer is too short.
 */
export function encodePiece(
  { piece, offset, data }: Extract<PeerMessage, { type: 'piece' }>,
  buffer: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(buffer.buffer, buffer.byteOffset);
  view.setUint32(0, PIECE_HEADER_LENGTH - 4 + data.length);
  buffer[4] = ID.piece;
  view.setUint32(5, piece);
  view.setUint32(9, offset);
  buffer.set(data, PIECE_HEADER_LENGTH);
  return buffer.subarray(0, PIECE_HEADER_LENGTH + data.length);
}

function frame(id: number, payloadLength: number): { bytes: Uint8Array<ArrayBuffer>; view: DataView } {
  const bytes = new Uint8Array(5 + payloadLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1 + payloadLength);
  bytes[4] = id;
  return { bytes, view };
}

function handshake(message: Handshake): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HANDSHAKE_LENGTH);
  bytes[0] = PROTOCOL_NAME.length;
  for (let at = 0; at < PROTOCOL_NAME.length; at++) bytes[1 + at] = PROTOCOL_NAME.charCodeAt(at);
  if (message.extended) bytes[25] = 0x10;
  bytes[27] = (message.fast ? 0x04 : 0) | (message.v2 ? 0x10 : 0);
  bytes.set(message.infoHash.subarray(0, 20), 28);
  bytes.set(message.peerId.subarray(0, 20), 48);
  return bytes;
}

function blockMessage(id: number, ref: BlockRef): Uint8Array<ArrayBuffer> {
  const { bytes, view } = frame(id, 12);
  view.setUint32(5, ref.piece);
  view.setUint32(9, ref.offset);
  view.setUint32(13, ref.length);
  return bytes;
}

function hashMessage(id: number, range: HashRange, hashes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { bytes, view } = frame(id, HASH_RANGE_LENGTH + hashes.length);
  bytes.set(range.piecesRoot, 5);
  view.setUint32(37, range.baseLayer);
  view.setUint32(41, range.index);
  view.setUint32(45, range.length);
  view.setUint32(49, range.proofLayers);
  bytes.set(hashes, 5 + HASH_RANGE_LENGTH);
  return bytes;
}

function extendedMessage(
  message: Extract<
    PeerMessage,
    {
      type:
        | 'extended-handshake'
        | 'metadata-request'
        | 'metadata-data'
        | 'metadata-reject'
        | 'auth'
        | 'leave'
        | 'lane-signal'
        | 'lane-closed'
        | 'unknown';
    }
  >,
  remote: RemoteExtensionIds,
): Uint8Array<ArrayBuffer> {
  switch (message.type) {
    case 'extended-handshake': {
      const dict = new Map<string, BValue>();
      dict.set('m', new Map([...message.m].map(([name, id]) => [keyOf(name), id])));
      if (message.metadataSize !== undefined) dict.set('metadata_size', message.metadataSize);
      if (message.reqq !== undefined) dict.set('reqq', message.reqq);
      if (message.v !== undefined) dict.set('v', utf8Encode(message.v));
      return extended(0, dict);
    }
    case 'metadata-request':
      return extended(idOf(remote, 'ut_metadata'), metadataDict(0, message.piece));
    case 'metadata-data': {
      const dict = metadataDict(1, message.piece).set('total_size', message.totalSize);
      return extended(idOf(remote, 'ut_metadata'), dict, message.data);
    }
    case 'metadata-reject':
      return extended(idOf(remote, 'ut_metadata'), metadataDict(2, message.piece));
    case 'auth':
      return extended(
        idOf(remote, 'fd_auth'),
        new Map<string, BValue>([
          ['k', message.publicKey],
          ['s', message.signature],
        ]),
      );
    case 'leave':
      return extended(idOf(remote, 'fd_leave'), new Map<string, BValue>([['c', utf8Encode(message.code)]]));
    case 'lane-signal':
      return extended(
        idOf(remote, 'fd_lane'),
        new Map<string, BValue>([
          ['l', message.lane],
          ['s', utf8Encode(message.signal)],
        ]),
      );
    case 'lane-closed':
      return extended(
        idOf(remote, 'fd_lane'),
        new Map<string, BValue>([
          ['c', message.received],
          ['l', message.lane],
        ]),
      );
    case 'unknown':
      throw new RangeError('an unknown message is received, never sent');
  }
}

function metadataDict(kind: number, piece: number): Map<string, BValue> {
  return new Map<string, BValue>([
    ['msg_type', kind],
    ['piece', piece],
  ]);
}

function extended(id: number, dict: ReadonlyMap<string, BValue>, tail?: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = encode(dict);
  const { bytes } = frame(ID.extended, 1 + head.length + (tail?.length ?? 0));
  bytes[5] = id;
  bytes.set(head, 6);
  if (tail !== undefined) bytes.set(tail, 6 + head.length);
  return bytes;
}

function idOf(remote: RemoteExtensionIds, name: ExtensionName): number {
  const id = remote[name];
  if (id === undefined) throw new RangeError(`the other side does not take ${name}`);
  return id;
}
