import { concatBytes, equalBytes, fromHex, toHex, utf8Encode } from '../bytes/index.ts';
import { type BValue, encode, keyOfBytes } from './bencode.ts';
import { fail } from './errors.ts';
import { KEY } from './fields.ts';
import { writeFileTree } from './file-tree.ts';
import { Geometry } from './geometry.ts';
import { parseInfo, type Torrent } from './info.ts';
import { fileRoot, HASH_LENGTH } from './merkle.ts';
import { inTreeOrder } from './paths.ts';
import { SHA1_LENGTH, v1Fields } from './v1-files.ts';

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

export interface TorrentParts {
  readonly name: string;
  /** Bytes, a power of two of at least 16 KiB. */
  readonly pieceLength: number;
  /** In any order. A share that is one file has `[name]` as its only path. */
  readonly files: readonly HashedFile[];
}

/**
 * @throws MetainfoError for what cannot be shared: `unsafe-path`, `empty-share`, `too-large`, `bad-info`;
 *   `contradiction` for a `piecesRoot` that is not the layer's
 * @throws RangeError when the hashes are not as many as the pieces
 */
export function buildTorrent({ name, pieceLength, files }: TorrentParts): Torrent {
  const sorted = inTreeOrder(files).map((file) => ({ ...file, piecesRoot: rootOf(file, pieceLength) }));
  const geometry = new Geometry(pieceLength, sorted);
  const dict = new Map<string, BValue>([
    ...v1Fields(name, geometry, concatBytes(sorted.map(({ v1Pieces }) => v1Pieces))),
    [KEY.fileTree, writeFileTree(geometry.files)],
    [KEY.metaVersion, 2],
    [KEY.name, utf8Encode(name)],
    [KEY.pieceLength, pieceLength],
  ]);
  const pieceLayers = new Map<string, Uint8Array>();
  for (const { piecesRoot, layer } of sorted) {
    if (piecesRoot !== null && layer.length > HASH_LENGTH) pieceLayers.set(toHex(piecesRoot), layer.slice());
  }
  // Read back like anybody's: what we would refuse from others we do not make.
  return { info: parseInfo(encode(dict)), pieceLayers };
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

/** The `.torrent` file of a torrent (BEP 3, 52): the info dict as it is, and the piece layers. */
export function encodeTorrent({ info, pieceLayers }: Torrent): Uint8Array<ArrayBuffer> {
  const layers = new Map<string, BValue>();
  for (const [root, layer] of pieceLayers) {
    const bytes = fromHex(root);
    if (bytes === null) throw new RangeError(`${root} is not a root in hex`);
    layers.set(keyOfBytes(bytes), layer);
  }
  return concatBytes([
    utf8Encode('d4:info'),
    info.bytes,
    utf8Encode('12:piece layers'),
    encode(layers),
    utf8Encode('e'),
  ]);
}
