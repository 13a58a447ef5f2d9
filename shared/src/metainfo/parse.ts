import { equalBytes, toHex } from '../bytes/index.ts';
import { bytesOfKey, decodeWithRaw } from './bencode.ts';
import { fail } from './errors.ts';
import { asBytes, asDict, KEY } from './fields.ts';
import { type Info, readInfo, type Torrent } from './info.ts';
import { fileRoot, HASH_LENGTH } from './merkle.ts';

/**
 * Reads a `.torrent`: the info dict and the piece layers beside it, and holds each layer against the root that
 * the info dict names. It never fetches what is missing.
 */

/**
 * @param bytes a `.torrent` of at most 64 MiB, hybrid or v2 only
 * @throws MetainfoError as `parseInfo`, and `bad-layers`
 */
export function parseTorrent(bytes: Uint8Array): Torrent {
  const { dict, raw } = decodeWithRaw(bytes, KEY.info);
  if (raw === null) return fail('bad-info', 'This is not a torrent file: it has no info dictionary.');
  const info = readInfo(asDict(dict.get(KEY.info), 'the info dictionary'), raw);
  const pieceLayers = new Map<string, Uint8Array>();
  const stored = dict.get(KEY.pieceLayers);
  for (const [root, layer] of stored === undefined ? [] : asDict(stored, 'the piece layers')) {
    pieceLayers.set(toHex(bytesOfKey(root)), asBytes(layer, 'a piece layer').slice());
  }
  checkPieceLayers(info, pieceLayers);
  return { info, pieceLayers };
}

/**
 * Whether the layers are exactly those that the files need, and lead to their roots.
 * @param layers by hex of the file's root, n × 32 bytes
 * @throws MetainfoError `bad-layers`
 */
export function checkPieceLayers(info: Info, layers: ReadonlyMap<string, Uint8Array>): void {
  const { files, pieceLength } = info.geometry;
  const needed = new Set<string>();
  for (const { path, piecesRoot, pieceCount } of files) {
    if (piecesRoot === null || pieceCount < 2) continue;
    const root = toHex(piecesRoot);
    if (needed.has(root)) continue;
    needed.add(root);
    const layer = layers.get(root);
    const where = path.join('/');
    if (layer === undefined) fail('bad-layers', `The torrent lacks the piece hashes of “${where}”.`);
    if (layer.length !== pieceCount * HASH_LENGTH || !equalBytes(fileRoot(layer, pieceLength), piecesRoot)) {
      fail('bad-layers', `The piece hashes of “${where}” do not belong to that file.`);
    }
  }
  if (layers.size !== needed.size) fail('bad-layers', 'The torrent has piece hashes that belong to no file.');
}

/** The expected Merkle root of every piece: 32 bytes each, by piece index. */
export function pieceHashes(torrent: Torrent): Uint8Array<ArrayBuffer> {
  const { files, pieceCount } = torrent.info.geometry;
  const hashes = new Uint8Array(pieceCount * HASH_LENGTH);
  for (const { path, piecesRoot, firstPiece, pieceCount: count } of files) {
    if (piecesRoot === null) continue;
    const layer = count === 1 ? piecesRoot : torrent.pieceLayers.get(toHex(piecesRoot));
    if (layer?.length !== count * HASH_LENGTH) throw new RangeError(`no piece layer for ${path.join('/')}`);
    hashes.set(layer, firstPiece * HASH_LENGTH);
  }
  return hashes;
}
