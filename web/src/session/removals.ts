import { readNote, writeNote } from '../adapters/notes.ts';
import type { ShareList } from './share-list.ts';

/** Name of the note of what the page was closed over: info-hashes, hex. */
const LEFT_OVER = 'removed';
const MAX_LEFT_OVER = 1_000;

/**
 * Shares that a person removed and may want back: out of sight and still, and nothing of them is deleted yet. What the
 * page is closed over is deleted when it next opens, unless it was gone on with elsewhere.
 */
export class Removals {
  readonly #shares: ShareList;
  readonly #onChange: () => void;
  /** By key; whether it has to go on when it comes back. */
  readonly #away = new Map<string, { readonly wasRunning: boolean }>();

  constructor(shares: ShareList, onChange: () => void) {
    this.#shares = shares;
    this.#onChange = onChange;
  }

  isAway(key: string): boolean {
    return this.#away.has(key);
  }

  /** Stops it and hides it. */
  putAway(key: string): void {
    const share = this.#shares.get(key);
    const isStarted = share?.isStarted === true;
    const state = share?.snapshot().state;
    if (isStarted) share.pause();
    this.#away.set(key, { wasRunning: isStarted && state !== 'paused' && state !== 'error' });
    this.#onChange();
  }

  /** As it was. */
  restore(key: string): void {
    const away = this.#away.get(key);
    if (away === undefined) return;
    this.#away.delete(key);
    if (away.wasRunning) this.#shares.get(key)?.resume();
    this.#onChange();
  }

  /** For good. Nothing where it has come back meanwhile; one that cannot be deleted is to be seen again. */
  async finish(key: string): Promise<void> {
    if (!this.#away.has(key)) return;
    try {
      await this.#shares.remove(key);
    } finally {
      this.#away.delete(key);
      this.#onChange();
    }
  }

  /** The page is going: the next one deletes what this one cannot any more. */
  leave(): void {
    const infoHashes = [...this.#away.keys()].flatMap((key) => this.#shares.infoHashOf(key) ?? []);
    if (infoHashes.length > 0) writeNote(LEFT_OVER, infoHashes.slice(-MAX_LEFT_OVER));
  }

  /** The page is back as it was. */
  comeBack(): void {
    if (this.#away.size > 0) writeNote(LEFT_OVER, null);
  }

  /** Deletes what an earlier page left over. Call when all that is remembered is listed. */
  async finishLeftOver(): Promise<void> {
    const noted = readNote(LEFT_OVER);
    writeNote(LEFT_OVER, null);
    if (!Array.isArray(noted)) return;
    const keys = noted
      .slice(0, MAX_LEFT_OVER)
      .filter((infoHash) => typeof infoHash === 'string' && this.#shares.isPaused(infoHash));
    for (const key of keys) this.#away.set(key, { wasRunning: false });
    const ends = await Promise.allSettled(keys.map((key) => this.finish(key)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}
