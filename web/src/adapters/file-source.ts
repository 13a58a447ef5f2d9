/**
 * Reads the files a person picked, and hashes them into a torrent in workers. It never keeps their bytes and
 * never writes.
 */
import { choosePieceLength, Geometry } from '@flockdrop/shared/metainfo';
import type { HashRun } from '../worker/hash-protocol.ts';
import { HashPool, UnreadableRun } from './hash-pool.ts';

const PROBE_BYTES = 16;
/** Read and hashed in one go: long enough to keep the digests busy, short enough for four to sit in memory. */
const RUN_BYTES = 8 * 1024 * 1024;
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

export interface FileSource {
  /** Reads a few bytes of every file; throws FileError for the first that cannot be read. */
  probe(): Promise<void>;
  /** Exactly `length` bytes at `offset`; throws FileError. */
  read(fileIndex: number, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Reads whatever the browser still lets us read; nothing is kept open. */
export function createFileSource(files: readonly SourceFile[]): FileSource {
  const read: FileSource['read'] = async (fileIndex, offset, length) => {
    const source = files[fileIndex];
    if (source === undefined) throw new RangeError(`file ${fileIndex} of ${files.length}`);
    try {
      const bytes = new Uint8Array(await source.file.slice(offset, offset + length).arrayBuffer());
      if (bytes.byteLength === length) return bytes;
    } catch {
      // Told below, like a file that became shorter.
    }
    throw unreadable(source.path);
  };
  return {
    read,
    async probe() {
      for (const [index, { file }] of files.entries()) await read(index, 0, Math.min(file.size, PROBE_BYTES));
    },
  };
}

export interface HashFilesOptions {
  /** Name of the share: the file's own, or the folder's. */
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** 0–1, about ten times a second at most. */
  onProgress(progress: number): void;
  /** Aborting stops the workers and rejects with an AbortError. */
  readonly signal: AbortSignal;
}

/** The encoded .torrent. Throws FileError; aborting rejects with the signal's reason. */
export async function hashFiles(options: HashFilesOptions): Promise<Uint8Array<ArrayBuffer>> {
  options.signal.throwIfAborted();
  const pool = new HashPool();
  try {
    return encode(options, await Promise.race([hashPieces(options, pool), aborted(options.signal)]));
  } catch (error) {
    if (!(error instanceof UnreadableRun)) throw error;
    const source = options.files.find(({ file }) => file === error.run.file);
    throw unreadable(source?.path ?? error.run.file.name);
  } finally {
    pool.close();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** What every file hashes to, piece by piece; files in the order given. */
interface HashedFiles {
  readonly geometry: Geometry;
  /** Per file: roots of its pieces' Merkle trees, n × 32 bytes. */
  readonly layers: readonly Uint8Array<ArrayBuffer>[];
  /** SHA-1 of all pieces, 20 bytes each, padded as v1 wants it. */
  readonly v1Pieces: Uint8Array<ArrayBuffer>;
}

async function hashPieces(options: HashFilesOptions, pool: HashPool): Promise<HashedFiles> {
  const { files } = options;
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const pieceLength = choosePieceLength(total);
  const geometry = new Geometry(
    pieceLength,
    files.map(({ path, file }) => ({ path: path.split('/'), length: file.size, piecesRoot: null })),
  );
  const layers = geometry.files.map((file) => new Uint8Array(file.pieceCount * 32));
  const v1Pieces = new Uint8Array(geometry.pieceCount * 20);
  const progress = throttled(options.onProgress);
  let hashed = 0;
  const jobs = [...planRuns(files, geometry)].map(async ({ run, fileIndex, firstPiece }) => {
    const { roots, sha1 } = await pool.hash(run);
    const nth = run.offset / pieceLength;
    layers[fileIndex]?.set(roots, nth * 32);
    v1Pieces.set(sha1, firstPiece * 20);
    hashed += run.length;
    progress(hashed / total);
  });
  await Promise.all(jobs);
  return { geometry, layers, v1Pieces };
}

interface PlannedRun {
  readonly run: HashRun;
  readonly fileIndex: number;
  readonly firstPiece: number;
}

function* planRuns(files: readonly SourceFile[], geometry: Geometry): Generator<PlannedRun> {
  const { pieceLength } = geometry;
  const step = Math.max(pieceLength, RUN_BYTES);
  const isPadded = files.length > 1;
  for (const [fileIndex, { file }] of files.entries()) {
    const entry = geometry.files[fileIndex];
    if (entry === undefined) continue;
    for (let offset = 0; offset < entry.length; offset += step) {
      const length = Math.min(step, entry.length - offset);
      const firstPiece = entry.firstPiece + offset / pieceLength;
      const lastLength = length % pieceLength || pieceLength;
      yield {
        fileIndex,
        firstPiece,
        run: {
          file,
          offset,
          length,
          pieceLength,
          leafWidth: geometry.leafWidthOf(firstPiece),
          lastV1Length: isPadded ? pieceLength : lastLength,
        },
      };
    }
  }
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
