import { utf8Decode } from '../bytes/index.ts';
import { type BDict, type BValue, decodePrefix, MetainfoError } from '../metainfo/index.ts';
import { WireError } from './errors.ts';
import {
  MAX_CLIENT_LENGTH,
  MAX_LANE_NUMBER,
  MAX_LANE_SIGNAL_LENGTH,
  MAX_LEAVE_CODE_LENGTH,
  METADATA_PIECE_LENGTH,
} from './limits.ts';
import {
  type ExtendedHandshake,
  LOCAL_EXTENSION_IDS,
  type MetadataMessage,
  type PeerMessage,
} from './messages.ts';

/** A message is at most 17 KiB long; what foreign clients put in their handshakes takes a tenth of this. */
const LIMITS = { maxDepth: 8, maxMemoryBytes: 64 * 1024 };
const MAX_EXTENSIONS = 64;

/** The payload of message 20 (BEP 10) under the id `id`, which for everything but the handshake is ours. */
export function parseExtended(id: number, payload: Uint8Array): PeerMessage {
  if (id === 0) return parseHandshake(dictAtStart(payload).dict);
  if (id === LOCAL_EXTENSION_IDS.ut_metadata) return parseMetadata(payload);
  if (id === LOCAL_EXTENSION_IDS.fd_auth) return parseAuth(dictAtStart(payload).dict);
  if (id === LOCAL_EXTENSION_IDS.fd_leave) return parseLeave(dictAtStart(payload).dict);
  if (id === LOCAL_EXTENSION_IDS.fd_lane) return parseLane(dictAtStart(payload).dict);
  return { type: 'unknown', id };
}

function dictAtStart(payload: Uint8Array): { readonly dict: BDict; readonly end: number } {
  try {
    const { value, end } = decodePrefix(payload, LIMITS);
    if (value instanceof Map) return { dict: value, end };
  } catch (error) {
    if (!(error instanceof MetainfoError)) throw error;
  }
  throw new WireError('bad-extended', 'an extended message without its dictionary');
}

function parseHandshake(dict: BDict): ExtendedHandshake {
  const named = dict.get('m');
  const m = new Map<string, number>();
  if (named instanceof Map) {
    for (const [name, id] of named) {
      if (m.size < MAX_EXTENSIONS && isByte(id)) m.set(name, id);
    }
  }
  const v = textOf(dict.get('v'));
  const metadataSize = countOf(dict.get('metadata_size'));
  const reqq = countOf(dict.get('reqq'));
  return {
    type: 'extended-handshake',
    m,
    ...(v === null ? {} : { v }),
    ...(metadataSize === null ? {} : { metadataSize }),
    ...(reqq === null ? {} : { reqq }),
  };
}

function parseMetadata(payload: Uint8Array): MetadataMessage | PeerMessage {
  const { dict, end } = dictAtStart(payload);
  switch (dict.get('msg_type')) {
    case 0:
      return { type: 'metadata-request', piece: pieceOf(dict) };
    case 1: {
      const totalSize = countOf(dict.get('total_size'));
      const data = payload.subarray(end);
      if (totalSize === null || data.length > METADATA_PIECE_LENGTH) {
        throw new WireError('bad-extended', 'metadata of the wrong size');
      }
      return { type: 'metadata-data', piece: pieceOf(dict), totalSize, data };
    }
    case 2:
      return { type: 'metadata-reject', piece: pieceOf(dict) };
    default:
      // BEP 9: an unknown msg_type must be ignored, and nobody knows what else is in it.
      return { type: 'unknown', id: LOCAL_EXTENSION_IDS.ut_metadata };
  }
}

function pieceOf(dict: BDict): number {
  const piece = countOf(dict.get('piece'));
  if (piece === null) throw new WireError('bad-extended', 'metadata message without its piece');
  return piece;
}

function parseAuth(dict: BDict): PeerMessage {
  const publicKey = dict.get('k');
  const signature = dict.get('s');
  const fits = publicKey instanceof Uint8Array && publicKey.length === 32;
  if (!fits || !(signature instanceof Uint8Array) || signature.length !== 64) {
    throw new WireError('bad-extended', 'a proof needs a key of 32 bytes and a signature of 64');
  }
  return { type: 'auth', publicKey, signature };
}

function parseLeave(dict: BDict): PeerMessage {
  const code = textOf(dict.get('c'));
  if (code === null || code.length > MAX_LEAVE_CODE_LENGTH) {
    throw new WireError('bad-extended', 'a leave without its code');
  }
  return { type: 'leave', code };
}

function parseLane(dict: BDict): PeerMessage {
  const lane = countOf(dict.get('l'));
  if (lane === null || lane > MAX_LANE_NUMBER)
    throw new WireError('bad-extended', 'a lane without its number');
  const received = countOf(dict.get('c'));
  if (received !== null) return { type: 'lane-closed', lane, received };
  const signal = dict.get('s');
  const text =
    signal instanceof Uint8Array && signal.length <= MAX_LANE_SIGNAL_LENGTH ? utf8Decode(signal) : null;
  if (text === null) throw new WireError('bad-extended', 'a lane with neither signal nor count');
  return { type: 'lane-signal', lane, signal: text };
}

function isByte(value: BValue): value is number {
  return typeof value === 'number' && value >= 0 && value <= 255;
}

function countOf(value: BValue | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function textOf(value: BValue | undefined): string | null {
  if (!(value instanceof Uint8Array)) return null;
  return utf8Decode(value)?.slice(0, MAX_CLIENT_LENGTH) ?? null;
}
