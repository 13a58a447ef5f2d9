import { expect, test } from 'vitest';
import { availabilityWords, nobodyWords, pieceWords } from '../../src/features/share/wording.ts';
import { english } from '../text/english.ts';
import { peer, share } from './snapshots.ts';

test.each([
  [{ heldPieces: 312, pieceCount: 400 }, '312 of 400 pieces here'],
  [{ heldPieces: 0, pieceCount: 1 }, '0 of 1 piece here'],
  [{ heldPieces: 400, pieceCount: 400 }, '400 pieces, all here'],
])('%j: %s', (pieces, words) => expect(pieceWords(english, share(pieces))).toBe(words));

const whole = (id: string) => peer({ id, progress: 1 });
const some = peer({ id: 'some', progress: 0.99 });
const half = { heldPieces: 2, pieceCount: 4 };
const all = { heldPieces: 4, pieceCount: 4 };

test.each([
  [{ ...half, peers: [] }, null],
  [{ ...half, peers: [some] }, 'Nobody here holds everything'],
  [{ ...half, peers: [some, whole('a')] }, '1 person holds everything'],
  [{ ...half, peers: [whole('a'), whole('b')] }, '2 people hold everything'],
  [{ ...all, peers: [some] }, 'Only you hold everything'],
  [{ ...all, peers: [whole('a'), some] }, 'You and 1 other person hold everything'],
  [{ ...all, peers: [whole('a'), whole('b')] }, 'You and 2 others hold everything'],
  [{ ...half, peers: [peer({ state: 'banned', progress: 1 })] }, null],
  [{ ...half, peers: [peer({ connection: 'connecting', progress: 1 })] }, null],
] as const)('who holds everything: %#', (change, words) =>
  expect(availabilityWords(english, share(change))).toBe(words),
);

test.each([
  ['paused', /while this is paused/],
  ['seeding', /Send the link/],
  ['downloading', /connected yet/],
] as const)('nobody beside a share that is %s', (state, words) =>
  expect(nobodyWords(english, state)).toMatch(words),
);
