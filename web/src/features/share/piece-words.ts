import type { CellSnapshot, ShareSnapshot } from '../../session/snapshot.ts';
import type { Text } from '../../text/index.ts';
import { peerName } from '../../ui/peer-face.ts';
import { kindOf } from './piece-canvas.ts';

/** More are only counted. */
const MOST_NAMED = 3;

/** `Piece 12: missing`; people count from one. */
export function cellWords(
  text: Text,
  { pieceCount }: ShareSnapshot,
  pieceCells: string,
  cell: number,
): string {
  const pieces = pieceCount ?? 0;
  const cells = pieceCells.length;
  const first = Math.floor((cell * pieces) / cells) + 1;
  const last = Math.floor(((cell + 1) * pieces) / cells);
  const kind = kindOf(pieceCells.charAt(cell));
  const state = text(kind === null ? 'piece.cell.part' : `piece.${kind}`);
  return first === last
    ? text('piece.cell', { piece: first, state })
    : text('piece.cells', { first, last, state });
}

/** Who holds it, besides us; nothing while that is not known. */
export function holderWords(text: Text, share: ShareSnapshot, cell: number): string {
  const inspected = inspectedOf(share, cell);
  if (inspected === null) return '';
  const { holders, holderCount, partHolderCount } = inspected;
  const names = holders.slice(0, MOST_NAMED).map(peerName).join(', ');
  const more = holderCount - Math.min(holders.length, MOST_NAMED);
  if (holderCount === 0 && partHolderCount > 0) return text('piece.holders.part', { count: partHolderCount });
  if (holderCount === 0) return text('piece.holders.nobody');
  return more > 0
    ? text('piece.holders.more', { names, count: more })
    : text('piece.holders', { names, count: holderCount });
}

/** What the session told of this cell; it may still speak of another. */
export function inspectedOf({ inspected }: ShareSnapshot, cell: number): CellSnapshot | null {
  return inspected?.cell === cell ? inspected : null;
}
