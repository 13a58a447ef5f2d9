/** Where the cells of a piece map lie, in CSS pixels. */
export interface PieceGrid {
  readonly columns: number;
  readonly rows: number;
  /** From one cell to the next, both ways; the gap is part of it. */
  readonly pitch: number;
  readonly gap: number;
  readonly height: number;
}

const LARGEST_PITCH = 14;
const SMALLEST_PITCH = 3;

/** The largest cells that fit; at the smallest it grows higher instead, so that every cell is shown. */
export function gridOf(cells: number, width: number, maxHeight: number): PieceGrid {
  for (let pitch = LARGEST_PITCH; ; pitch--) {
    const columns = Math.max(1, Math.floor(width / pitch));
    const rows = Math.ceil(cells / columns);
    if (rows * pitch <= maxHeight || pitch <= SMALLEST_PITCH) {
      return { columns, rows, pitch, gap: pitch > 8 ? 2 : 1, height: rows * pitch };
    }
  }
}

/** The cell at a place in the picture, from its upper left corner; `null` beside all of them. */
export function cellAt(x: number, y: number, { columns, pitch }: PieceGrid, cells: number): number | null {
  const column = Math.floor(x / pitch);
  const cell = Math.floor(y / pitch) * columns + column;
  return column < 0 || column >= columns || cell < 0 || cell >= cells ? null : cell;
}

/** Rows that PageUp and PageDown go over. */
const ROWS_A_PAGE = 4;

/** Where a key leads from a cell; `null`: to none, `undefined`: the key means nothing here. */
export function cellAfterKey(
  key: string,
  cell: number | null,
  cells: number,
  columns: number,
): number | null | undefined {
  if (key === 'Escape') return null;
  if (key === 'Home') return 0;
  if (key === 'End') return cells - 1;
  const step = STEPS[key]?.(columns);
  if (step === undefined) return undefined;
  return cell === null ? 0 : Math.min(cells - 1, Math.max(0, cell + step));
}

const STEPS: Readonly<Record<string, (columns: number) => number>> = {
  ArrowRight: () => 1,
  ArrowLeft: () => -1,
  ArrowDown: (columns) => columns,
  ArrowUp: (columns) => -columns,
  PageDown: (columns) => ROWS_A_PAGE * columns,
  PageUp: (columns) => -ROWS_A_PAGE * columns,
};
