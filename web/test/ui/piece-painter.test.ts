import { afterAll, expect, test, vi } from 'vitest';
import { PiecePainter } from '../../src/features/share/piece-canvas.ts';
import { gridOf } from '../../src/features/share/piece-grid.ts';

afterAll(() => void vi.unstubAllGlobals());

/** A canvas that counts which cells are painted. */
function picture() {
  const cleared: number[] = [];
  const context = {
    scale: () => undefined,
    fillRect: () => undefined,
    clearRect: (x: number) => cleared.push(x / 14),
  };
  const canvas = { width: 0, height: 0, getContext: () => context } as unknown as HTMLCanvasElement;
  const painter = new PiecePainter();
  const legend = { querySelectorAll: () => [] } as unknown as HTMLElement;
  vi.stubGlobal('devicePixelRatio', 1);
  return (cells: string, width: number, reason: number): readonly number[] => {
    cleared.length = 0;
    painter.paint(canvas, cells, { width, grid: gridOf(cells.length, width, 100), legend, reason });
    return [...cleared];
  };
}

test('only pieces that changed are painted, and all of them for another width, scheme or number', () => {
  const paint = picture();
  expect(paint('0000', 100, 1)).toEqual([0, 1, 2, 3]);
  expect(paint('0r00', 100, 1)).toEqual([1]);
  expect(paint('0r00', 100, 1)).toEqual([]);
  expect(paint('08c0', 100, 2)).toHaveLength(4);
  expect(paint('08c0', 30, 2)).toHaveLength(4);
  expect(paint('08c', 30, 2)).toHaveLength(3);
});
