import {
  buildTorrent,
  HASH_LENGTH,
  LEAF_LENGTH,
  nextPowerOfTwo,
  pieceRoot,
  type Torrent,
} from '../../src/metainfo/index.ts';
import { seededRandom } from './random.ts';
import { symbolicLeaves } from './symbolic.ts';

/**
 * A torrent with leaf hashes that belong to no bytes: the engine's metadata and the Merkle trees over the leaves are
 * real, its data symbolic.
 */
export function symbolicTorrent(options: {
  readonly pieces: number;
  readonly pieceLength?: number;
  readonly files?: number;
  readonly seed?: number;
}): Torrent {
  const random = seededRandom(options.seed ?? 1);
  const pieceLength = options.pieceLength ?? 256 * 1024;
  const fileCount = options.files ?? 1;
  const hashes = (count: number, size: number) =>
    Uint8Array.from({ length: count * size }, () => Math.floor(random() * 256));
  const perFile = Math.ceil(options.pieces / fileCount);
  return buildTorrent({
    name: 'symbolic',
    pieceLength,
    files: Array.from({ length: fileCount }, (_, index) => {
      const firstPiece = index * perFile;
      const pieceCount = Math.min(perFile, options.pieces - firstPiece);
      // The last piece is short, as it mostly is.
      const length = pieceCount * pieceLength - 12_345;
      const layer = new Uint8Array(pieceCount * HASH_LENGTH);
      for (let nth = 0; nth < pieceCount; nth++) {
        const bytes = Math.min(pieceLength, length - nth * pieceLength);
        const leaves = symbolicLeaves({ piece: firstPiece + nth, offset: 0, byteLength: bytes, good: true });
        const width =
          pieceCount === 1 ? nextPowerOfTwo(leaves.length / HASH_LENGTH) : pieceLength / LEAF_LENGTH;
        layer.set(pieceRoot(leaves, width), nth * HASH_LENGTH);
      }
      return {
        path: fileCount === 1 ? ['symbolic'] : [`file-${String(index).padStart(3, '0')}`],
        length,
        layer,
        v1Pieces: hashes(pieceCount, 20),
      };
    }),
  });
}
