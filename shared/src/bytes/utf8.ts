/**
 * Strict UTF-8, there and back, and byte strings held as text. Pure. Written for speed: a share may have 100,000
 * files, each with several names, and this floor has no TextEncoder.
 */

/** Code units handed to `String.fromCharCode` at once: engines allow about 65,000 arguments. */
const UNITS_AT_ONCE = 8_192;

/** UTF-8 of a string; lone surrogates become U+FFFD, as everywhere on the web. */
export function utf8Encode(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(utf8Length(text));
  utf8EncodeInto(text, bytes, 0);
  return bytes;
}

/** Most texts have nothing of it, which a regular expression sees several times sooner than a loop. */
const BEYOND_ASCII = /[\u0080-\uffff]/;

/** How many bytes `utf8Encode` gives. */
export function utf8Length(text: string): number {
  let length = text.length;
  if (!BEYOND_ASCII.test(text)) return length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    // A pair is two units and four bytes; half a pair becomes three.
    if (unit < 0x800) length += 1;
    else if (isPair(unit, text.charCodeAt(at + 1))) {
      length += 2;
      at++;
    } else length += 2;
  }
  return length;
}

/** The longest beginning of a text that takes at most so many bytes; no pair of surrogates is parted. */
export function utf8Cut(text: string, maxBytes: number): string {
  if (!BEYOND_ASCII.test(text)) return text.slice(0, maxBytes);
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const isFirstOfTwo = isPair(unit, text.charCodeAt(at + 1));
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : isFirstOfTwo ? 4 : 3;
    if (bytes > maxBytes) return text.slice(0, at);
    if (isFirstOfTwo) at++;
  }
  return text;
}

/** Writes the UTF-8 of a text from `at` on, where there must be room, and returns where it ends. */
export function utf8EncodeInto(text: string, target: Uint8Array, at: number): number {
  let end = at;
  for (let from = 0; from < text.length; from++) {
    let code = text.charCodeAt(from);
    if (code < 0x80) {
      target[end++] = code;
      continue;
    }
    if (isPair(code, text.charCodeAt(from + 1))) code = text.codePointAt(from++) ?? code;
    else if (isSurrogate(code)) code = 0xfffd;
    if (code < 0x800) target[end++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) target[end++] = 0xe0 | (code >> 12);
      else {
        target[end++] = 0xf0 | (code >> 18);
        target[end++] = 0x80 | ((code >> 12) & 0x3f);
      }
      target[end++] = 0x80 | ((code >> 6) & 0x3f);
    }
    target[end++] = 0x80 | (code & 0x3f);
  }
  return end;
}

/** Strict: overlong forms, surrogates, stray or missing continuation bytes give `null`. */
export function utf8Decode(bytes: Uint8Array): string | null {
  let at = 0;
  while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at++;
  if (at === bytes.length) return latin1Decode(bytes);
  const units = new Uint16Array(bytes.length);
  units.set(bytes.subarray(0, at));
  let count = at;
  while (at < bytes.length) {
    const first = bytes[at++] ?? 0;
    const size = continuationCount(first);
    if (size === null || at + size > bytes.length) return null;
    let code = size === 0 ? first : first & (0x3f >> size);
    for (let more = 0; more < size; more++) {
      const byte = bytes[at++] ?? 0;
      if ((byte & 0xc0) !== 0x80) return null;
      code = (code << 6) | (byte & 0x3f);
    }
    const overlong = (size === 2 && code < 0x800) || (size === 3 && code < 0x10000);
    if (overlong || code > 0x10ffff || isSurrogate(code)) return null;
    if (code >= 0x10000) {
      code -= 0x10000;
      units[count++] = 0xd800 | (code >> 10);
      code = 0xdc00 | (code & 0x3ff);
    }
    units[count++] = code;
  }
  return textOfUnits(units.subarray(0, count));
}

/** One character a byte, U+0000–U+00FF. */
export function latin1Decode(bytes: Uint8Array): string {
  return textOfUnits(bytes);
}

/** The order of two texts' UTF-8, which is not that of their UTF-16. Negative, zero or positive. */
export function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rankOf(left) - rankOf(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for the code points beyond U+FFFF: behind every other unit. */
function rankOf(unit: number): number {
  return isSurrogate(unit) ? unit + 0x10000 : unit;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}

function textOfUnits(units: Uint8Array | Uint16Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += UNITS_AT_ONCE) {
    const some = units.length <= UNITS_AT_ONCE ? units : units.subarray(at, at + UNITS_AT_ONCE);
    const part: string = Reflect.apply(String.fromCharCode, null, some);
    text = text === '' ? part : text + part;
  }
  return text;
}

function continuationCount(first: number): number | null {
  if (first < 0x80) return 0;
  if (first < 0xc2) return null;
  if (first < 0xe0) return 1;
  if (first < 0xf0) return 2;
  return first < 0xf5 ? 3 : null;
}
