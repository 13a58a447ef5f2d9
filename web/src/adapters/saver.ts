/**
 * Saves files through an ordinary browser download, streamed by the service worker from whatever `read` returns.
 * It never holds more than a few MiB, except where no service worker is available.
 */
export interface SaveFile {
  /** Safe, relative, `/`-separated. */
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** Milliseconds since the epoch. */
  readonly lastModified?: number;
}

/** `save-unsupported` · `save-failed` · `save-cancelled`, or the code of an error that `read` threw. */
export interface SaveProblem {
  readonly code: string;
  readonly message: string;
}

export interface SaveOptions {
  /** What the browser shall call it, extension included. */
  readonly name: string;
  readonly files: readonly SaveFile[];
  /** False needs exactly one file. */
  readonly zip: boolean;
  /** Bytes are copied before they leave; at most about 1 MiB is asked at a time. `fileIndex` counts in `files`. */
  read(fileIndex: number, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** 0–1. */
  onProgress(progress: number): void;
  onDone(): void;
  onError(problem: SaveProblem): void;
}

export interface Saving {
  cancel(): void;
}

/** Registers the service worker ahead of the first save; resolves to whether saving can stream. */
export declare function prepareSaving(): Promise<boolean>;
/** Call from a gesture. Ends in exactly one of onDone and onError. */
export declare function saveDownload(options: SaveOptions): Saving;
