import { MetainfoError, safeName, type Torrent } from '@flockdrop/shared/metainfo';
import { FileError, hashFiles, type SourceFile, sizeOf } from '../adapters/file-source.ts';
import type { StoredHandle } from '../adapters/library-store.ts';
import { BLANK_SHARE } from './blank-share.ts';
import { isLoneFile, shareName, withinShare } from './picked-paths.ts';
import { fileProblem, metainfoProblem } from './problems.ts';
import type { PickedFile, Problem, ShareSnapshot } from './snapshot.ts';

export interface Hashed {
  readonly torrent: Torrent;
  /** In the torrent's order. */
  readonly files: readonly SourceFile[];
  /** By path within the share: of every file, or of none. */
  readonly handles: readonly StoredHandle[];
}

/** A share on its way to an info-hash: the picked files are being hashed, and nobody else knows of them. */
export class Hashing {
  readonly key: string;
  readonly #name: string;
  readonly #picked: readonly PickedFile[];
  readonly #addedAt = Date.now();
  readonly #abort = new AbortController();
  readonly #onChange: () => void;
  /** `null` until the browser has told. */
  #totalLength: number | null = null;
  #progress = 0;
  #problem: Problem | null = null;
  #snapshot: ShareSnapshot | null = null;

  constructor(key: string, picked: readonly PickedFile[], onChange: () => void) {
    this.key = key;
    this.#picked = picked;
    this.#name = shareName(picked);
    this.#onChange = onChange;
  }

  /** `null` when cancelled or failed; why is in the snapshot. */
  async run(): Promise<Hashed | null> {
    const picked = this.#picked;
    try {
      this.#totalLength = await sizeOf(picked);
      this.#change();
      const files = withinShare(picked, this.#name);
      const torrent = await hashFiles({
        name: this.#name,
        files,
        folder: !isLoneFile(picked),
        signal: this.#abort.signal,
        onProgress: (progress) => {
          this.#progress = progress;
          this.#change();
        },
      });
      return { torrent, files: inOrder(torrent, files), handles: storedHandles(files) };
    } catch (error) {
      if (this.#abort.signal.aborted) return null;
      this.#problem = problemOf(error);
      this.#change();
      return null;
    }
  }

  cancel(): void {
    this.#abort.abort();
  }

  snapshot(): ShareSnapshot {
    this.#snapshot ??= {
      ...BLANK_SHARE,
      key: this.key,
      name: safeName(this.#name),
      totalLength: this.#totalLength,
      wantedFiles: this.#picked.length,
      state: this.#problem === null ? 'hashing' : 'error',
      progress: this.#progress,
      problem: this.#problem,
      addedAt: this.#addedAt,
    };
    return this.#snapshot;
  }

  #change(): void {
    this.#snapshot = null;
    this.#onChange();
  }
}

function inOrder(torrent: Torrent, files: readonly SourceFile[]): readonly SourceFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return torrent.info.geometry.files.map(({ path }) => {
    const file = byPath.get(path.join('/'));
    if (file === undefined) throw new Error(`the torrent names a file nobody picked: ${path.join('/')}`);
    return file;
  });
}

function storedHandles(files: readonly PickedFile[]): readonly StoredHandle[] {
  const handles: StoredHandle[] = [];
  for (const { path, handle } of files) {
    if (handle === undefined) return [];
    handles.push({ path, handle });
  }
  return handles;
}

function problemOf(error: unknown): Problem {
  if (error instanceof MetainfoError) return metainfoProblem(error);
  if (error instanceof FileError) return fileProblem(error);
  const reason = String(error);
  return { code: 'hashing-failed', message: `The files could not be read: ${reason}`, values: { reason } };
}
