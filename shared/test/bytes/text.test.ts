import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareBytes,
  concatBytes,
  equalBytes,
  fromBase64Url,
  fromHex,
  toBase64Url,
  toHex,
  utf8Decode,
  utf8Encode,
} from '../../src/bytes/index.ts';

const anyBytes = fc.uint8Array({ maxLength: 200 });
const plain = (bytes: Uint8Array | null) => bytes && [...bytes];

describe('bytes as text', () => {
  it('agree with Node on hex and base64url, there and back', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(plain(fromHex(toHex(bytes)))).toEqual([...bytes]);
        expect(plain(fromBase64Url(toBase64Url(bytes)))).toEqual([...bytes]);
      }),
    );
  });

  it.each(['a', 'abc', 'zz', ' 00', '00\n', '0x00'])('%j is not hex', (text) => {
    expect(fromHex(text)).toBeNull();
  });

  it.each(['A', 'AA==', 'A+', 'A/', 'AB', 'AAB', 'A A', 'AAA\n'])('%j is not canonical base64url', (text) => {
    expect(fromBase64Url(text)).toBeNull();
  });
});

describe('UTF-8', () => {
  it('agrees with the platform on any string, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const text = `${a}\ud800${b}`;
        expect(plain(utf8Encode(text))).toEqual([...new TextEncoder().encode(text)]);
      }),
    );
  });

  it('is decoded exactly where the platform’s strict decoder decodes it', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const platform = (bytes: Uint8Array) => {
      try {
        return strict.decode(bytes);
      } catch {
        return null;
      }
    };
    // Bytes from the edges of every range of a first or continuation byte.
    const edges = fc.constantFrom(
      0,
      0x41,
      0x7f,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc0,
      0xc1,
      0xc2,
      0xdf,
      0xe0,
      0xe1,
      0xed,
      0xee,
      0xef,
      0xf0,
      0xf1,
      0xf4,
      0xf5,
      0xff,
    );
    const malformed = fc.array(edges, { maxLength: 6 }).map((bytes) => Uint8Array.from(bytes));
    const wellFormed = fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text));
    fc.assert(
      fc.property(fc.oneof(malformed, wellFormed, anyBytes), (bytes) => {
        expect(utf8Decode(bytes)).toBe(platform(bytes));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('byte strings', () => {
  it('compare as Node compares them', () => {
    const few = fc.uint8Array({ maxLength: 4, max: 2 });
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b));
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });

  it('join in order, into memory of their own', () => {
    const first = Uint8Array.of(1, 2);
    const joined = concatBytes([first, new Uint8Array(), Uint8Array.of(3)]);
    first[0] = 9;
    expect([...joined]).toEqual([1, 2, 3]);
  });
});
