import type { SwarmEvent } from '@flockdrop/shared/swarm';
import { expect, test } from 'vitest';
import { FileError } from '../../src/adapters/file-source.ts';
import { Reads } from '../../src/session/reads.ts';

const REF = { piece: 7, offset: 0, length: 3 };

/** @param block what reading it comes to */
function reads(block: () => Uint8Array | null) {
  const events: SwarmEvent[] = [];
  const problems: string[] = [];
  const read = async () => block();
  const made = new Reads({
    reader: { block: read, piece: read },
    handle: (event) => events.push(event),
    onUnreadable: (piece, { code }) => problems.push(`${piece} ${code}`),
  });
  return { reads: made, events, problems };
}

const CASES: [string, () => Uint8Array | null, string][] = [
  ['is not there any more', () => null, '7 piece-lost'],
  [
    'cannot be read',
    () => {
      throw new Error('the disk is gone');
    },
    '7 read-failed',
  ],
  [
    'was in a file that is gone',
    () => {
      throw new FileError('a.txt', 'gone');
    },
    '7 file-unreadable',
  ],
];

test.each(CASES)('what a lost lane owes and %s is ours no more', async (_, block, problem) => {
  const { reads: made, events, problems } = reads(block);
  expect(await made.again(REF)).toBeNull();
  expect(events).toEqual([{ type: 'piece-lost', piece: 7 }]);
  expect(problems).toEqual([problem]);
});

test.each(CASES)('what a peer asks for and %s is answered, and told', async (_, block, problem) => {
  const { reads: made, events, problems } = reads(block);
  await made.block(1, REF);
  await made.leaves(1, 7);
  expect(events).toEqual([
    { type: 'block-read', link: 1, ref: REF, data: null },
    { type: 'leaves-hashed', link: 1, piece: 7, leaves: null },
  ]);
  expect(problems).toEqual([problem, problem]);
});

test('what can be read goes to the lane that lost it, and the engine hears nothing', async () => {
  const { reads: made, events, problems } = reads(() => Uint8Array.of(1, 2, 3));
  expect(await made.again(REF)).toEqual(Uint8Array.of(1, 2, 3));
  expect([events, problems]).toEqual([[], []]);
});
