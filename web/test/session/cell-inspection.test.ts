import { expect, test } from 'vitest';
import { inspectCell } from '../../src/session/cell-inspection.ts';
import { MAX_CELLS } from '../../src/session/piece-cells.ts';

const share = (pieceCount: number, holders: readonly (readonly [string, number])[] = []) => ({
  pieceCount,
  has: (piece: number) => piece === 0,
  holders: () => holders.map(([id, count]) => ({ id, count })),
});

test('a cell tells its pieces, what is here and who holds all of them or a part', () => {
  const holders = [
    ['whole', 3],
    ['part', 1],
  ] as const;
  expect(inspectCell(0, share(3 * MAX_CELLS, holders))).toEqual({
    cell: 0,
    first: 0,
    end: 3,
    held: 1,
    holders: ['whole'],
    holderCount: 1,
    partHolderCount: 1,
  });
});

test('of many holders some are named, and all are counted', () => {
  const holders = Array.from({ length: 200 }, (_, at) => [`peer ${at}`, 1] as const);
  const inspected = inspectCell(1, share(2, holders));
  expect(inspected?.holders).toHaveLength(6);
  expect(inspected).toMatchObject({ held: 0, holderCount: 200 });
});

test('what did not change keeps its identity', () => {
  const before = inspectCell(0, share(2, [['a', 1]]));
  expect(inspectCell(0, share(2, [['a', 1]]), before)).toBe(before);
  const after = inspectCell(
    0,
    share(2, [
      ['a', 1],
      ['b', 1],
    ]),
    before,
  );
  expect(after).toMatchObject({ holders: ['a', 'b'] });
});

test.each([-1, 2, 0.5, Number.NaN])('there is no cell %d of two', (cell) =>
  expect(inspectCell(cell, share(2))).toBeNull(),
);

test('200 peers and a cell of 512 pieces cost next to nothing', () => {
  let looked = 0;
  const pieceCount = 512 * MAX_CELLS;
  inspectCell(7, {
    pieceCount,
    has: () => {
      looked++;
      return false;
    },
    holders: (from, to) => {
      looked += 200 * (to - from);
      return [];
    },
  });
  expect(looked).toBe(512 + 200 * 512);
});
