import { type Geometry, safeName } from '@flockdrop/shared/metainfo';
import { forgetPlaces, StoredPlaces } from '../adapters/folder-places.ts';
import { FolderWriter } from '../adapters/folder-writer.ts';
import { unlessElsewhere } from '../adapters/topic-lock.ts';
import { codedProblem } from './problems.ts';
import { belongs, readRange } from './save.ts';
import type { FileSnapshot, Problem } from './snapshot.ts';

/** Small files at a time beside a large one: they wait for the disk more than they use it. */
const SMALL_LANES = 3;
/** Several large files at once would take each other's pieces out of memory. */
const SMALL_BYTES = 1024 * 1024;

export interface FolderSaveOptions {
  readonly folder: FileSystemDirectoryHandle;
  /** What was saved before lies in another one. */
  readonly isNewFolder: boolean;
  /** v2 info-hash, hex. */
  readonly infoHash: string;
  readonly name: string;
  readonly geometry: Geometry;
  /** As they are now. */
  files(): readonly FileSnapshot[];
  /** Piece contents; `null` when gone. */
  piece(index: number): Promise<Uint8Array | null>;
  onChange(): void;
  /** No other tab saves this share into a folder, and none will before this run is over. */
  onBegun(): Promise<void>;
}

/** `cancelled`: on purpose. */
export type FolderSaveEnd = 'saved' | 'cancelled' | Problem;

/** One run of saving a share into a folder: what is here at once, and the rest as it arrives. */
export class FolderSave {
  readonly #options: FolderSaveOptions;
  readonly #cancelling = new AbortController();
  /** Being written, or written. */
  readonly #begun = new Set<number>();
  #rows: readonly FileSnapshot[] = [];
  /** Here, and not begun; taken from the end. */
  #ready: { readonly small: FileSnapshot[]; readonly large: FileSnapshot[] } = { small: [], large: [] };
  #awaiting: (() => void)[] = [];
  #writing = 0;
  #bytes = 0;
  #length = 0;

  constructor(options: FolderSaveOptions) {
    this.#options = options;
    this.arrived();
  }

  get progress(): { readonly bytes: number; readonly length: number; readonly isWaiting: boolean } {
    return { bytes: this.#bytes, length: this.#length, isWaiting: this.#isWaiting };
  }

  async run(): Promise<FolderSaveEnd> {
    const { folder, isNewFolder, infoHash } = this.#options;
    try {
      const isMine = await unlessElsewhere(`folder:${infoHash}`, async () => {
        if (isNewFolder) await forgetPlaces(infoHash);
        await this.#options.onBegun();
        const writer = new FolderWriter({
          folder,
          places: await StoredPlaces.open(infoHash),
          files: this.#options.files().map((file) => this.#entry(file)),
          read: (index, offset, length) =>
            readRange(this.#options, this.#options.geometry, index, offset, length),
        });
        await this.#runLanes(writer);
      });
      return isMine ? 'saved' : ELSEWHERE;
    } catch (error) {
      return error === CANCELLED ? 'cancelled' : problemOf(error);
    }
  }

  /** Files may be complete that were not, or others be wanted. */
  arrived(): void {
    const rows = this.#options.files();
    if (rows === this.#rows) return;
    this.#rows = rows;
    this.#length = 0;
    const [small, large]: [FileSnapshot[], FileSnapshot[]] = [[], []];
    for (const file of rows) {
      if (!belongs(file) && !this.#begun.has(file.index)) continue;
      this.#length += file.length;
      if (file.progress < 1 || this.#begun.has(file.index)) continue;
      (isSmall(file) ? small : large).push(file);
    }
    this.#ready = { small: small.reverse(), large: large.reverse() };
    this.#wake();
  }

  cancel(): void {
    this.#cancelling.abort(CANCELLED);
    this.#wake();
  }

  /** The first that fails stops all; each closes its file before this settles. */
  async #runLanes(writer: FolderWriter): Promise<void> {
    const lanes = Array.from({ length: 1 + SMALL_LANES }, (_, nth) => this.#runLane(writer, nth === 0));
    const ends = await Promise.allSettled(lanes);
    const failures = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason);
    const cause = failures.find((reason) => reason !== CANCELLED) ?? failures[0];
    if (cause !== undefined) throw cause;
  }

  async #runLane(writer: FolderWriter, takesAll: boolean): Promise<void> {
    const { signal } = this.#cancelling;
    for (let file = await this.#next(takesAll); file !== null; file = await this.#next(takesAll)) {
      this.#writing++;
      try {
        await writer.write(this.#entry(file), {
          signal,
          onBytes: (bytes) => {
            this.#bytes += bytes;
            this.#options.onChange();
          },
        });
      } catch (error) {
        this.cancel();
        throw error;
      } finally {
        this.#writing--;
        this.#options.onChange();
      }
    }
  }

  /** `null`: all that is wanted is being written, or is. Throws once it is cancelled. */
  async #next(takesAll: boolean): Promise<FileSnapshot | null> {
    const { signal } = this.#cancelling;
    for (;;) {
      signal.throwIfAborted();
      const file = (takesAll ? this.#ready.large.pop() : undefined) ?? this.#ready.small.pop();
      if (file !== undefined) {
        this.#begun.add(file.index);
        return file;
      }
      if (!this.#rows.some((row) => belongs(row) && !this.#begun.has(row.index))) {
        this.#wake();
        return null;
      }
      await new Promise<void>((resolve) => this.#awaiting.push(resolve));
    }
  }

  get #isWaiting(): boolean {
    return this.#writing + this.#ready.small.length + this.#ready.large.length === 0;
  }

  #wake(): void {
    for (const resolve of this.#awaiting.splice(0)) resolve();
  }

  /** A share of one file is that file; one of a folder gets it. */
  #entry({ index, path, length }: FileSnapshot) {
    const isFolder = this.#options.geometry.files.length > 1 || path.includes('/');
    return { index, path: isFolder ? `${safeName(this.#options.name)}/${path}` : path, length };
  }
}

function isSmall({ length }: FileSnapshot): boolean {
  return length <= SMALL_BYTES;
}

const CANCELLED = new Error('Saving was cancelled.');

const ELSEWHERE: Problem = {
  code: 'save-running',
  message: 'Another tab of this browser is saving this share into a folder already. Watch it there.',
};

/** Errors of the folder and of reading tell their code, and what they name. */
function problemOf(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    codedProblem(error) ?? { code: 'save-failed', message: `Saving stopped: ${reason}`, values: { reason } }
  );
}
