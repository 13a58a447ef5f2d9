import { concatBytes, utf8Decode, utf8Encode } from '../bytes/index.ts';
import { fail } from './errors.ts';

/**
 * Bencode (BEP 3), canonical only: a value has exactly one encoding, so an info dict that decodes here hashes
 * to the same info-hash however often it is read and written. Dictionaries are Maps with byte-string keys held
 * as Latin-1 text, one character a byte, which sorts like the bytes do.
 */
export type BValue = number | Uint8Array | readonly BValue[] | BDict;
export type BDict = ReadonlyMap<string, BValue>;

export interface BencodeLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  /** Integers, strings, lists and dictionaries together: `le` repeated costs far more memory than bytes. */
  readonly maxValues: number;
}

const DEFAULT_LIMITS: BencodeLimits = { maxBytes: 64 * 1024 * 1024, maxDepth: 80, maxValues: 4_000_000 };

/** A key's name as `BDict` keys hold it: the Latin-1 reading of its UTF-8 bytes. */
export function keyOf(text: string): string {
  return latin1(utf8Encode(text));
}

/** The text of a key, or `null` when its bytes are not UTF-8. */
export function textOfKey(key: string): string | null {
  return utf8Decode(bytesOfKey(key));
}

/** The bytes of a key as `BDict` keys hold it; throws RangeError for a character that is no byte. */
export function bytesOfKey(key: string): Uint8Array {
  return Uint8Array.from({ length: key.length }, (_, at) => {
    const code = key.charCodeAt(at);
    if (code > 0xff) throw new RangeError('a dictionary key is bytes held as Latin-1; make it with keyOf()');
    return code;
  });
}

/** The key that holds these bytes. */
export function keyOfBytes(bytes: Uint8Array): string {
  return latin1(bytes);
}

/** Decodes a whole value. Throws MetainfoError `bad-bencode` or `too-large`. */
export function decode(bytes: Uint8Array, limits: Partial<BencodeLimits> = {}): BValue {
  const { value, end } = decodePrefix(bytes, limits);
  if (end !== bytes.length) failTrailing(bytes.length - end);
  return value;
}

/**
 * Decodes the value at the start and tells where it ends: BEP 9 puts raw data behind a dictionary.
 * Throws like `decode`.
 */
export function decodePrefix(
  bytes: Uint8Array,
  limits: Partial<BencodeLimits> = {},
): { readonly value: BValue; readonly end: number } {
  const decoder = new Decoder(bytes, { ...DEFAULT_LIMITS, ...limits });
  const value = decoder.value(0);
  return { value, end: decoder.at };
}

/** A whole dictionary, and the raw bytes of each of its values exactly as they stand. Throws like `decode`. */
export function decodeWithRaw(
  bytes: Uint8Array,
  limits: Partial<BencodeLimits> = {},
): { readonly dict: BDict; readonly raw: ReadonlyMap<string, Uint8Array> } {
  if (bytes[0] !== 0x64)
    fail('bad-bencode', 'This is not a torrent file: it does not start with a dictionary.');
  const decoder = new Decoder(bytes, { ...DEFAULT_LIMITS, ...limits });
  const raw = new Map<string, Uint8Array>();
  const dict = decoder.dict(0, (key, begin, end) => raw.set(key, bytes.subarray(begin, end)));
  if (decoder.at !== bytes.length) failTrailing(bytes.length - decoder.at);
  return { dict, raw };
}

function failTrailing(count: number): never {
  return fail('bad-bencode', `The torrent data is damaged: ${count} bytes follow its end.`);
}

class Decoder {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #maxDepth: number;
  #valuesLeft: number;

  constructor(bytes: Uint8Array, { maxBytes, maxDepth, maxValues }: BencodeLimits) {
    if (bytes.length > maxBytes) {
      fail('too-large', `The torrent data has ${bytes.length} bytes; at most ${maxBytes} are read.`);
    }
    this.#bytes = bytes;
    this.#maxDepth = maxDepth;
    this.#valuesLeft = maxValues;
  }

  value(depth: number): BValue {
    if (depth > this.#maxDepth) damaged(`nested deeper than ${this.#maxDepth} levels`);
    if (--this.#valuesLeft < 0) fail('too-large', 'The torrent data holds more entries than are read.');
    const first = this.#bytes[this.at];
    if (first === 0x69) return this.#integer();
    if (first === 0x6c) return this.#list(depth);
    if (first === 0x64) return this.dict(depth);
    return this.#string();
  }

  dict(depth: number, onEntry?: (key: string, begin: number, end: number) => void): BDict {
    this.at++;
    const entries = new Map<string, BValue>();
    let previous: string | null = null;
    while (!this.#takeEnd()) {
      const key = latin1(this.#string());
      if (previous !== null && key <= previous) damaged('dictionary keys are not sorted or not unique');
      previous = key;
      const begin = this.at;
      entries.set(key, this.value(depth + 1));
      onEntry?.(key, begin, this.at);
    }
    return entries;
  }

  #list(depth: number): readonly BValue[] {
    this.at++;
    const items: BValue[] = [];
    while (!this.#takeEnd()) items.push(this.value(depth + 1));
    return items;
  }

  #takeEnd(): boolean {
    if (this.at >= this.#bytes.length) damaged('ends in the middle of a value');
    if (this.#bytes[this.at] !== 0x65) return false;
    this.at++;
    return true;
  }

  #integer(): number {
    this.at++;
    const digits = this.#until(0x65, 20);
    if (!/^(?:0|-?[1-9][0-9]*)$/.test(digits)) damaged('malformed integer');
    const value = Number(digits);
    if (!Number.isSafeInteger(value)) damaged('integer out of range');
    return value;
  }

  #string(): Uint8Array {
    const digits = this.#until(0x3a, 12);
    if (!/^(?:0|[1-9][0-9]*)$/.test(digits)) damaged('malformed string length');
    const length = Number(digits);
    if (this.at + length > this.#bytes.length) damaged('string runs past the end');
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  #until(stop: number, maxLength: number): string {
    let text = '';
    for (;;) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) damaged('ends in the middle of a value');
      if (byte === stop) return text;
      if (text.length >= maxLength) damaged('number too long');
      text += String.fromCharCode(byte);
    }
  }
}

function damaged(how: string): never {
  return fail('bad-bencode', `The torrent data is damaged: ${how}.`);
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Canonical encoding; keys are sorted here, whatever the Map's order. Throws on what bencode cannot hold. */
export function encode(value: BValue): Uint8Array {
  const chunks: Uint8Array[] = [];
  write(value, chunks);
  return concatBytes(chunks);
}

function write(value: BValue, chunks: Uint8Array[]): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer`);
    chunks.push(utf8Encode(`i${value === 0 ? 0 : value}e`));
  } else if (value instanceof Uint8Array) {
    chunks.push(utf8Encode(`${value.length}:`), value);
  } else if (value instanceof Map) {
    const dict: BDict = value;
    // Latin-1 text sorts by code unit, which is by byte.
    const entries = [...dict].sort(([a], [b]) => (a < b ? -1 : 1));
    chunks.push(utf8Encode('d'));
    for (const [key, entry] of entries) {
      write(bytesOfKey(key), chunks);
      write(entry, chunks);
    }
    chunks.push(utf8Encode('e'));
  } else {
    chunks.push(utf8Encode('l'));
    for (const item of value as readonly BValue[]) write(item, chunks);
    chunks.push(utf8Encode('e'));
  }
}
