import { expect, test } from 'vitest';
import { cellAfterKey, cellAt, gridOf } from '../../src/features/share/piece-grid.ts';

test('few pieces are large cells on few lines', () =>
  expect(gridOf(60, 664, 112)).toEqual({ columns: 47, rows: 2, pitch: 14, gap: 2, height: 28 }));

test('many are as large as the height allows', () => {
  const { pitch, height, columns, rows } = gridOf(2_048, 664, 112);
  expect(height).toBeLessThanOrEqual(112);
  expect(columns * rows).toBeGreaterThanOrEqual(2_048);
  expect(Math.ceil(2_048 / Math.floor(664 / (pitch + 1))) * (pitch + 1)).toBeGreaterThan(112);
});

test('on a phone, too, every cell has its place', () => {
  const { columns, rows, pitch } = gridOf(2_048, 300, 112);
  expect(columns * rows).toBeGreaterThanOrEqual(2_048);
  expect(columns * pitch).toBeLessThanOrEqual(300);
});

test('where there is next to no room it still ends', () => {
  expect(gridOf(2_048, 0, 112)).toMatchObject({ columns: 1, rows: 2_048 });
  expect(gridOf(0, 300, 112)).toMatchObject({ rows: 0, height: 0 });
});

test('a place in the picture is a cell, or none', () => {
  const grid = gridOf(10, 42, 100);
  expect(grid).toMatchObject({ columns: 3, pitch: 14 });
  expect(cellAt(0, 0, grid, 10)).toBe(0);
  expect(cellAt(41, 13, grid, 10)).toBe(2);
  expect(cellAt(1, 15, grid, 10)).toBe(3);
  expect(cellAt(43, 0, grid, 10)).toBe(null);
  expect(cellAt(20, 50, grid, 10)).toBe(null);
  expect(cellAt(-1, 0, grid, 10)).toBe(null);
});

test.each([
  ['ArrowRight', null, 0],
  ['ArrowRight', 4, 5],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 8, 9],
  ['ArrowUp', 5, 2],
  ['PageUp', 5, 0],
  ['Home', 7, 0],
  ['End', null, 9],
  ['Escape', 7, null],
  ['a', 7, undefined],
])('%s leads from cell %j to %j', (key, cell, next) => expect(cellAfterKey(key, cell, 10, 3)).toBe(next));
