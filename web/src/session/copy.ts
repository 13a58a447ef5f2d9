import { type PieceStore, StorageError } from '../adapters/piece-store.ts';
import { type PieceFiles, readFromFiles } from './piece-reader.ts';
import type { Persistence } from './snapshot.ts';

/** A copy may take at most this part of what the browser has left: a share must not crowd out the rest. */
const QUOTA_PART = 0.5;

/** How a sharer's files will outlive a reload. */
export async function choosePersistence(
  totalLength: number,
  hasHandles: boolean,
): Promise<Extract<Persistence, 'storing' | 'handle' | 'memory'>> {
  const estimate = await navigator.storage.estimate().catch(() => null);
  const left = (estimate?.quota ?? 0) - (estimate?.usage ?? 0);
  if (totalLength <= left * QUOTA_PART) return 'storing';
  return hasHandles ? 'handle' : 'memory';
}

export type CopyOutcome = 'stored' | 'full' | 'unreadable' | 'stopped';

/**
 * Copies a sharer's pieces into storage, one after the other, so that a reload needs no files. Peers are served from
 * the files meanwhile. Every piece is verified on the way.
 */
export async function copyToStorage(options: {
  readonly files: PieceFiles;
  readonly store: PieceStore;
  isStored(piece: number): boolean;
  onStored(piece: number): void;
  isStopped(): boolean;
  /** Resolves when the next `bytes` may be copied: those who download come first. */
  pace(bytes: number): Promise<void>;
}): Promise<CopyOutcome> {
  const { files, store } = options;
  for (let piece = 0; piece < files.geometry.pieceCount; piece++) {
    if (options.isStopped()) return 'stopped';
    if (options.isStored(piece)) continue;
    await options.pace(files.geometry.pieceLengthOf(piece));
    try {
      const bytes = await readFromFiles(files, piece);
      if (bytes === null) return 'unreadable';
      await store.put(piece, bytes);
    } catch (error) {
      if (options.isStopped()) return 'stopped';
      return error instanceof StorageError ? 'full' : 'unreadable';
    }
    options.onStored(piece);
  }
  return 'stored';
}
