import { latin1Decode } from '../bytes/index.ts';
import type { BDict, BencodeLimits, BValue } from './bencode.ts';
import { fail } from './errors.ts';
import { MAX_FILES, MAX_FOLDERS } from './geometry.ts';

/**
 * Reads canonical bencode from one end to the other. Strings are views of the bytes; what else is built is charged
 * against a budget as it is built, because a byte or two of input can cost hundreds of memory.
 */

/** No field and no file name is longer; a key is held as text, which costs far more than a view. */
const MAX_KEY_BYTES = 4_096;

/**
 * In a dictionary or a list: all of a share in one folder. One of millions of entries would be within the budget, and keep the
 * processor for ten seconds.
 */
const MAX_ENTRIES = MAX_FILES + MAX_FOLDERS;

/**
 * Bytes that a value takes in V8 on 64 bits, its place in what holds it included, measured with Node 20. An entry is
 * the place in a dictionary that grows by doubling.
 */
export const COST = { integer: 24, string: 104, list: 64, dict: 192, entry: 40, key: 24 } as const;

const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const COLON = 0x3a;
const DICT = 0x64;
const END = 0x65;
const INTEGER = 0x69;
const LIST = 0x6c;
const MAX_INTEGER_DIGITS = 16;
const MAX_LENGTH_DIGITS = 12;
const RECENT_KEYS = 64;

export class BencodeDecoder {
  /** Where the next value begins. */
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #maxDepth: number;
  #memoryLeft: number;
  /** `length`, `path` and the like come with every file: the same text is used again. */
  readonly #recentKeys = new Array<string>(RECENT_KEYS).fill('');

  /** Throws MetainfoError `too-large`, as the methods do when the limits are passed; else they throw `bad-bencode`. */
  constructor(bytes: Uint8Array, { maxBytes, maxDepth, maxMemoryBytes }: BencodeLimits) {
    if (bytes.length > maxBytes) {
      fail('too-large', `The torrent data has ${bytes.length} bytes; at most ${maxBytes} are read.`);
    }
    this.#bytes = bytes;
    this.#maxDepth = maxDepth;
    this.#memoryLeft = maxMemoryBytes;
  }

  value(depth: number): BValue {
    if (depth > this.#maxDepth) damaged(`nested deeper than ${this.#maxDepth} levels`);
    switch (this.#bytes[this.at]) {
      case INTEGER:
        return this.#integer();
      case LIST:
        return this.#list(depth);
      case DICT:
        return this.dict(depth);
      default:
        return this.#string();
    }
  }

  /** Where a dictionary begins. `onEntry` hears of each value where it lies. */
  dict(depth: number, onEntry?: (key: string, begin: number, end: number) => void): BDict {
    this.#charge(COST.dict);
    this.at++;
    const entries = new Map<string, BValue>();
    let previous: string | null = null;
    while (!this.#takeEnd()) {
      if (entries.size === MAX_ENTRIES) tooMany();
      this.#charge(COST.entry);
      const key = this.#key();
      // Latin-1 text sorts by code unit, which is by byte.
      if (previous !== null && key <= previous) damaged('dictionary keys are not sorted or not unique');
      previous = key;
      const begin = this.at;
      entries.set(key, this.value(depth + 1));
      onEntry?.(key, begin, this.at);
    }
    return entries;
  }

  failUnlessEnded(): void {
    const count = this.#bytes.length - this.at;
    if (count > 0) damaged(`${count} bytes follow its end`);
  }

  #list(depth: number): readonly BValue[] {
    this.#charge(COST.list);
    this.at++;
    const items: BValue[] = [];
    while (!this.#takeEnd()) {
      if (items.length === MAX_ENTRIES) tooMany();
      items.push(this.value(depth + 1));
    }
    // A copy has room for its items and no more; the first push made room for seventeen.
    return items.length === 0 ? items : items.slice();
  }

  #takeEnd(): boolean {
    if (this.at >= this.#bytes.length) endsEarly();
    if (this.#bytes[this.at] !== END) return false;
    this.at++;
    return true;
  }

  #integer(): number {
    this.#charge(COST.integer);
    this.at++;
    const isNegative = this.#bytes[this.at] === MINUS;
    if (isNegative) this.at++;
    const value = this.#digits(END, MAX_INTEGER_DIGITS, 'integer');
    if (isNegative && value === 0) damaged('malformed integer');
    if (!Number.isSafeInteger(value)) damaged('integer out of range');
    return isNegative ? -value : value;
  }

  #string(): Uint8Array {
    this.#charge(COST.string);
    const begin = this.#skipString();
    return this.#bytes.subarray(begin, this.at);
  }

  #key(): string {
    const begin = this.#skipString();
    const length = this.at - begin;
    if (length > MAX_KEY_BYTES) fail('too-large', `A name in the torrent has ${length} bytes.`);
    const slot = (length * 7 + (this.#bytes[begin] ?? 0)) % RECENT_KEYS;
    const recent = this.#recentKeys[slot];
    if (recent?.length === length && this.#holds(recent, begin)) return recent;
    this.#charge(COST.key + length);
    const key = latin1Decode(this.#bytes.subarray(begin, this.at));
    this.#recentKeys[slot] = key;
    return key;
  }

  #holds(text: string, begin: number): boolean {
    for (let at = 0; at < text.length; at++) {
      if (text.charCodeAt(at) !== this.#bytes[begin + at]) return false;
    }
    return true;
  }

  /** Passes a string and tells where its bytes begin; they end at `at`. */
  #skipString(): number {
    const length = this.#digits(COLON, MAX_LENGTH_DIGITS, 'string length');
    const begin = this.at;
    if (begin + length > this.#bytes.length) damaged('string runs past the end');
    this.at = begin + length;
    return begin;
  }

  /** A number without sign or leading zeros, and the `stop` behind it. */
  #digits(stop: number, most: number, what: string): number {
    const begin = this.at;
    let value = 0;
    for (;;) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) endsEarly();
      if (byte === stop) break;
      if (byte < ZERO || byte > NINE || this.at - begin > most) damaged(`malformed ${what}`);
      value = value * 10 + (byte - ZERO);
    }
    const count = this.at - begin - 1;
    if (count === 0 || (count > 1 && this.#bytes[begin] === ZERO)) damaged(`malformed ${what}`);
    return value;
  }

  #charge(bytes: number): void {
    this.#memoryLeft -= bytes;
    if (this.#memoryLeft < 0) tooMany();
  }
}

function tooMany(): never {
  return fail('too-large', 'The torrent data holds more entries than are read.');
}

function endsEarly(): never {
  return damaged('ends in the middle of a value');
}

function damaged(how: string): never {
  return fail('bad-bencode', `The torrent data is damaged: ${how}.`);
}
