import { latin1Decode, utf8Decode, utf8Encode } from '../bytes/index.ts';
import { BencodeDecoder } from './bencode-decoder.ts';
import { type BencodeWriter, unlimitedWriter } from './bencode-writer.ts';
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
  /** What the decoded values may take in memory, about: `de` is two bytes and costs a hundred times as much. */
  readonly maxMemoryBytes: number;
}

/** Enough for a hybrid of the 100,000 files that a share may have, each of them eight folders deep: 310 MB. */
export const DEFAULT_LIMITS: BencodeLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxDepth: 80,
  maxMemoryBytes: 384 * 1024 * 1024,
};

/** A key's name as `BDict` keys hold it: the Latin-1 reading of its UTF-8 bytes. */
export function keyOf(text: string): string {
  return latin1Decode(utf8Encode(text));
}

/** The text of a key, or `null` when its bytes are not UTF-8. */
export function textOfKey(key: string): string | null {
  return isAscii(key) ? key : utf8Decode(bytesOfKey(key));
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 0x80) return false;
  return true;
}

/** The bytes of a key as `BDict` keys hold it; throws RangeError for a character that is no byte. */
export function bytesOfKey(key: string): Uint8Array {
  const bytes = new Uint8Array(key.length);
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    if (code > 0xff) throw new RangeError('a dictionary key is bytes held as Latin-1; make it with keyOf()');
    bytes[at] = code;
  }
  return bytes;
}

/** The key that holds these bytes. */
export function keyOfBytes(bytes: Uint8Array): string {
  return latin1Decode(bytes);
}

/** Decodes a whole value. Throws MetainfoError `bad-bencode` or `too-large`. */
export function decode(bytes: Uint8Array, limits: Partial<BencodeLimits> = {}): BValue {
  const decoder = decoderOf(bytes, limits);
  const value = decoder.value(0);
  decoder.failUnlessEnded();
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
  const decoder = decoderOf(bytes, limits);
  const value = decoder.value(0);
  return { value, end: decoder.at };
}

/** A whole dictionary, and the bytes of the value under `key` exactly as they stand. Throws like `decode`. */
export function decodeWithRaw(
  bytes: Uint8Array,
  key: string,
): { readonly dict: BDict; readonly raw: Uint8Array | null } {
  if (bytes[0] !== 0x64)
    fail('bad-bencode', 'This is not a torrent file: it does not start with a dictionary.');
  const decoder = decoderOf(bytes, {});
  let raw: Uint8Array | null = null;
  const dict = decoder.dict(0, (name, begin, end) => {
    if (name === key) raw = bytes.subarray(begin, end);
  });
  decoder.failUnlessEnded();
  return { dict, raw };
}

function decoderOf(bytes: Uint8Array, limits: Partial<BencodeLimits>): BencodeDecoder {
  return new BencodeDecoder(bytes, { ...DEFAULT_LIMITS, ...limits });
}

/** Canonical encoding; keys are sorted here, whatever the Map's order. Throws on what bencode cannot hold. */
export function encode(value: BValue): Uint8Array<ArrayBuffer> {
  const writer = unlimitedWriter();
  write(value, writer);
  return writer.written();
}

function write(value: BValue, writer: BencodeWriter): void {
  if (typeof value === 'number') writer.integer(value);
  else if (value instanceof Uint8Array) writer.bytes(value);
  else if (value instanceof Map) {
    const dict: BDict = value;
    writer.dict();
    // Latin-1 text sorts by code unit, which is by byte.
    for (const [key, entry] of [...dict].sort(([a], [b]) => (a < b ? -1 : 1))) {
      writer.key(key);
      write(entry, writer);
    }
    writer.end();
  } else {
    writer.list();
    for (const item of value as readonly BValue[]) write(item, writer);
    writer.end();
  }
}
