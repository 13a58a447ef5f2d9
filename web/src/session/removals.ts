import { readNote, writeNote } from '../adapters/notes.ts';
import type { Alarms } from './alarms.ts';
import type { ShareList } from './share-list.ts';
import type { ShareSnapshot, ShareState } from './snapshot.ts';

/** Name of the note of what pages were closed over: info-hashes, hex. */
const LEFT_OVER = 'removed';
const MAX_LEFT_OVER = 1_000;
/** Before it is deleted: whoever opens the link of one must have it back first, and opening is not to wait for this. */
const LEFT_OVER_MS = 5_000;

/** Nobody has begun it, or somebody stopped it. */
const AT_REST: ReadonlySet<ShareState> = new Set(['waiting', 'paused', 'error']);

interface Away {
  /** Whether it has to go on when it comes back. */
  readonly wasRunning: boolean;
  /** It was seen at rest since: if it runs again, somebody went on with it elsewhere. */
  rested: boolean;
}

export interface RemovalsOptions {
  readonly shares: ShareList;
  readonly alarms: Alarms;
  onChange(): void;
  /** What nobody waits for could not be deleted. */
  onFailed(error: unknown): void;
}

/**
 * Shares that a person removed and may want back: out of sight and still, and nothing of them is deleted yet. What the
 * page is closed over is deleted soon after it next opens. One that is gone on with, in another tab or by its link, is
 * wanted.
 */
export class Removals {
  readonly #options: RemovalsOptions;
  /** By key. */
  readonly #away = new Map<string, Away>();

  constructor(options: RemovalsOptions) {
    this.#options = options;
  }

  /** Those that are to be seen. */
  without(snapshots: readonly ShareSnapshot[]): readonly ShareSnapshot[] {
    if (this.#away.size === 0) return snapshots;
    return snapshots.filter(({ key, state }) => {
      const away = this.#away.get(key);
      if (away === undefined) return true;
      if (AT_REST.has(state)) away.rested = true;
      else if (away.rested) this.#away.delete(key);
      return !this.#away.has(key);
    });
  }

  /** Stops it and hides it. */
  putAway(key: string): void {
    const { shares, onChange } = this.#options;
    const share = shares.get(key);
    const isStarted = share?.isStarted === true;
    const state = share?.snapshot().state;
    if (isStarted) share.pause();
    const wasRunning = isStarted && state !== undefined && !AT_REST.has(state);
    this.#away.set(key, { wasRunning, rested: !wasRunning });
    onChange();
  }

  /** As it was. */
  restore(key: string): void {
    const away = this.#away.get(key);
    if (away === undefined) return;
    this.#away.delete(key);
    if (away.wasRunning) this.#options.shares.get(key)?.resume();
    this.#options.onChange();
  }

  /** For good. Nothing where it has come back meanwhile; one that cannot be deleted is to be seen again. */
  async finish(key: string): Promise<void> {
    if (!this.#away.has(key)) return;
    try {
      await this.#options.shares.remove(key);
    } finally {
      this.#away.delete(key);
      this.#options.onChange();
    }
  }

  /** The page is going: the next one deletes what this one cannot any more. */
  leave(): void {
    const noted = new Set([...readLeftOver(), ...this.#infoHashes()]);
    if (noted.size > 0) writeNote(LEFT_OVER, [...noted].slice(-MAX_LEFT_OVER));
  }

  /** The page is back as it was. */
  comeBack(): void {
    if (this.#away.size === 0) return;
    const own = new Set(this.#infoHashes());
    const others = readLeftOver().filter((infoHash) => !own.has(infoHash));
    writeNote(LEFT_OVER, others.length === 0 ? null : others);
  }

  /** What earlier pages left over is away here, and soon deleted. Call when all that is remembered is listed. */
  recall(): void {
    const { shares, alarms, onFailed } = this.#options;
    const keys = readLeftOver().filter((infoHash) => shares.isPaused(infoHash));
    writeNote(LEFT_OVER, null);
    if (keys.length === 0) return;
    for (const key of keys) this.#away.set(key, { wasRunning: false, rested: true });
    alarms.set(this, alarms.now() + LEFT_OVER_MS, () => {
      for (const key of keys) this.finish(key).catch(onFailed);
    });
  }

  #infoHashes(): readonly string[] {
    return [...this.#away.keys()].flatMap((key) => this.#options.shares.infoHashOf(key) ?? []);
  }
}

/** Anything may have changed the note. */
function readLeftOver(): readonly string[] {
  const noted = readNote(LEFT_OVER);
  if (!Array.isArray(noted)) return [];
  return noted.slice(0, MAX_LEFT_OVER).filter((infoHash) => typeof infoHash === 'string');
}
