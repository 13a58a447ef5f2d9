import { describe, expect, test } from 'vitest';
import { found } from '../../src/features/library/share-order.ts';
import { share } from './snapshots.ts';

const SHARES = [
  share({ key: 'a', name: 'Été 2024', totalLength: 10, addedAt: 1 }),
  share({ key: 'b', name: 'film 10.mp4', totalLength: null, addedAt: 3 }),
  share({ key: 'c', name: 'Film 9.mp4', totalLength: 30, addedAt: 2 }),
];

const keys = (words: string, order: Parameters<typeof found>[2]) =>
  found(SHARES, words, order)
    .map(({ key }) => key)
    .join('');

describe('shares are found', () => {
  test.each([
    ['', 'newest', 'bca'],
    ['', 'name', 'acb'],
    ['', 'size', 'cab'],
    ['ete', 'newest', 'a'],
    ['  FILM mp4 ', 'newest', 'bc'],
    ['film é', 'newest', ''],
  ] as const)('by %j, %s', (words, order, expected) => {
    expect(keys(words, order)).toBe(expected);
  });
});
