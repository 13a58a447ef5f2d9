import type { Holder } from '@flockdrop/shared/swarm';
import { piecesOfCell } from './piece-cells.ts';
import { reuse } from './reuse.ts';
import type { CellSnapshot } from './snapshot.ts';

/** Whom a person can take in at a glance; how many there are is told as well. */
const MAX_NAMED = 6;

export interface Inspectable {
  readonly pieceCount: number;
  has(piece: number): boolean;
  holders(from: number, to: number): readonly Holder[];
}

/** What is in a cell and who holds it; the same object as long as that is the same. `null`: there is no such cell. */
export function inspectCell(
  cell: number,
  { pieceCount, has, holders }: Inspectable,
  previous: CellSnapshot | null = null,
): CellSnapshot | null {
  const pieces = piecesOfCell(cell, pieceCount);
  if (pieces === null) return null;
  const [first, end] = pieces;
  let held = 0;
  for (let piece = first; piece < end; piece++) if (has(piece)) held++;
  const those = holders(first, end);
  const whole = those.filter(({ count }) => count === end - first).map(({ id }) => id);
  const named = whole.slice(0, MAX_NAMED);
  const isSame = named.join() === previous?.holders.join();
  return reuse(previous, {
    cell,
    first,
    end,
    held,
    holders: isSame && previous !== null ? previous.holders : named,
    holderCount: whole.length,
    partHolderCount: those.length - whole.length,
  });
}
