import type { Geometry } from '../metainfo/index.ts';

/** How much a person wants a file, or a piece: 0 not at all, 1 low, 2 normal, 3 high. */
export type Priority = 0 | 1 | 2 | 3;

export const NORMAL_PRIORITY: Priority = 2;
/** Of those that are fetched, the most urgent first. */
export const WANTED_PRIORITIES: readonly Priority[] = [3, 2, 1];

/**
 * What is wanted of each piece. Every piece belongs to one file alone (files are aligned to pieces), so a deselected
 * file never shares a piece with a wanted one; padding and empty files have no piece at all.
 *
 * @param files a priority for each file, in the torrent's order. Throws RangeError when there are more or fewer.
 */
export function piecePriorities(geometry: Geometry, files: Uint8Array): Uint8Array {
  if (files.length !== geometry.files.length) {
    throw new RangeError(`${files.length} priorities for ${geometry.files.length} files`);
  }
  const pieces = new Uint8Array(geometry.pieceCount);
  for (const { index, firstPiece, pieceCount } of geometry.files) {
    pieces.fill(files[index] ?? NORMAL_PRIORITY, firstPiece, firstPiece + pieceCount);
  }
  return pieces;
}
