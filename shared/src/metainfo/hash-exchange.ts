import { equalBytes, toHex } from '../bytes/index.ts';
import { isPowerOfTwo, LEAF_LENGTH, nextPowerOfTwo } from './geometry.ts';
import type { Info, Torrent } from './info.ts';
import { HASH_LENGTH, hashAt, merkleRoot, paddingPieceRoot, parentLayer, parentOf } from './merkle.ts';

/** BEP 52: a run of hashes of one layer of one file's Merkle tree, with the uncle hashes that prove it. */
export interface HashRange {
  /** 32 bytes. */
  readonly piecesRoot: Uint8Array;
  /** Height of the layer: 0 is the 16 KiB leaves. */
  readonly baseLayer: number;
  readonly index: number;
  readonly length: number;
  readonly proofLayers: number;
}

/**
 * BEP 52 hash requests for piece layers: which to ask, how to answer, how to check. Only the piece layer is
 * exchanged, and only with a proof up to the file's root: what cannot be checked at once is never asked,
 * answered or believed.
 *
 * A proof layer is the sibling of the run's ancestor in it, lowest first; the first log2(length) − 1 of the
 * layers asked for follow from the run itself and are left out.
 */
export const MAX_HASHES_PER_REQUEST = 512;

/** Height of the piece layer above the 16 KiB leaves. */
function pieceLayerHeight(pieceLength: number): number {
  return Math.log2(pieceLength / LEAF_LENGTH);
}

/** How many uncle hashes prove a run in a layer `width` wide, and the layers to ask for them. */
function proofShape(
  width: number,
  length: number,
): { readonly uncles: number; readonly proofLayers: number } {
  return { uncles: Math.log2(width / length), proofLayers: Math.max(0, Math.log2(width) - 1) };
}

function isSoundRange(range: HashRange, pieceLength: number, width: number): boolean {
  return (
    width >= 2 &&
    range.baseLayer === pieceLayerHeight(pieceLength) &&
    range.length >= 2 &&
    range.length <= Math.min(width, MAX_HASHES_PER_REQUEST) &&
    isPowerOfTwo(range.length) &&
    Number.isInteger(range.index / range.length) &&
    range.index >= 0 &&
    range.index < width
  );
}

/**
 * The requests that fetch a file's whole piece layer, proofs included.
 * @param filePieceCount pieces of the file; below 2 there is no layer to fetch
 */
export function* rangesOfFile(
  piecesRoot: Uint8Array,
  pieceLength: number,
  filePieceCount: number,
): Generator<HashRange> {
  if (filePieceCount < 2) return;
  const width = nextPowerOfTwo(filePieceCount);
  const length = Math.min(width, MAX_HASHES_PER_REQUEST);
  const { proofLayers } = proofShape(width, length);
  const baseLayer = pieceLayerHeight(pieceLength);
  for (let index = 0; index < filePieceCount; index += length) {
    yield { piecesRoot, baseLayer, index, length, proofLayers };
  }
}

/** The requests that fetch every piece layer of a share; a layer that several files have in common once. */
export function* hashRanges(info: Info): Generator<HashRange> {
  const asked = new Set<string>();
  for (const { piecesRoot, pieceCount } of info.geometry.files) {
    if (piecesRoot === null || pieceCount < 2 || asked.has(toHex(piecesRoot))) continue;
    asked.add(toHex(piecesRoot));
    yield* rangesOfFile(piecesRoot, info.geometry.pieceLength, pieceCount);
  }
}

interface Layer {
  readonly hashes: Uint8Array;
  readonly pad: Uint8Array;
}

/** Trees above piece layers, kept as long as the layer is: a request must not cost a peer's whole tree again. */
const trees = new WeakMap<Uint8Array, readonly Layer[]>();

function treeOver(layer: Uint8Array, pieceLength: number): readonly Layer[] {
  const known = trees.get(layer);
  if (known !== undefined) return known;
  let current: Layer = { hashes: layer, pad: paddingPieceRoot(pieceLength) };
  const tree = [current];
  while (current.hashes.length > HASH_LENGTH) {
    current = { hashes: parentLayer(current.hashes, current.pad), pad: parentOf(current.pad, current.pad) };
    tree.push(current);
  }
  trees.set(layer, tree);
  return tree;
}

/**
 * The answer to a hash request: the run, padded where the file has ended, then its uncles.
 * @param layer the file's piece layer, n × 32 bytes, n ≥ 2; it must not change any more
 * @returns `null` when the request is not one that we answer (see `isSoundRange`): reject it
 */
export function hashRangeOf(layer: Uint8Array, range: HashRange, pieceLength: number): Uint8Array | null {
  const width = nextPowerOfTwo(layer.length / HASH_LENGTH);
  if (!isSoundRange(range, pieceLength, width)) return null;
  const { proofLayers } = proofShape(width, range.length);
  if (!Number.isInteger(range.proofLayers) || range.proofLayers < 0 || range.proofLayers > proofLayers)
    return null;
  const tree = treeOver(layer, pieceLength);
  const firstUncle = Math.log2(range.length);
  const uncles = Math.max(0, range.proofLayers + 1 - firstUncle);
  const answer = new Uint8Array((range.length + uncles) * HASH_LENGTH);
  const put = (height: number, index: number, place: number) => {
    const at = tree[height];
    if (at !== undefined) answer.set(hashAt(at.hashes, index) ?? at.pad, place * HASH_LENGTH);
  };
  for (let nth = 0; nth < range.length; nth++) put(0, range.index + nth, nth);
  for (let nth = 0; nth < uncles; nth++) {
    const height = firstUncle + nth;
    put(height, Math.floor(range.index / 2 ** height) ^ 1, range.length + nth);
  }
  return answer;
}

/**
 * Checks an answer against the root in its range.
 * @param hashes the run and its uncles, as received
 * @param filePieceCount pieces of the file with that root
 * @returns the run without its padding, n × 32 bytes, or `null` when it proves nothing
 */
export function verifyHashRange(
  range: HashRange,
  hashes: Uint8Array,
  pieceLength: number,
  filePieceCount: number,
): Uint8Array | null {
  const width = nextPowerOfTwo(filePieceCount);
  if (!isSoundRange(range, pieceLength, width) || range.index >= filePieceCount) return null;
  const { uncles } = proofShape(width, range.length);
  if (hashes.length !== (range.length + uncles) * HASH_LENGTH) return null;

  const run = hashes.subarray(0, range.length * HASH_LENGTH);
  let node: Uint8Array = merkleRoot(run, range.length);
  let at = range.index / range.length;
  for (let nth = range.length; nth < range.length + uncles; nth++) {
    const uncle = hashes.subarray(nth * HASH_LENGTH, (nth + 1) * HASH_LENGTH);
    node = at % 2 === 0 ? parentOf(node, uncle) : parentOf(uncle, node);
    at = Math.floor(at / 2);
  }
  if (!equalBytes(node, range.piecesRoot)) return null;
  return run.slice(0, Math.min(range.length, filePieceCount - range.index) * HASH_LENGTH);
}

/** The answer from a torrent's own layers; `null`: reject it. */
export function answerHashes(torrent: Torrent, range: HashRange): Uint8Array | null {
  const layer = torrent.pieceLayers.get(toHex(range.piecesRoot));
  return layer === undefined ? null : hashRangeOf(layer, range, torrent.info.geometry.pieceLength);
}

/** Like `verifyHashRange`, for whichever file of the share has that root. */
export function verifyHashes(info: Info, range: HashRange, hashes: Uint8Array): Uint8Array | null {
  const filePieceCount = pieceCountsOf(info).get(toHex(range.piecesRoot));
  if (filePieceCount === undefined) return null;
  return verifyHashRange(range, hashes, info.geometry.pieceLength, filePieceCount);
}

const pieceCounts = new WeakMap<Info, ReadonlyMap<string, number>>();

/** Pieces of a file by its root: a share may have 100,000 files and as many answers to check. */
function pieceCountsOf(info: Info): ReadonlyMap<string, number> {
  const known = pieceCounts.get(info);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const { piecesRoot, pieceCount } of info.geometry.files) {
    if (piecesRoot !== null) counts.set(toHex(piecesRoot), pieceCount);
  }
  pieceCounts.set(info, counts);
  return counts;
}
