import type { Geometry } from '@flockdrop/shared/metainfo';
import { type PieceStore, StorageError } from '../adapters/piece-store.ts';
import { stretchAround } from './expectations.ts';
import type { PieceReader } from './piece-reader.ts';
import type { Persistence } from './snapshot.ts';

/** A copy may take at most this part of what the browser has left: a share must not crowd out the rest. */
const QUOTA_PART = 0.5;
/** What it may take where nobody tells how much is left: pages over plain http are not told. */
const UNTOLD_BYTES = 512 * 1024 * 1024;

/** How a sharer's files will outlive a reload. */
export async function choosePersistence(
  totalLength: number,
  hasHandles: boolean,
): Promise<Extract<Persistence, 'storing' | 'handle' | 'memory'>> {
  if (totalLength <= (await roomForCopies())) return 'storing';
  return hasHandles ? 'handle' : 'memory';
}

/** Bytes. */
async function roomForCopies(): Promise<number> {
  if (navigator.storage === undefined) return UNTOLD_BYTES;
  const estimate = await navigator.storage.estimate().catch(() => null);
  return ((estimate?.quota ?? 0) - (estimate?.usage ?? 0)) * QUOTA_PART;
}

export type CopyOutcome = 'stored' | 'full' | 'unreadable' | 'stopped';

/** Read, verified and stored in one go. */
const STRETCH_BYTES = 4 * 1024 * 1024;

/**
 * Copies a sharer's pieces into storage, stretch by stretch, so that a reload needs no files. Peers are served from the
 * files meanwhile. Every piece is verified on the way.
 */
export async function copyToStorage(options: {
  readonly geometry: Geometry;
  readonly reader: PieceReader;
  readonly store: PieceStore;
  isStored(piece: number): boolean;
  onStored(piece: number): void;
  isStopped(): boolean;
  /** Resolves when the next `bytes` may be copied: those who download come first. */
  pace(bytes: number): Promise<void>;
}): Promise<CopyOutcome> {
  const { geometry, reader, store } = options;
  for (let at = 0; at < geometry.pieceCount; ) {
    const stretch = stretchAround(geometry, at, STRETCH_BYTES);
    const pieces = Array.from({ length: stretch.count }, (_, nth) => stretch.first + nth);
    at = stretch.first + stretch.count;
    if (pieces.every((piece) => options.isStored(piece))) continue;
    await options.pace(stretch.count * geometry.pieceLength);
    // The share may have been removed while we waited: nothing may be written then.
    if (options.isStopped()) return 'stopped';
    try {
      const [, filePieces] = reader.filePieces(stretch);
      if ((await store.copy(filePieces)) !== 'stored') return 'unreadable';
    } catch (error) {
      if (options.isStopped()) return 'stopped';
      return error instanceof StorageError ? 'full' : 'unreadable';
    }
    for (const piece of pieces) options.onStored(piece);
  }
  return options.isStopped() ? 'stopped' : 'stored';
}
