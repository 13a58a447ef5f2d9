import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { leafHashes } from '../../src/worker/piece-root.ts';
import { fourLanes, type HashMany } from '../../src/worker/sha256/four-lanes.ts';

const LEAF = 16_384;

let hashMany: HashMany;

beforeAll(async () => {
  hashMany = await fourLanes();
});

function oneByOne(bytes: Uint8Array, length: number): string[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, nth) =>
    createHash('sha256')
      .update(bytes.subarray(nth * length, (nth + 1) * length))
      .digest('hex'),
  );
}

function split(digests: Uint8Array): string[] {
  return Array.from({ length: digests.length / 32 }, (_, nth) =>
    Buffer.from(digests.subarray(nth * 32, (nth + 1) * 32)).toString('hex'),
  );
}

describe('SHA-256 four at a time', () => {
  test('equals SHA-256 one at a time, for any number of messages of any length it takes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 11 }),
        fc.integer({ min: 1, max: 256 }),
        fc.integer({ min: 0, max: 2 ** 31 }),
        (count, blocks, seed) => {
          const length = blocks * 64;
          const messages = Uint8Array.from(
            { length: count * length },
            (_, at) => Math.imul(at + seed, 0x9e3779b1) >>> 24,
          );
          expect(split(hashMany(messages, length))).toEqual(oneByOne(messages, length));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('refuses what is no whole number of messages', () => {
    for (const [bytes, length] of [
      [100, 64],
      [100, 100],
      [LEAF * 2, LEAF * 2],
    ] as const) {
      expect(() => hashMany(new Uint8Array(bytes), length)).toThrow(RangeError);
    }
  });
});

test.each([0, 1, LEAF - 1, LEAF, LEAF + 1, 4 * LEAF, 6 * LEAF + 5])(
  '%i bytes have the leaves they have',
  async (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 13 + (at >> 7)) & 0xff);
    expect(split(await leafHashes(bytes))).toEqual(oneByOne(bytes, LEAF));
  },
);
