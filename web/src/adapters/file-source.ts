/**
 * Reads the files a person picked, and hashes them into a torrent in workers. It never keeps their bytes and
 * never writes.
 */
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

export declare function createFileSource(files: readonly SourceFile[]): FileSource;

export interface HashFilesOptions {
  /** Name of the share: the file's own, or the folder's. */
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** 0–1, about ten times a second at most. */
  onProgress(progress: number): void;
  /** Aborting stops the workers and rejects with an AbortError. */
  readonly signal: AbortSignal;
}

/** The encoded .torrent. Throws FileError. */
export declare function hashFiles(options: HashFilesOptions): Promise<Uint8Array<ArrayBuffer>>;
