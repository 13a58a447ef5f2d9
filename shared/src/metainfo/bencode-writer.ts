import { utf8EncodeInto, utf8Length } from '../bytes/index.ts';
import type { BencodeLimits } from './bencode.ts';
import { COST } from './bencode-decoder.ts';

const INITIAL_BYTES = 1_024;

/**
 * Writes bencode (BEP 3) into one buffer that grows, and keeps count of what its reader will need. It knows the
 * grammar of single values; that dictionaries are closed again, and their keys sorted, is the caller's.
 */
export class BencodeWriter {
  readonly #maxBytes: number;
  readonly #refuse: () => never;
  #memoryLeft: number;
  #buffer: Uint8Array;
  #length = 0;

  /** @param refuse throws what is to be thrown as soon as a reader with these limits would refuse */
  constructor({ maxBytes, maxMemoryBytes }: Omit<BencodeLimits, 'maxDepth'>, refuse: () => never) {
    this.#maxBytes = maxBytes;
    this.#refuse = refuse;
    this.#memoryLeft = maxMemoryBytes;
    this.#buffer = new Uint8Array(Math.min(maxBytes, INITIAL_BYTES));
  }

  /** Begins a dictionary: keys and values follow in turn, then `end`. */
  dict(): void {
    this.#charge(COST.dict);
    this.#letter(0x64);
  }

  /** Begins a list: values follow, then `end`. */
  list(): void {
    this.#charge(COST.list);
    this.#letter(0x6c);
  }

  end(): void {
    this.#letter(0x65);
  }

  /** Throws RangeError for what is no safe integer. */
  integer(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer`);
    this.#charge(COST.integer);
    this.#latin1(`i${value === 0 ? 0 : value}e`);
  }

  bytes(value: Uint8Array): void {
    this.#charge(COST.string);
    this.#latin1(`${value.length}:`);
    this.raw(value);
  }

  /** A byte string that is the text's UTF-8. */
  text(value: string): void {
    this.#charge(COST.string);
    this.#utf8(value, utf8Length(value));
  }

  /** A key that is the text's UTF-8. */
  name(value: string): void {
    const length = utf8Length(value);
    this.#charge(COST.entry + COST.key + length);
    this.#utf8(value, length);
  }

  /** A key as `BDict` holds it, one character a byte. Throws RangeError for a character that is no byte. */
  key(value: string): void {
    this.#charge(COST.entry + COST.key + value.length);
    this.#latin1(`${value.length}:`);
    this.#reserve(value.length);
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code > 0xff)
        throw new RangeError('a dictionary key is bytes held as Latin-1; make it with keyOf()');
      this.#buffer[this.#length++] = code;
    }
  }

  /** What is encoded already. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  /** A copy of all that was written. */
  written(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer.subarray(0, this.#length));
  }

  #utf8(text: string, length: number): void {
    this.#latin1(`${length}:`);
    this.#reserve(length);
    this.#length = utf8EncodeInto(text, this.#buffer, this.#length);
  }

  #letter(code: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = code;
  }

  #latin1(text: string): void {
    this.#reserve(text.length);
    // Private fields are slow to reach in a loop that runs for every byte.
    const buffer = this.#buffer;
    const begin = this.#length;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 0xff)
        throw new RangeError('a dictionary key is bytes held as Latin-1; make it with keyOf()');
      buffer[begin + at] = code;
    }
    this.#length = begin + text.length;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#buffer.length) return;
    if (needed > this.#maxBytes) this.#refuse();
    const grown = new Uint8Array(Math.min(this.#maxBytes, Math.max(needed, 2 * this.#buffer.length)));
    grown.set(this.#buffer);
    this.#buffer = grown;
  }

  #charge(bytes: number): void {
    this.#memoryLeft -= bytes;
    if (this.#memoryLeft < 0) this.#refuse();
  }
}

/** A writer for what is known to be of a bearable size. */
export function unlimitedWriter(): BencodeWriter {
  const limits = { maxBytes: Number.POSITIVE_INFINITY, maxMemoryBytes: Number.POSITIVE_INFINITY };
  return new BencodeWriter(limits, () => {
    throw new RangeError('a limit was passed though none was set');
  });
}
