import { WireError } from './errors.ts';
import { parseExtended } from './extended.ts';
import {
  HANDSHAKE_LENGTH,
  HASH_RANGE_LENGTH,
  ID,
  MAX_BITFIELD_LENGTH,
  MAX_BLOCK_LENGTH,
  MAX_EXTENDED_LENGTH,
  MAX_HASHES_LENGTH,
  MAX_UNKNOWN_LENGTH,
} from './limits.ts';
import type { BlockRef, Handshake, HashRange, PeerMessage } from './messages.ts';

const PREFIX_LENGTH = 4;
const PROTOCOL_HEAD = [19, ...[...'BitTorrent protocol'].map((letter) => letter.charCodeAt(0))];

/** Bytes after the length prefix, id included: exactly, or at least and at most. */
const LENGTHS: ReadonlyMap<number, readonly [least: number, most: number]> = new Map([
  [ID.choke, [1, 1]],
  [ID.unchoke, [1, 1]],
  [ID.interested, [1, 1]],
  [ID['not-interested'], [1, 1]],
  [ID.have, [5, 5]],
  [ID.bitfield, [1, 1 + MAX_BITFIELD_LENGTH]],
  [ID.request, [13, 13]],
  [ID.piece, [10, 9 + MAX_BLOCK_LENGTH]],
  [ID.cancel, [13, 13]],
  [ID.suggest, [5, 5]],
  [ID['have-all'], [1, 1]],
  [ID['have-none'], [1, 1]],
  [ID.reject, [13, 13]],
  [ID['allowed-fast'], [5, 5]],
  [ID.extended, [2, 2 + MAX_EXTENDED_LENGTH]],
  [ID['hash-request'], [1 + HASH_RANGE_LENGTH, 1 + HASH_RANGE_LENGTH]],
  [ID.hashes, [1 + HASH_RANGE_LENGTH, 1 + HASH_RANGE_LENGTH + MAX_HASHES_LENGTH]],
  [ID['hash-reject'], [1 + HASH_RANGE_LENGTH, 1 + HASH_RANGE_LENGTH]],
]);
const UNKNOWN_LENGTHS = [1, MAX_UNKNOWN_LENGTH] as const;

/**
 * The byte stream of one peer, cut into messages. It starts with the BEP 3 handshake and takes any chunking.
 *
 * A chunk that holds whole messages is not copied: `data`, `bytes` and `hashes` of a message are views of the
 * chunk, which the caller therefore hands over. What a peer can make us keep is bounded by the longest message
 * of the id it named. After a WireError the stream has no meaning any more and every `push` throws.
 */
export class MessageDecoder {
  #shaken = false;
  #kept: Uint8Array[] = [];
  #keptLength = 0;
  /** Bytes that must be there before it is worth looking again. */
  #needed = 1;
  #failed = false;

  /** Messages that this chunk completes, in order. Throws WireError. */
  push(chunk: Uint8Array): PeerMessage[] {
    if (this.#failed) throw new WireError('bad-value', 'the stream is broken already');
    if (chunk.length === 0) return [];
    let bytes = chunk;
    if (this.#keptLength > 0) {
      this.#kept.push(chunk);
      this.#keptLength += chunk.length;
      if (this.#keptLength < this.#needed) return [];
      bytes = join(this.#kept, this.#keptLength);
      this.#kept = [];
      this.#keptLength = 0;
    }
    try {
      return this.#decodeAll(bytes);
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  #decodeAll(bytes: Uint8Array): PeerMessage[] {
    const messages: PeerMessage[] = [];
    let at = 0;
    while (at < bytes.length) {
      const rest = bytes.length - at;
      const needed = this.#shaken ? neededForFrame(bytes, at) : neededForHandshake(bytes, at);
      if (rest < needed) {
        this.#keep(bytes.subarray(at), needed);
        break;
      }
      if (this.#shaken) {
        messages.push(decodeBody(bytes.subarray(at + PREFIX_LENGTH, at + needed)));
      } else {
        this.#shaken = true;
        messages.push(decodeHandshake(bytes.subarray(at, at + needed)));
      }
      at += needed;
    }
    return messages;
  }

  #keep(rest: Uint8Array, needed: number): void {
    // A copy: a view would keep a large chunk alive for a few bytes.
    this.#kept = [rest.slice()];
    this.#keptLength = rest.length;
    this.#needed = needed;
  }
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** How many bytes from `at` are needed to go on; fails as soon as it is clear that no handshake comes. */
function neededForHandshake(bytes: Uint8Array, at: number): number {
  const seen = Math.min(bytes.length - at, PROTOCOL_HEAD.length);
  for (let offset = 0; offset < seen; offset++) {
    if (bytes[at + offset] !== PROTOCOL_HEAD[offset]) {
      throw new WireError('bad-handshake', 'this is not the BitTorrent protocol');
    }
  }
  // Ask for the name first: a stranger is told at the first wrong byte, not after 68.
  return seen < PROTOCOL_HEAD.length ? seen + 1 : HANDSHAKE_LENGTH;
}

function neededForFrame(bytes: Uint8Array, at: number): number {
  const rest = bytes.length - at;
  if (rest < PREFIX_LENGTH) return PREFIX_LENGTH;
  const length = uint32(bytes, at);
  if (length === 0) return PREFIX_LENGTH;
  if (rest <= PREFIX_LENGTH) return PREFIX_LENGTH + 1;
  const id = bytes[at + PREFIX_LENGTH] ?? 0;
  const [least, most] = LENGTHS.get(id) ?? UNKNOWN_LENGTHS;
  if (length > most) throw new WireError('too-long', `message ${id} of ${length} bytes`);
  if (length < least) throw new WireError('bad-length', `message ${id} of ${length} bytes`);
  return PREFIX_LENGTH + length;
}

function decodeHandshake(bytes: Uint8Array): Handshake {
  return {
    type: 'handshake',
    infoHash: bytes.slice(28, 48),
    peerId: bytes.slice(48, 68),
    fast: ((bytes[27] ?? 0) & 0x04) !== 0,
    extended: ((bytes[25] ?? 0) & 0x10) !== 0,
    v2: ((bytes[27] ?? 0) & 0x10) !== 0,
  };
}

/** A message after its length prefix; its length is right for its id. */
function decodeBody(body: Uint8Array): PeerMessage {
  if (body.length === 0) return { type: 'keep-alive' };
  const id = body[0] ?? 0;
  switch (id) {
    case ID.choke:
      return { type: 'choke' };
    case ID.unchoke:
      return { type: 'unchoke' };
    case ID.interested:
      return { type: 'interested' };
    case ID['not-interested']:
      return { type: 'not-interested' };
    case ID.have:
      return { type: 'have', piece: uint32(body, 1) };
    case ID.bitfield:
      return { type: 'bitfield', bytes: body.subarray(1) };
    case ID.request:
      return { type: 'request', ...blockRef(body) };
    case ID.piece:
      return { type: 'piece', piece: uint32(body, 1), offset: uint32(body, 5), data: body.subarray(9) };
    case ID.cancel:
      return { type: 'cancel', ...blockRef(body) };
    case ID.suggest:
      return { type: 'suggest', piece: uint32(body, 1) };
    case ID['have-all']:
      return { type: 'have-all' };
    case ID['have-none']:
      return { type: 'have-none' };
    case ID.reject:
      return { type: 'reject', ...blockRef(body) };
    case ID['allowed-fast']:
      return { type: 'allowed-fast', piece: uint32(body, 1) };
    case ID.extended:
      return parseExtended(body[1] ?? 0, body.subarray(2));
    case ID['hash-request']:
      return { type: 'hash-request', ...hashRange(body) };
    case ID.hashes:
      return { type: 'hashes', ...hashRange(body), hashes: wholeHashes(body) };
    case ID['hash-reject']:
      return { type: 'hash-reject', ...hashRange(body) };
    default:
      return { type: 'unknown', id };
  }
}

function blockRef(body: Uint8Array): BlockRef {
  const ref = { piece: uint32(body, 1), offset: uint32(body, 5), length: uint32(body, 9) };
  if (ref.length === 0 || ref.length > MAX_BLOCK_LENGTH) {
    throw new WireError('bad-value', `a block of ${ref.length} bytes`);
  }
  return ref;
}

function hashRange(body: Uint8Array): HashRange {
  return {
    piecesRoot: body.slice(1, 33),
    baseLayer: uint32(body, 33),
    index: uint32(body, 37),
    length: uint32(body, 41),
    proofLayers: uint32(body, 45),
  };
}

function wholeHashes(body: Uint8Array): Uint8Array {
  const hashes = body.subarray(1 + HASH_RANGE_LENGTH);
  if (hashes.length % 32 !== 0) throw new WireError('bad-length', 'a part of a hash');
  return hashes;
}

function uint32(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
