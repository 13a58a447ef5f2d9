import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Encode } from '../../src/bytes/index.ts';
import {
  type BValue,
  bytesOfKey,
  decode,
  decodePrefix,
  encode,
  keyOfBytes,
} from '../../src/metainfo/bencode.ts';
import { MetainfoError } from '../../src/metainfo/index.ts';

const bytes = fc.uint8Array({ maxLength: 12 });
const { value: anyValue } = fc.letrec<{ value: BValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.maxSafeInteger(),
    bytes,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(bytes.map(keyOfBytes), tie('value')), { maxLength: 4 })
      .map((entries) => new Map(entries)),
  ),
}));

/** Maps compare by content, whatever the order of their keys. */
function normal(value: BValue): unknown {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(normal);
  const entries = [...(value as ReadonlyMap<string, BValue>)].map(([key, entry]) => [key, normal(entry)]);
  return { dict: Object.fromEntries(entries) };
}

describe('bencode', () => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(normal(decode(encode(value)))).toEqual(normal(value));
      }),
    );
  });

  it('has one encoding for a value: whatever decodes encodes to the same bytes', () => {
    const token = fc.constantFrom(
      'd',
      'e',
      'l',
      'i',
      '0:',
      '1:a',
      '1:b',
      '2:aa',
      '2:',
      '01:a',
      '-',
      '0',
      '1',
      '7',
      'i0e',
      'i-0e',
      'i-3e',
      'i03e',
    );
    const anyText = fc.array(token, { maxLength: 10 }).map((tokens) => utf8Encode(tokens.join('')));
    let decoded = 0;
    fc.assert(
      fc.property(fc.oneof(anyText, anyText.map(wrapped)), (input) => {
        const value = decodedOrNull(input);
        if (value === null) return;
        decoded++;
        expect([...encode(value)]).toEqual([...input]);
      }),
      { numRuns: 5_000 },
    );
    expect(decoded).toBeGreaterThan(50);
  });

  it('sorts keys by byte and keeps every byte of them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(bytes, { selector: keyOfBytes, maxLength: 8 }), (keys) => {
        const dict = new Map(keys.map((key) => [keyOfBytes(key), 1] as const));
        const read = decode(encode(dict));
        const order = [...(read as ReadonlyMap<string, BValue>).keys()].map((key) =>
          Buffer.from(bytesOfKey(key)),
        );
        expect(order).toEqual(keys.map((key) => Buffer.from(key)).sort(Buffer.compare));
      }),
    );
  });

  it.each([
    ['', 'nothing'],
    ['i1', 'an integer without end'],
    ['ie', 'an integer without digits'],
    ['i-0e', 'minus zero'],
    ['i01e', 'a leading zero'],
    ['i+1e', 'a plus sign'],
    ['i1.5e', 'a fraction'],
    ['i-e', 'a sign without digits'],
    ['i--1e', 'two signs'],
    ['i-9007199254740992e', 'an unsafe negative integer'],
    ['00:', 'a length of two zeros'],
    [':', 'a string without length'],
    ['i9007199254740992e', 'an unsafe integer'],
    ['i123456789012345678901234567890e', 'an endless integer'],
    ['5:abc', 'a string past the end'],
    ['03:abc', 'a length with a leading zero'],
    ['-1:a', 'a negative length'],
    ['99999999999:a', 'an absurd length'],
    ['l', 'a list without end'],
    ['di1ei2ee', 'a key that is no string'],
    ['d1:ae', 'a key without value'],
    ['d1:bi1e1:ai2ee', 'unsorted keys'],
    ['d1:ai1e1:ai2ee', 'a key twice'],
    ['i1ei2e', 'a second value'],
    ['x', 'an unknown type'],
    [`${'l'.repeat(100)}${'e'.repeat(100)}`, 'deep nesting'],
  ])('refuses %j: %s', (text) => {
    expect(() => decode(utf8Encode(text))).toThrowError(expect.objectContaining({ code: 'bad-bencode' }));
  });

  it('refuses what is too large for its reader', () => {
    const tooLarge = expect.objectContaining({ code: 'too-large' });
    expect(() => decode(utf8Encode('5:abcde'), { maxBytes: 6 })).toThrowError(tooLarge);
    expect(() => decode(utf8Encode('li1ei2ee'), { maxMemoryBytes: 100 })).toThrowError(tooLarge);
    expect(decode(utf8Encode('li1ei2ee'), { maxMemoryBytes: 120 })).toEqual([1, 2]);
  });

  it('takes a key for as long as a name may be, and refuses a longer one', () => {
    const dict = (length: number) => utf8Encode(`d${length}:${'k'.repeat(length)}i1ee`);
    expect(decode(dict(4_096))).toEqual(new Map([['k'.repeat(4_096), 1]]));
    expect(() => decode(dict(4_097))).toThrowError(expect.objectContaining({ code: 'too-large' }));
  });

  it('keeps keys apart that share their length and their first byte', () => {
    const text = 'ld4:attri1e4:pathi2eed4:aaaai3e4:abaai4e4:attri5eee';
    expect(decode(utf8Encode(text))).toEqual([
      new Map([
        ['attr', 1],
        ['path', 2],
      ]),
      new Map([
        ['aaaa', 3],
        ['abaa', 4],
        ['attr', 5],
      ]),
    ]);
  });

  it('tells where a dictionary ends and raw data begins', () => {
    fc.assert(
      fc.property(anyValue, bytes, (value, data) => {
        const encoded = encode(value);
        const { end } = decodePrefix(Uint8Array.of(...encoded, ...data));
        expect(end).toBe(encoded.length);
      }),
    );
  });

  it('has no place for a fraction', () => {
    expect(() => encode(1.5)).toThrow(RangeError);
    expect(() => encode(new Map([['€', 1]]))).toThrow(RangeError);
  });
});

function wrapped(text: Uint8Array): Uint8Array {
  return Uint8Array.of(0x6c, ...text, 0x65);
}

function decodedOrNull(input: Uint8Array): BValue | null {
  try {
    return decode(input);
  } catch (error) {
    expect(error).toBeInstanceOf(MetainfoError);
    return null;
  }
}
