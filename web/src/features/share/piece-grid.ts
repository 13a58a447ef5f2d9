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
