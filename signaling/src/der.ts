/** Writes DER (X.690), as much of it as a certificate needs. */

type Bytes = Uint8Array;

/** A value with its tag and length. */
export function der(tag: number, ...contents: readonly Bytes[]): Bytes {
  const content = Buffer.concat(contents);
  return Buffer.concat([[tag], lengthOf(content.length), content].map((part) => Buffer.from(part)));
}

export const sequence = (...parts: readonly Bytes[]): Bytes => der(0x30, ...parts);
export const set = (...parts: readonly Bytes[]): Bytes => der(0x31, ...parts);
export const octets = (content: Bytes): Bytes => der(0x04, content);
export const bits = (content: Bytes, unused = 0): Bytes => der(0x03, Buffer.from([unused]), content);
export const utf8 = (text: string): Bytes => der(0x0c, Buffer.from(text));
export const yes: Bytes = der(0x01, Buffer.from([0xff]));

/** In as few bytes as hold it: OpenSSL takes no others. @param bytes big-endian, positive */
export function integer(bytes: Bytes): Bytes {
  const first = bytes.findIndex((byte) => byte !== 0);
  const least = first < 0 ? Buffer.of(0) : bytes.subarray(first);
  return der(0x02, (least[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), least]) : least);
}

/** @param dotted like 2.5.4.3 */
export function objectId(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** UTCTime, which RFC 5280 asks for until 2049. */
export function time(ms: number): Bytes {
  const digits = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(0x17, Buffer.from(digits.slice(2)));
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function base128(value: number): readonly number[] {
  const low = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) low.unshift(0x80 | (left & 0x7f));
  return low;
}
