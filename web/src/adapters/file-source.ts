/**
 * Hashes the files a person picked into a torrent, in workers. It never keeps their bytes and never writes.
 */
import { type Torrent, TorrentBuilder } from '@flockdrop/shared/metainfo';
import type { HashRun } from '../worker/hash-protocol.ts';
import { HashPool, UnreadableRun } from './hash-pool.ts';
import { inShortTasks, nextTask } from './next-task.ts';

/** A file is shared out between two workers in equal runs, no longer than this: the fewer, the cheaper to read. */
const MAX_RUN_BYTES = 256 * 1024 * 1024;
/** A shorter file is not worth two runs. */
const MIN_RUN_BYTES = 4 * 1024 * 1024;
const PROGRESS_INTERVAL_MS = 100;

export interface SourceFile {
  /** Relative, `/`-separated. */
  readonly path: string;
  readonly file: File;
}

/** `file-unreadable`: moved, changed, or a cloud file out of reach; `path` says which. */
export class FileError extends Error {
  readonly code = 'file-unreadable';
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.name = 'FileError';
    this.path = path;
  }
}

export interface HashFilesOptions {
  /** Name of the share: the file's own, or the folder's. */
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** Whether `name` is a folder's, even where that holds but one file of the same name. */
  readonly folder: boolean;
  /** 0–1, about ten times a second at most. */
  onProgress(progress: number): void;
  /** Aborting stops the workers and rejects with an AbortError. */
  readonly signal: AbortSignal;
}

/**
 * The torrent, whose files are in an order of its own: find each by its path. Throws FileError for a file that cannot
 * be read and MetainfoError for what cannot be shared; aborting rejects with the signal's reason.
 */
export async function hashFiles(options: HashFilesOptions): Promise<Torrent> {
  const { name, files, folder, signal } = options;
  // Thousands of files take a while each time all of them are gone through.
  await nextTask();
  signal.throwIfAborted();
  const builder = new TorrentBuilder({
    name,
    folder,
    files: files.map(({ path, file }) => ({ path: path.split('/'), length: file.size })),
  });
  const pool = takePool();
  try {
    await Promise.race([hashInto(builder, options, pool), aborted(signal)]);
    await nextTask();
    return builder.build();
  } catch (error) {
    if (!(error instanceof UnreadableRun)) throw error;
    const source = files.find(({ file }) => file === error.run.file);
    throw unreadable(source?.path ?? error.run.file.name);
  } finally {
    // Ending workers takes a while, and somebody waits for the link.
    setTimeout(() => pool.close());
  }
}

/**
 * Bytes of all files together. The browser looks at each when it is asked for its size the first time, and the page
 * waits: so they are asked in short tasks, before anything else asks.
 */
export async function sizeOf(files: readonly SourceFile[]): Promise<number> {
  let bytes = 0;
  await inShortTasks(files, ({ file }) => {
    bytes += file.size;
  });
  return bytes;
}

let prepared: HashPool | null = null;
let hasHashed = false;

/** Starts the hashing workers ahead of the first drop, so that it need not wait for them. Not after it. */
export function prepareHashing(): void {
  if (!hasHashed) prepared ??= new HashPool();
}

function takePool(): HashPool {
  hasHashed = true;
  // One whose script did not load in time for the first drop may load now.
  const pool = prepared === null || prepared.isBroken ? new HashPool() : prepared;
  prepared = null;
  return pool;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function hashInto(builder: TorrentBuilder, options: HashFilesOptions, pool: HashPool): Promise<void> {
  const { totalLength } = builder.geometry;
  const report = throttled(options.onProgress);
  let hashedBytes = 0;
  const jobs = planRuns(builder, options.files).map(async (run) => {
    let nth = 0;
    await pool.hash(run, (hashes) => {
      for (const hashed of hashes) {
        const piece = run.pieces[nth++];
        if (piece === undefined) throw new RangeError('more pieces were hashed than there are');
        builder.add(piece.piece, hashed);
        hashedBytes += piece.length;
      }
      report(hashedBytes / totalLength);
    });
  });
  await Promise.all(jobs);
}

function planRuns(builder: TorrentBuilder, files: readonly SourceFile[]): HashRun[] {
  const { geometry } = builder;
  const runs: HashRun[] = [];
  for (const [index, { file }] of files.entries()) {
    const entry = geometry.files[index];
    if (entry === undefined) continue;
    const end = entry.firstPiece + entry.pieceCount;
    const piecesPerRun = Math.ceil(entry.pieceCount / runsOf(file.size));
    for (let first = entry.firstPiece; first < end; first += piecesPerRun) {
      const count = Math.min(piecesPerRun, end - first);
      runs.push({
        file,
        pieces: Array.from({ length: count }, (_, nth) => builder.pieceToHash(first + nth)),
      });
    }
  }
  return runs;
}

/** How many: an even number, so that two workers have equal shares. */
function runsOf(length: number): number {
  return length < 2 * MIN_RUN_BYTES ? 1 : 2 * Math.ceil(length / (2 * MAX_RUN_BYTES));
}

function throttled(report: (progress: number) => void): (progress: number) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (now - last < PROGRESS_INTERVAL_MS && progress < 1) return;
    last = now;
    report(progress);
  };
}

function unreadable(path: string): FileError {
  return new FileError(
    path,
    `“${path}” cannot be read any more. It was moved, changed or is out of reach; add it again.`,
  );
}
