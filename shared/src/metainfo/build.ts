import { concatBytes, equalBytes, fromHex, toHex } from '../bytes/index.ts';
import { DEFAULT_LIMITS, keyOfBytes } from './bencode.ts';
import { BencodeWriter, unlimitedWriter } from './bencode-writer.ts';
import { fail } from './errors.ts';
import { KEY } from './fields.ts';
import { type TreeFile, writeFileTree } from './file-tree.ts';
import { countPieces, Geometry } from './geometry.ts';
import { checkLayout, checkRoots, infoOf, MAX_INFO_BYTES, type Torrent } from './info.ts';
import { fileRoot, HASH_LENGTH } from './merkle.ts';
import { checkComponent, inTreeOrder, isSingleFile } from './paths.ts';
import { SHA1_LENGTH, writeV1Files, writeV1Length } from './v1-files.ts';

/**
 * Puts a hybrid torrent together from hashes that are already known, and writes it as a `.torrent`. For the
 * same files, name and piece length the info dict is libtorrent 2.0's, byte for byte.
 */
export interface HashedFile {
  readonly path: readonly string[];
  /** Bytes. */
  readonly length: number;
  /** Roots of its pieces in order, n × 32 bytes; none for an empty file. */
  readonly layer: Uint8Array;
  /** SHA-1 of its pieces in order, n × 20 bytes, padded as `Geometry` and `isV1Padded` say. */
  readonly v1Pieces: Uint8Array;
  /** When given it must be what the layer leads to, or `null` for an empty file. */
  readonly piecesRoot?: Uint8Array | null;
}

/** What a share is before anything is known of the bytes in it. */
export interface ShareShape {
  readonly name: string;
  /** Bytes, a power of two of at least 16 KiB. */
  readonly pieceLength: number;
  /** In any order; lengths are bytes. A share that is one file has `[name]` as its only path. */
  readonly files: readonly { readonly path: readonly string[]; readonly length: number }[];
  /**
   * That the share is a folder, whatever it holds: else one that holds nothing but a file of its own name is taken
   * for that file.
   */
  readonly folder?: boolean | undefined;
}

export interface TorrentParts extends ShareShape {
  readonly files: readonly HashedFile[];
}

/** What stands around the info dict in a `.torrent` is decoded with it: the layers of 100,000 files take 20 MB. */
const MEMORY_AROUND_INFO_BYTES = 32 * 1024 * 1024;
const INFO_LIMITS = {
  maxBytes: MAX_INFO_BYTES,
  maxMemoryBytes: DEFAULT_LIMITS.maxMemoryBytes - MEMORY_AROUND_INFO_BYTES,
};

/**
 * Whether these files make a torrent that we and others accept. It tells before the hashing, because what the hashes
 * will be changes neither the answer nor the size of the info dict.
 * @throws MetainfoError `unsafe-path`, `empty-share`, `too-large`, `bad-info`
 * @throws RangeError for a length that is none
 */
export function checkShape(shape: ShareShape): void {
  for (const { path, length } of shape.files) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(`${path.join('/')} of ${length} bytes`);
    }
  }
  const { pieceLength } = shape;
  checkLayout(shape.files, pieceLength);
  const files = inTreeOrder(shape.files).map(({ path, length }) => ({
    path,
    length,
    piecesRoot: length === 0 ? null : NO_ROOT,
  }));
  const pieces = countPieces(files, pieceLength);
  encodeInfo(shape, files, new Uint8Array(pieces * SHA1_LENGTH));
}

const NO_ROOT = new Uint8Array(HASH_LENGTH);

/**
 * @throws MetainfoError as `checkShape`, and `contradiction` for a `piecesRoot` that is not the layer's
 * @throws RangeError when the hashes are not as many as the pieces
 */
export function buildTorrent(parts: TorrentParts): Torrent {
  const { pieceLength } = parts;
  const sorted = inTreeOrder(parts.files);
  const files = sorted.map((file) => treeFile(file, pieceLength));
  checkLayout(files, pieceLength);
  checkRoots(files);
  const geometry = new Geometry(pieceLength, files);
  const infoBytes = encodeInfo(parts, files, concatBytes(sorted.map(({ v1Pieces }) => v1Pieces)));
  const pieceLayers = new Map<string, Uint8Array>();
  for (const [at, { layer }] of sorted.entries()) {
    const root = files[at]?.piecesRoot ?? null;
    if (root !== null && layer.length > HASH_LENGTH) pieceLayers.set(toHex(root), layer.slice());
  }
  return { info: infoOf(parts.name, infoBytes, geometry, 'hybrid'), pieceLayers };
}

function treeFile(file: HashedFile, pieceLength: number): TreeFile {
  return { path: file.path, length: file.length, piecesRoot: rootOf(file, pieceLength) };
}

function rootOf(file: HashedFile, pieceLength: number): Uint8Array | null {
  const { length, layer, v1Pieces, path } = file;
  const pieces = Math.ceil(length / pieceLength);
  if (layer.length !== pieces * HASH_LENGTH || v1Pieces.length !== pieces * SHA1_LENGTH) {
    throw new RangeError(`${path.join('/')} has ${pieces} pieces, but its hashes are not as many`);
  }
  const root = pieces === 0 ? null : fileRoot(layer, pieceLength);
  const { piecesRoot: claimed } = file;
  if (claimed === undefined) return root;
  const isSame = claimed === null || root === null ? claimed === root : equalBytes(claimed, root);
  if (!isSame) fail('contradiction', `The root hash of “${path.join('/')}” is not that of its pieces.`);
  return root;
}

/** Throws what `checkShape` throws for names and for the size. Files are in tree order. */
function encodeInfo(
  { name, pieceLength, folder }: Omit<ShareShape, 'files'>,
  files: readonly TreeFile[],
  v1Pieces: Uint8Array,
): Uint8Array<ArrayBuffer> {
  checkComponent(name);
  const writer = new BencodeWriter(INFO_LIMITS, () =>
    fail(
      'too-large',
      `The list of these ${files.length} files is too long for one share. Share fewer at once, or pack them first.`,
    ),
  );
  writer.dict();
  writer.key(KEY.fileTree);
  writeFileTree(writer, files);
  if (folder !== true && isSingleFile(name, files)) writeV1Length(writer, files);
  else writeV1Files(writer, files, pieceLength);
  writer.key(KEY.metaVersion);
  writer.integer(2);
  writer.key(KEY.name);
  writer.text(name);
  writer.key(KEY.pieceLength);
  writer.integer(pieceLength);
  writer.key(KEY.pieces);
  writer.bytes(v1Pieces);
  writer.end();
  return writer.written();
}

/** The `.torrent` file of a torrent (BEP 3, 52): the info dict as it is, and the piece layers. */
export function encodeTorrent({ info, pieceLayers }: Torrent): Uint8Array<ArrayBuffer> {
  const writer = unlimitedWriter();
  writer.dict();
  writer.key(KEY.info);
  writer.raw(info.bytes);
  writer.key(KEY.pieceLayers);
  writer.dict();
  // Hex sorts like the bytes it stands for.
  for (const [root, layer] of [...pieceLayers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = fromHex(root);
    if (bytes === null) throw new RangeError(`${root} is not a root in hex`);
    writer.key(keyOfBytes(bytes));
    writer.bytes(layer);
  }
  writer.end();
  writer.end();
  return writer.written();
}
