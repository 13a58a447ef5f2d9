import type { Torrent } from '@flockdrop/shared/metainfo';
import type { SourceFile } from '../adapters/file-source.ts';
import { openPieceStore, type PieceStore } from '../adapters/piece-store.ts';
import { type RememberedFile, reopenFiles, ShareFileError } from '../adapters/share-files.ts';
import { closingStore } from './closing-store.ts';
import { type CopyOutcome, copyToStorage } from './copy.ts';
import { PieceExpectations } from './expectations.ts';
import { FileProgress } from './file-progress.ts';
import { PieceReader } from './piece-reader.ts';
import { fileProblem } from './problems.ts';
import type { FileSnapshot, Problem } from './snapshot.ts';

/** How reopening remembered files ended; `permission-needed` wants a person's click. */
export type Reopened = 'reopened' | 'permission-needed' | Problem;

/** What this browser holds of one share: stored pieces, the picked files while they are at hand, and how far each file is. */
export class Holding {
  readonly store: PieceStore;
  readonly reader: PieceReader;
  readonly #stored = new Set<number>();
  #torrent: Torrent | null;
  #files: readonly SourceFile[] | null = null;
  #progress: FileProgress | null = null;
  /** Set by whoever waits for pieces: there may be some that were not here. */
  onHere: () => void = () => undefined;

  /** @param infoHash v2 info-hash, hex */
  constructor(infoHash: string, torrent: Torrent | null) {
    this.store = closingStore(openPieceStore(infoHash));
    this.reader = new PieceReader(this.store, (piece) => this.#stored.has(piece));
    this.#torrent = null;
    if (torrent !== null) this.learn(torrent);
  }

  get hasFiles(): boolean {
    return this.#files !== null;
  }

  get storedCount(): number {
    return this.#stored.size;
  }

  /** Whether a piece can be read, as far as is known. */
  has(piece: number): boolean {
    return this.#files !== null || this.#stored.has(piece);
  }

  /** Pieces that can be served. */
  get heldCount(): number {
    return this.#files === null ? this.#stored.size : (this.#torrent?.info.geometry.pieceCount ?? 0);
  }

  /** Rows of the files; unchanged ones keep their identity. */
  get rows(): readonly FileSnapshot[] {
    return this.#progress?.rows() ?? [];
  }

  /** @param priorities by file; `null`: all are wanted normally */
  choose(priorities: Uint8Array | null): void {
    this.#progress?.choose(priorities);
  }

  learn(torrent: Torrent): void {
    if (this.#torrent !== null) return;
    this.#torrent = torrent;
    this.reader.open(new PieceExpectations(torrent), this.#files);
    this.reset([]);
  }

  /** Reads from storage which pieces are there; another tab may have added some, or lost them. */
  async load(): Promise<void> {
    this.#stored.clear();
    for (const piece of await this.store.keys()) this.#stored.add(piece);
    this.onHere();
  }

  /** Pieces that can be served: all of them while the files are at hand. */
  pieces(): readonly number[] {
    const count = this.#torrent?.info.geometry.pieceCount ?? 0;
    if (this.#files !== null) return Array.from({ length: count }, (_, piece) => piece);
    return [...this.#stored].filter((piece) => piece < count);
  }

  reset(have: Iterable<number>): void {
    const info = this.#torrent?.info;
    if (this.#progress !== null) this.#progress.recount(have);
    else if (info !== undefined) this.#progress = new FileProgress(info.geometry, info.name, have);
  }

  added(piece: number): void {
    this.#stored.add(piece);
    this.#progress?.stored(piece);
    this.onHere();
  }

  lost(piece: number, have: readonly number[]): void {
    this.#stored.delete(piece);
    this.reset(have);
  }

  /** @param files in the torrent's order */
  adopt(files: readonly SourceFile[]): void {
    if (this.#torrent === null) return;
    this.#files = files;
    this.reader.open(new PieceExpectations(this.#torrent), files);
    this.reset(this.pieces());
    this.onHere();
  }

  /** @param ask whether the browser may show its question, which it does only after a gesture */
  async reopen(remembered: readonly RememberedFile[], ask: boolean): Promise<Reopened> {
    if (this.#torrent === null) return 'permission-needed';
    try {
      const ordered = orderFiles(this.#torrent, await reopenFiles(remembered, { ask }));
      if (ordered === null) {
        return { code: 'file-changed', message: 'The file was changed since it was shared. Share it anew.' };
      }
      this.adopt(ordered);
      return 'reopened';
    } catch (error) {
      if (!(error instanceof ShareFileError)) throw error;
      if (error.code === 'permission-needed') return error.code;
      return fileProblem(error);
    }
  }

  /** Copies the picked files into storage, until done or stopped. */
  async copy(isStopped: () => boolean, pace: (bytes: number) => Promise<void>): Promise<CopyOutcome> {
    const files = this.#files;
    const torrent = this.#torrent;
    if (files === null || torrent === null) return 'stopped';
    return copyToStorage({
      geometry: torrent.info.geometry,
      reader: this.reader,
      store: this.store,
      isStored: (piece) => this.#stored.has(piece),
      onStored: (piece) => this.#stored.add(piece),
      isStopped: () => isStopped() || this.#files !== files,
      pace,
    });
  }
}

/** The reopened files in the torrent's order; `null` when one is missing or has another size. */
function orderFiles(torrent: Torrent, files: readonly SourceFile[]): readonly SourceFile[] | null {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const ordered: SourceFile[] = [];
  for (const { path, length } of torrent.info.geometry.files) {
    const file = byPath.get(path.join('/'));
    if (file === undefined || file.file.size !== length) return null;
    ordered.push(file);
  }
  return ordered;
}
