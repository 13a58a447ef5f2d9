/**
 * What is dropped before the app is drawn. The browser would leave the page for it: the script in `index.html` keeps it
 * from that, and keeps it here.
 */

/** What a drop brought of one file or folder, taken from its event. */
export interface Dropped {
  readonly entry: FileSystemEntry | null;
  readonly file: File | null;
  /** It outlives the page, where the browser has them (Chromium). */
  readonly handle: Promise<FileSystemHandle | null> | undefined;
}

interface Early {
  readonly dropped: Dropped[];
  /** Aborted, nothing more is kept: somebody else takes what is dropped. */
  readonly listening: AbortController;
}

const { flockdropEarly } = globalThis as { readonly flockdropEarly?: Early };

export function isDropWaiting(): boolean {
  return flockdropEarly !== undefined && flockdropEarly.dropped.length > 0;
}

/** Whoever takes it takes from now on whatever is dropped. */
export function takeEarlyDrop(): readonly Dropped[] {
  flockdropEarly?.listening.abort();
  return flockdropEarly?.dropped.splice(0) ?? [];
}
