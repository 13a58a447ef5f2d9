import type { PieceState } from '@flockdrop/shared/swarm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_CELLS, pieceCells } from '../../src/session/piece-cells.ts';

const STATES: Readonly<Record<string, PieceState>> = {
  '.': 'missing',
  r: 'requested',
  v: 'verifying',
  s: 'storing',
  h: 'have',
};

/** @param board a piece each: `.` missing, `r` requested, `v` verifying, `s` storing, `h` have */
function cellsOf(board: string, maxCells?: number): string {
  return pieceCells(board.length, (piece) => STATES[board.charAt(piece)] ?? 'missing', maxCells);
}

describe('cells of pieces', () => {
  test('are one each while there is room', () => {
    expect(cellsOf('..rvshh', 7)).toBe('00rcc88');
    expect(cellsOf('')).toBe('');
  });

  test.each([
    ['........', '0', 'nothing'],
    ['h.......', '1', 'an eighth'],
    ['hhhh....', '4', 'a half'],
    ['hhhhhhh.', '7', 'never all of it before it is'],
    ['hhhhhhhh', '8', 'all of it'],
    ['hhh.r...', 'r', 'what is asked for comes before what is here'],
    ['hrhvhhhh', 'c', 'and what is being checked before both'],
    ['hrhshhhh', 'c', 'being stored is part of that'],
  ])('%s in one is %s: %s', (board, cell) => expect(cellsOf(board, 1)).toBe(cell));

  test('a little of many is not nothing', () => expect(cellsOf(`h${'.'.repeat(99)}`, 1)).toBe('1'));

  test('share the pieces out evenly, in order', () => expect(cellsOf('hhh....rr', 4)).toBe('840r'));

  test('are never more than a screen can show, and each piece is looked at once', () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 * MAX_CELLS }), (count) => {
        const seen: number[] = [];
        const cells = pieceCells(count, (piece) => {
          seen.push(piece);
          return 'have';
        });
        expect(cells).toBe('8'.repeat(Math.min(count, MAX_CELLS)));
        expect(seen).toEqual(Array.from({ length: count }, (_, piece) => piece));
      }),
    );
  });
});
