import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type BDict, decode, keyOfBytes } from './bencode.ts';
import { fail } from './errors.ts';
import { asBytes, asDict, asSize, KEY } from './fields.ts';
import { readFileTree, type TreeFile } from './file-tree.ts';
import {
  countPieces,
  Geometry,
  isPowerOfTwo,
  MAX_FILES,
  MAX_PIECE_LENGTH,
  MAX_PIECES,
  MIN_PIECE_LENGTH,
} from './geometry.ts';
import { componentOf } from './paths.ts';
import { checkV1, hasV1 } from './v1-files.ts';

/**
 * The info dict: what the info-hash names. Reads and checks one as it came from a peer or a file; an info dict
 * that disagrees with itself is refused whole. Piece layers lie outside it (`parse.ts`).
 */
export interface Info {
  /** Of the file, or of the folder that holds the files. As its author wrote it: show it through `safeName`. */
  readonly name: string;
  /** The info dict exactly as it was encoded: what is hashed, and what ut_metadata serves. */
  readonly bytes: Uint8Array;
  /** SHA-1, 20 bytes; `null` when the torrent is v2 only. */
  readonly infoHashV1: Uint8Array | null;
  /** SHA-256, 32 bytes. */
  readonly infoHashV2: Uint8Array;
  readonly geometry: Geometry;
}

/** A whole torrent: layers by lower-case hex of the file's root, only for files of two pieces or more. */
export interface Torrent {
  readonly info: Info;
  readonly pieceLayers: ReadonlyMap<string, Uint8Array>;
}

/**
 * The longest info dict that passes from peer to peer: who receives one by BEP 9 ignores a longer one, so we make
 * none. A million v1 pieces take 20 MB of it, a file about 200 bytes and twice its path.
 */
export const MAX_INFO_BYTES = 32 * 1024 * 1024;

/** SHA-256 of an info dict, 32 bytes. */
export function infoHashV2Of(infoBytes: Uint8Array): Uint8Array {
  return sha256(infoBytes);
}

/**
 * Reads an info dict, hybrid or v2 only (BEP 3, 52).
 * @param infoHashV2 that of the bytes, where it is known already: of many files they are a megabyte and more
 * @throws MetainfoError `v1-only`, `bad-bencode`, `bad-info`, `contradiction`, `unsafe-path`, `empty-share`,
 *   `too-large`
 */
export function parseInfo(infoBytes: Uint8Array, infoHashV2 = infoHashV2Of(infoBytes)): Info {
  return readInfo(asDict(decode(infoBytes), 'the info dictionary'), infoBytes, infoHashV2);
}

/**
 * Like `parseInfo`, for a dict that is decoded already.
 * @param infoBytes what it was decoded from
 */
export function readInfo(dict: BDict, infoBytes: Uint8Array, infoHashV2 = infoHashV2Of(infoBytes)): Info {
  checkVersion(dict);
  const name = componentOf(asBytes(dict.get(KEY.name), 'the name'));
  const pieceLength = asSize(dict.get(KEY.pieceLength), 'the piece length');
  const files = readFileTree(asDict(dict.get(KEY.fileTree), 'the file tree'));
  checkLayout(files, pieceLength);
  checkRoots(files);
  const geometry = new Geometry(pieceLength, files);
  const isHybrid = hasV1(dict);
  if (isHybrid) checkV1(dict, name, geometry);
  return infoOf(name, infoBytes.slice(), geometry, isHybrid ? 'hybrid' : 'v2', infoHashV2);
}

/** The info of a dict that is known to be sound. */
export function infoOf(
  name: string,
  bytes: Uint8Array,
  geometry: Geometry,
  kind: 'hybrid' | 'v2',
  infoHashV2 = infoHashV2Of(bytes),
): Info {
  let infoHashV1: Uint8Array | null = null;
  return {
    name,
    bytes,
    // Only a magnet names it, and it takes as long as all the rest: computed when it is asked for.
    get infoHashV1() {
      if (kind === 'hybrid') infoHashV1 ??= sha1(bytes);
      return infoHashV1;
    },
    infoHashV2,
    geometry,
  };
}

function checkVersion(dict: BDict): void {
  const version = dict.get(KEY.metaVersion);
  if (version === undefined && dict.has(KEY.pieces) && !dict.has(KEY.fileTree)) {
    fail('v1-only', 'This torrent is in the old v1 format only. Ask for a hybrid or v2 torrent.');
  }
  if (version !== 2) fail('bad-info', 'This torrent is in a format version that is not supported.');
}

/** Throws `bad-info`, `too-large` or `empty-share` for a piece length or an amount that we do not take. */
export function checkLayout(files: readonly { readonly length: number }[], pieceLength: number): void {
  if (pieceLength > MAX_PIECE_LENGTH) fail('too-large', `Pieces of ${pieceLength} bytes are too large.`);
  if (!(pieceLength >= MIN_PIECE_LENGTH) || !isPowerOfTwo(pieceLength)) {
    fail(
      'bad-info',
      `The piece length ${pieceLength} is not a power of two of at least ${MIN_PIECE_LENGTH}.`,
    );
  }
  if (files.length > MAX_FILES) fail('too-large', `More than ${MAX_FILES} files cannot be one share.`);
  const pieces = countPieces(files, pieceLength);
  if (pieces === 0) fail('empty-share', 'There is nothing to share: every file is empty.');
  if (pieces > MAX_PIECES) fail('too-large', `${pieces} pieces are more than the ${MAX_PIECES} supported.`);
}

/**
 * The same root means the same bytes, so a length that differs is a lie about one of the files. Throws
 * `contradiction`.
 */
export function checkRoots(files: readonly TreeFile[]): void {
  const lengths = new Map<string, number>();
  for (const { path, length, piecesRoot } of files) {
    if (piecesRoot === null) continue;
    const root = keyOfBytes(piecesRoot);
    if ((lengths.get(root) ?? length) !== length) {
      fail('contradiction', `“${path.join('/')}” has the root hash of a file of another length.`);
    }
    lengths.set(root, length);
  }
}
