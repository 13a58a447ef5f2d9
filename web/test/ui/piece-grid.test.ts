import { expect, test } from 'vitest';
import { gridOf } from '../../src/features/share/piece-grid.ts';

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
