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
import { PartialMessage } from './partial.ts';

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
 * A message that lies whole in one chunk is not copied: its `data`, `bytes` and `hashes` are views of the chunk,
 * which the caller therefore hands over. A message that comes in parts is put together in one buffer, at most
 * twice as long as what has come of it and never longer than the message: what a peer makes us keep is bounded by
 * the bytes it sends, whatever it claims and however it cuts them. After a WireError the stream has no meaning
 * any more and every `push` throws.
 */
export class MessageDecoder {
  #shaken = false;
  readonly #only: number | null;
  readonly #partial = new PartialMessage();
  #failed = false;

  /** @param carries of a lane that is not the first: pieces alone, and no handshake before them */
  constructor(carries: 'conversation' | 'pieces' = 'conversation') {
    this.#shaken = carries === 'pieces';
    this.#only = carries === 'pieces' ? ID.piece : null;
  }

  /** Bytes held for a message that is not complete. */
  get keptBytes(): number {
    return this.#partial.capacity;
  }

  /** Messages that this chunk completes, in order. Throws WireError. */
  push(chunk: Uint8Array): PeerMessage[] {
    if (this.#failed) throw new WireError('bad-value', 'the stream is broken already');
    try {
      return this.#decodeAll(chunk);
    } catch (error) {
      this.#failed = true;
      this.#partial.take();
      throw error;
    }
  }

  #decodeAll(chunk: Uint8Array): PeerMessage[] {
    const messages: PeerMessage[] = [];
    let at = 0;
    while (this.#partial.length > 0 && at < chunk.length) {
      at += this.#partial.fill(chunk.subarray(at));
      if (!this.#partial.isFull) return messages;
      // Only the prefix was sure to come; now it tells how much more belongs to it.
      this.#partial.needed = this.#neededFor(this.#partial.bytes);
      if (this.#partial.isFull) messages.push(this.#decode(this.#partial.take()));
    }
    while (at < chunk.length) {
      const rest = chunk.subarray(at);
      const needed = this.#neededFor(rest);
      if (rest.length < needed) {
        this.#partial.needed = needed;
        this.#partial.fill(rest);
        break;
      }
      messages.push(this.#decode(rest.subarray(0, needed)));
      at += needed;
    }
    return messages;
  }

  #neededFor(bytes: Uint8Array): number {
    return this.#shaken ? neededForFrame(bytes, this.#only) : neededForHandshake(bytes);
  }

  #decode(bytes: Uint8Array): PeerMessage {
    if (this.#shaken) return decodeBody(bytes.subarray(PREFIX_LENGTH));
    this.#shaken = true;
    return decodeHandshake(bytes);
  }
}

/** How many bytes are needed to go on; fails as soon as it is clear that no handshake comes. */
function neededForHandshake(bytes: Uint8Array): number {
  const seen = Math.min(bytes.length, PROTOCOL_HEAD.length);
  for (let at = 0; at < seen; at++) {
    if (bytes[at] !== PROTOCOL_HEAD[at]) {
      throw new WireError('bad-handshake', 'this is not the BitTorrent protocol');
    }
  }
  // Ask for the name first: a stranger is told at the first wrong byte, not after 68.
  return seen < PROTOCOL_HEAD.length ? seen + 1 : HANDSHAKE_LENGTH;
}

/** @param only the one id that may come; `null`: any */
function neededForFrame(bytes: Uint8Array, only: number | null): number {
  if (bytes.length < PREFIX_LENGTH) return PREFIX_LENGTH;
  const length = uint32(bytes, 0);
  if (length === 0 && only === null) return PREFIX_LENGTH;
  if (bytes.length <= PREFIX_LENGTH) return PREFIX_LENGTH + 1;
  const id = bytes[PREFIX_LENGTH] ?? 0;
  if (only !== null && id !== only)
    throw new WireError('bad-value', `message ${id} where only ${only} belongs`);
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
