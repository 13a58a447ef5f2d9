/**
 * What is dropped or pasted before the app is drawn. The browser would leave the page for a drop, and a paste would be
 * lost: the script in `index.html` keeps both here, and shows that it does.
 */
import type { Copied } from './pasted.ts';
import type { Dropped } from './picked-files.ts';

interface Early {
  /** Each drop by itself. */
  readonly dropped: (readonly Dropped[])[];
  readonly pasted: Copied[];
  /** Aborted, nothing more is kept: somebody else takes what comes. */
  readonly listening: AbortController;
}

const { flockdropEarly } = globalThis as { readonly flockdropEarly?: Early };

export function isSomethingWaiting(): boolean {
  return flockdropEarly !== undefined && flockdropEarly.dropped.length + flockdropEarly.pasted.length > 0;
}

/** Whoever takes it takes from now on whatever comes. */
export function takeWhatWaits(): {
  readonly dropped: readonly (readonly Dropped[])[];
  readonly pasted: readonly Copied[];
} {
  flockdropEarly?.listening.abort();
  return {
    dropped: flockdropEarly?.dropped.splice(0) ?? [],
    pasted: flockdropEarly?.pasted.splice(0) ?? [],
  };
}
