/**
 * How a page and the service worker agree on a download. The page offers it with a port; the worker then asks over
 * the port for the bytes that the browser's download wants. Types and constants only.
 */

/** Downloads live under this path, which the service worker answers and no server ever sees. */
export const DOWNLOAD_PATH = '/download/';
/** Most bytes asked for at a time. */
export const READ_BYTES = 1024 * 1024;

export interface ManifestFile {
  /** Relative, `/`-separated. */
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

export interface DownloadManifest {
  /** Random, unguessable. */
  readonly id: string;
  readonly name: string;
  readonly files: readonly ManifestFile[];
  /** False needs exactly one file. */
  readonly zip: boolean;
}

/**
 * From a page to the service worker. A ping keeps the worker awake, which messages over a port do not. A page that was
 * loaded past the worker asks to be its own, and hears over the port that it is.
 */
export type WorkerMessage =
  | { readonly type: 'flockdrop-claim' }
  | { readonly type: 'flockdrop-download'; readonly manifest: DownloadManifest }
  | { readonly type: 'flockdrop-ping' };

/** From the service worker to the page, over the download's port. */
export type DownloadEvent =
  | { readonly type: 'offered' }
  /** Answer to `ping`: the download still lives. */
  | { readonly type: 'pong' }
  /** The browser asked for the download: answer `ready`. */
  | { readonly type: 'started' }
  | { readonly type: 'read'; readonly file: number; readonly offset: number; readonly length: number }
  | { readonly type: 'done' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly message: string };

/** From the page to the service worker, over the port: the answer to `started` or the one `read`, a question, or the end. */
export type DownloadAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'ping' }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'abort'; readonly message: string };
