/**
 * Reads pieces out of a picked file and checks them: a file edited since it was hashed must never reach a peer, nor
 * storage.
 */
import { isPiece } from './piece-root.ts';
import type { FilePieces } from './protocol.ts';

/** Views of one buffer, `null` for each piece that the file no longer holds. */
export async function readFilePieces({
  file,
  offset,
  expected,
}: FilePieces): Promise<readonly (Uint8Array<ArrayBuffer> | null)[] | 'unreadable'> {
  const length = expected.reduce((sum, piece) => sum + piece.length, 0);
  let bytes: ArrayBuffer;
  try {
    bytes = await file.slice(offset, offset + length).arrayBuffer();
  } catch {
    return 'unreadable'; // moved, edited or out of reach
  }
  if (bytes.byteLength !== length) return 'unreadable';
  let at = 0;
  const pieces = expected.map((piece) => {
    const view = new Uint8Array(bytes, at, piece.length);
    at += piece.length;
    return isPiece(view, piece).then((isRight) => (isRight ? view : null));
  });
  return Promise.all(pieces);
}
