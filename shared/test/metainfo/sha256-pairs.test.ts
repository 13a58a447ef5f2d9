import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashPairs } from '../../src/metainfo/sha256-pairs.ts';

test('hashes every pair as SHA-256 does, wherever it lies in its buffer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 3 }),
      fc.infiniteStream(fc.nat({ max: 255 })),
      (count, offset, stream) => {
        const buffer = Uint8Array.from({ length: offset + count * 64 }, () => stream.next().value);
        const pairs = buffer.subarray(offset);
        const into = new Uint8Array(count * 32);
        hashPairs(pairs, count, into);
        const expected = Array.from({ length: count }, (_, nth) => [
          ...sha256(pairs.subarray(nth * 64, (nth + 1) * 64)),
        ]);
        expect([...into]).toEqual(expected.flat());
      },
    ),
  );
});

test('refuses pairs or hashes that are not there', () => {
  expect(() => hashPairs(new Uint8Array(127), 2, new Uint8Array(64))).toThrow(RangeError);
  expect(() => hashPairs(new Uint8Array(128), 2, new Uint8Array(63))).toThrow(RangeError);
});
