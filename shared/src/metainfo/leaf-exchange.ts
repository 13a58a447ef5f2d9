import { equalBytes, toHex } from '../bytes/index.ts';
import { isPowerOfTwo, LEAF_LENGTH } from './geometry.ts';
import { type HashRange, MAX_HASHES_PER_REQUEST } from './hash-exchange.ts';
import type { Info, Torrent } from './info.ts';
import { HASH_LENGTH, hashAt, merkleRoot } from './merkle.ts';

/**
 * BEP 52 hash requests for the 16 KiB leaves of one whole piece, which tell the wrong blocks of a bad piece from the
 * right ones. They come without uncles: whoever asks knows the root of the piece, and the leaves fold up to it.
 */

/** Leaves that one request covers, or `null` where there is nothing to ask: a piece of one leaf, or of too many. */
function leavesAsked(info: Info, piece: number): number | null {
  const width = info.geometry.leafWidthOf(piece);
  return width >= 2 && width <= MAX_HASHES_PER_REQUEST ? width : null;
}

/** Whether a request is about leaves. Where a piece is one leaf, they are the piece layer. */
export function asksForLeaves({ geometry }: Info, { baseLayer }: HashRange): boolean {
  return baseLayer === 0 && geometry.pieceLength > LEAF_LENGTH;
}

/** The request for the leaves of a piece; `null` when they cannot be asked for at once. */
export function leafRangeOf(info: Info, piece: number): HashRange | null {
  const { geometry } = info;
  const { piecesRoot } = geometry.fileOfPiece(piece);
  const length = leavesAsked(info, piece);
  if (piecesRoot === null || length === null) return null;
  const index = geometry.pieceOffsetInFile(piece) / LEAF_LENGTH;
  return { piecesRoot, baseLayer: 0, index, length, proofLayers: 0 };
}

/**
 * The piece whose leaves a request asks for, one of `have` where several files are the same.
 * @param range as received
 * @returns `null` when it is no request for the leaves of one whole piece that we have: reject it
 */
export function pieceOfLeafRange(
  info: Info,
  range: HashRange,
  have: (piece: number) => boolean,
): number | null {
  if (range.baseLayer !== 0 || range.length < 2 || !isPowerOfTwo(range.length)) return null;
  // The first layers of a proof follow from the run itself, and are not sent.
  if (range.proofLayers >= Math.log2(range.length)) return null;
  const nth = range.index / (info.geometry.pieceLength / LEAF_LENGTH);
  if (!Number.isInteger(nth) || nth < 0) return null;
  for (const { firstPiece, pieceCount } of filesOf(info, range.piecesRoot)) {
    const piece = firstPiece + nth;
    if (nth < pieceCount && have(piece) && leavesAsked(info, piece) === range.length) return piece;
  }
  return null;
}

/** The answer to a request for leaves. @param leaves n × 32 bytes, of the data alone: padding is zeros */
export function leafAnswerOf(leaves: Uint8Array, range: HashRange): Uint8Array {
  const answer = new Uint8Array(range.length * HASH_LENGTH);
  answer.set(leaves.subarray(0, answer.length));
  return answer;
}

/** Whether an answer is the leaves of the piece, padding included. */
export function areLeavesOf(torrent: Torrent, piece: number, hashes: Uint8Array): boolean {
  const width = torrent.info.geometry.leafWidthOf(piece);
  if (hashes.length !== width * HASH_LENGTH) return false;
  const root = rootOfPiece(torrent, piece);
  return root !== undefined && equalBytes(merkleRoot(hashes, width), root);
}

function rootOfPiece({ info, pieceLayers }: Torrent, piece: number): Uint8Array | undefined {
  const { piecesRoot, pieceCount, firstPiece } = info.geometry.fileOfPiece(piece);
  if (piecesRoot === null) return undefined;
  const layer = pieceCount === 1 ? piecesRoot : pieceLayers.get(toHex(piecesRoot));
  return layer === undefined ? undefined : hashAt(layer, piece - firstPiece);
}

interface Run {
  readonly firstPiece: number;
  readonly pieceCount: number;
}

const files = new WeakMap<Info, ReadonlyMap<string, readonly Run[]>>();

function filesOf(info: Info, piecesRoot: Uint8Array): readonly Run[] {
  const known = files.get(info) ?? indexFiles(info);
  files.set(info, known);
  return known.get(toHex(piecesRoot)) ?? [];
}

function indexFiles(info: Info): ReadonlyMap<string, readonly Run[]> {
  const byRoot = new Map<string, Run[]>();
  for (const { piecesRoot, firstPiece, pieceCount } of info.geometry.files) {
    if (piecesRoot === null) continue;
    const same = byRoot.get(toHex(piecesRoot));
    if (same === undefined) byRoot.set(toHex(piecesRoot), [{ firstPiece, pieceCount }]);
    else same.push({ firstPiece, pieceCount });
  }
  return byRoot;
}
