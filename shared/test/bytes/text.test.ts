import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareUtf8,
  concatBytes,
  equalBytes,
  fromBase64Url,
  fromHex,
  latin1Decode,
  toBase64Url,
  toHex,
  utf8Cut,
  utf8Decode,
  utf8Encode,
  utf8EncodeInto,
  utf8Length,
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
        const encoded = [...new TextEncoder().encode(text)];
        expect(plain(utf8Encode(text))).toEqual(encoded);
        expect(utf8Length(text)).toBe(encoded.length);
      }),
    );
  });

  it('is written into the middle of other bytes, and nowhere else', () => {
    const target = new Uint8Array(8).fill(0x2e);
    expect(utf8EncodeInto('ä😀', target, 1)).toBe(7);
    expect(new TextDecoder().decode(target)).toBe('.ä😀.');
  });

  it('is cut between characters, as late as it fits', () => {
    const text = fc.string({ unit: 'binary', maxLength: 8 });
    fc.assert(
      fc.property(text, fc.nat({ max: 30 }), (whole, maxBytes) => {
        const characters = [...whole];
        const cut = utf8Cut(whole, maxBytes);
        const count = [...cut].length;
        expect(characters.slice(0, count).join('')).toBe(cut);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
        const longer = characters.slice(0, count + 1).join('');
        if (count < characters.length) expect(Buffer.byteLength(longer)).toBeGreaterThan(maxBytes);
      }),
    );
  });

  it('of a long text is decoded whole', () => {
    const text = 'ä😀x'.repeat(20_000);
    expect(utf8Decode(utf8Encode(text))).toBe(text);
    expect(utf8Decode(utf8Encode('x'.repeat(20_000)))).toBe('x'.repeat(20_000));
  });

  it('orders texts by their bytes', () => {
    const units = fc.constantFrom('', 'a', 'b', '\u00e9', '\ud7ff', '\ue000', '\uff5e', '\uffff', '😀', '😁');
    const texts = fc.array(units, { maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
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
  it('are equal where Node finds them equal', () => {
    const few = fc.uint8Array({ maxLength: 4, max: 2 });
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });

  it('are held one character a byte', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(latin1Decode(bytes)).toBe(Buffer.from(bytes).toString('latin1'));
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
