export {
  type BDict,
  type BencodeLimits,
  type BValue,
  bytesOfKey,
  decode,
  decodePrefix,
  encode,
  keyOf,
  keyOfBytes,
  textOfKey,
} from './bencode.ts';
export { buildTorrent, encodeTorrent, type HashedFile, type TorrentParts } from './build.ts';
export {
  type CreateOptions,
  createTorrent,
  type Digest,
  type FileToShare,
  hashPiece,
  type PieceHashes,
  type PieceToHash,
  type ReadableFile,
  TorrentBuilder,
} from './create.ts';
export { MetainfoError, type MetainfoErrorCode } from './errors.ts';
export {
  choosePieceLength,
  type FileEntry,
  Geometry,
  LEAF_LENGTH,
  nextPowerOfTwo,
  type PieceRange,
} from './geometry.ts';
export {
  answerHashes,
  type HashRange,
  hashRangeOf,
  hashRanges,
  MAX_HASHES_PER_REQUEST,
  rangesOfFile,
  verifyHashes,
  verifyHashRange,
} from './hash-exchange.ts';
export { type Info, infoHashV2Of, MAX_INFO_BYTES, parseInfo, type Torrent } from './info.ts';
export { areLeavesOf, asksForLeaves, leafAnswerOf, leafRangeOf, pieceOfLeafRange } from './leaf-exchange.ts';
export { formatLink, formatMagnet, parseLink, type ShareLink } from './link.ts';
export {
  fileRoot,
  HASH_LENGTH,
  merkleRoot,
  paddingPieceRoot,
  pieceRoot,
} from './merkle.ts';
export { foldName, numberedName, safeName, safePaths } from './names.ts';
export { checkPieceLayers, parseTorrent, pieceHashes } from './parse.ts';
export { hasAmbiguousOrder } from './paths.ts';
