import { buildTorrent, type Torrent } from '../../src/metainfo/index.ts';
import { seededRandom } from './random.ts';

/** A torrent with hashes that belong to no bytes: the engine's metadata is real, its data symbolic. */
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
      const pieceCount = Math.min(perFile, options.pieces - index * perFile);
      return {
        path: fileCount === 1 ? ['symbolic'] : [`file-${String(index).padStart(3, '0')}`],
        // The last piece is short, as it mostly is.
        length: pieceCount * pieceLength - 12_345,
        layer: hashes(pieceCount, 32),
        v1Pieces: hashes(pieceCount, 20),
      };
    }),
  });
}
