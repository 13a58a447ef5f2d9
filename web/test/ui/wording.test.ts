import { expect, test } from 'vitest';
import { cellWords, holderWords } from '../../src/features/share/piece-words.ts';
import { availabilityWords, nobodyWords, pieceWords } from '../../src/features/share/wording.ts';
import { peerName } from '../../src/ui/peer-face.ts';
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
  [{ ...half, peers: [some], copies: 1.4, unheldPieces: 0 }, 'Everything is here at least 1.4 times'],
  [{ ...half, peers: [some], copies: 0.9, unheldPieces: 18 }, '18 pieces are held by nobody here'],
  [{ ...half, peers: [some], copies: 0.9, unheldPieces: 1 }, '1 piece is held by nobody here'],
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

test.each([
  ['8', 1, 0, 'Piece 1: Here'],
  ['80rc', 4, 2, 'Piece 3: Asked for'],
  ['80rc', 4, 3, 'Piece 4: Being checked'],
  ['04', 1_001, 1, 'Pieces 501 to 1,001: Here in part'],
])('a cell of %j is told as the pieces that it stands for', (cells, pieceCount, cell, words) =>
  expect(cellWords(english, share({ pieceCount }), cells, cell)).toBe(words),
);

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const [a, b, c] = ids.map(peerName);

test.each([
  [{ holders: ['a'], holderCount: 1 }, `${a} has it`],
  [{ holders: ids.slice(0, 2), holderCount: 2 }, `${a}, ${b} have it`],
  [{ holders: ids.slice(0, 4), holderCount: 4 }, `${a}, ${b}, ${c} and 1 other have it`],
  [{ holders: ids, holderCount: 50 }, `${a}, ${b}, ${c} and 47 others have it`],
  [{ partHolderCount: 2 }, '2 people have a part of these'],
  [{}, 'Nobody you are connected to has it'],
  [{ cell: 4, holders: ['a'], holderCount: 1 }, ''],
])('%j: %s', (change, words) => {
  const inspected = { cell: 3, first: 3, end: 4, held: 0, holders: [], holderCount: 0, partHolderCount: 0 };
  expect(holderWords(english, share({ inspected: { ...inspected, ...change } }), 3)).toBe(words);
});
