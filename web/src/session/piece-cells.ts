import type { PieceState } from '@flockdrop/shared/swarm';

/** More than can be told apart on a screen; what keeps the price of a look the same however large the share is. */
export const MAX_CELLS = 2_048;

const EIGHTHS = 8;

/** The pieces of a cell, from the first to before the last; `null` when there is no such cell. */
export function piecesOfCell(
  cell: number,
  pieceCount: number,
  maxCells = MAX_CELLS,
): readonly [from: number, to: number] | null {
  const count = Math.min(pieceCount, maxCells);
  if (!Number.isInteger(cell) || cell < 0 || cell >= count) return null;
  return [Math.floor((cell * pieceCount) / count), Math.floor(((cell + 1) * pieceCount) / count)];
}

/**
 * The states of all pieces as a row of cells, one character each, for a picture of them (see `ShareSnapshot.pieceCells`).
 * Where there are more pieces than cells, neighbours share one: it shows what is going on in it, else how much is here.
 */
export function pieceCells(
  pieceCount: number,
  stateOf: (piece: number) => PieceState,
  maxCells = MAX_CELLS,
): string {
  const count = Math.min(pieceCount, maxCells);
  let cells = '';
  for (let cell = 0; cell < count; cell++) {
    const [from, to] = piecesOfCell(cell, pieceCount, maxCells) ?? [0, 0];
    cells += cellOf(from, to, stateOf);
  }
  return cells;
}

function cellOf(from: number, to: number, stateOf: (piece: number) => PieceState): string {
  let held = 0;
  let isRequested = false;
  for (let piece = from; piece < to; piece++) {
    const state = stateOf(piece);
    if (state === 'verifying' || state === 'storing') return 'c';
    if (state === 'requested') isRequested = true;
    if (state === 'have') held++;
  }
  if (isRequested) return 'r';
  if (held === 0) return '0';
  return String(Math.max(1, Math.floor((held / (to - from)) * EIGHTHS)));
}
