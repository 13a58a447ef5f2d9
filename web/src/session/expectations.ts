import { type Geometry, pieceHashes, type Torrent } from '@flockdrop/shared/metainfo';
import type { ExpectedPiece } from '../adapters/piece-store.ts';

/** What each piece must be, from the piece layers. */
export class PieceExpectations {
  readonly geometry: Geometry;
  readonly #hashes: Uint8Array;

  constructor(torrent: Torrent) {
    this.geometry = torrent.info.geometry;
    this.#hashes = pieceHashes(torrent);
  }

  of(piece: number): ExpectedPiece {
    return {
      piece,
      length: this.geometry.pieceLengthOf(piece),
      leafWidth: this.geometry.leafWidthOf(piece),
      root: this.#hashes.slice(piece * 32, piece * 32 + 32),
    };
  }
}

/** Pieces of one file that lie together, `first` the first of them. */
export interface Stretch {
  readonly first: number;
  readonly count: number;
}

/** The aligned stretch of about `bytes` around a piece, cut where its file begins and ends. */
export function stretchAround(geometry: Geometry, piece: number, bytes: number): Stretch {
  const file = geometry.fileOfPiece(piece);
  const most = Math.max(1, Math.floor(bytes / geometry.pieceLength));
  const first = Math.max(file.firstPiece, piece - (piece % most));
  const end = Math.min(piece - (piece % most) + most, file.firstPiece + file.pieceCount);
  return { first, count: end - first };
}
