import { type Library, parseSettingsChange } from '../adapters/library-store.ts';
import { readNote, writeNote } from '../adapters/notes.ts';
import { DEFAULT_SETTINGS } from '../adapters/settings.ts';
import type { Settings } from './snapshot.ts';

export interface PreferencesListener {
  /** Chosen here or in another tab. */
  onSettings(settings: Settings, before: Settings): void;
  /** Here or in another tab. */
  onBanned(peer: string): void;
  /** Written, so that other tabs can read it. */
  onWritten(kind: 'settings' | 'banned'): void;
  /** It holds until the tab is closed, and no longer. */
  onFailed(error: unknown): void;
}

/** Name of the note of what was chosen and is not written yet. */
const UNWRITTEN = 'unwritten-settings';

/**
 * What a person chose and whom this browser banned: the same in all of its tabs. Each tab writes only what it
 * changes and reads again when another has written. A choice that was still being written when its page went is noted, and made up
 * for by the next one.
 */
export class Preferences {
  readonly #library: Library;
  readonly #listener: PreferencesListener;
  readonly #banned = new Set<string>();
  #settings: Settings = DEFAULT_SETTINGS;
  /** While a choice of ours is being written, what is stored does not tell it yet. */
  #writing = 0;

  constructor(library: Library, listener: PreferencesListener) {
    this.#library = library;
    this.#listener = listener;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** UUIDs. */
  get banned(): ReadonlySet<string> {
    return this.#banned;
  }

  async load(): Promise<void> {
    this.#settings = await this.#makeUp(readUnwritten());
    await this.readBanned();
  }

  /** Takes effect at once, and is remembered. */
  update(change: Partial<Settings>): void {
    this.#take({ ...this.#settings, ...change });
    this.#writing++;
    writeNote(UNWRITTEN, { ...readUnwritten(), ...change });
    this.#library
      .patchSettings(change)
      .then((settings) => {
        forget(change);
        if (this.#writing === 1) this.#take(settings);
        this.#listener.onWritten('settings');
      })
      .catch((error: unknown) => this.#listener.onFailed(error))
      .finally(() => {
        this.#writing--;
      });
  }

  ban(peer: string): void {
    this.#shutOut(peer);
    this.#library.ban(peer).then(
      () => this.#listener.onWritten('banned'),
      (error: unknown) => this.#listener.onFailed(error),
    );
  }

  async readSettings(): Promise<void> {
    const settings = await this.#library.settings();
    if (this.#writing === 0) this.#take(settings);
  }

  async readBanned(): Promise<void> {
    for (const peer of await this.#library.banned()) this.#shutOut(peer);
  }

  async #makeUp(unwritten: Partial<Settings>): Promise<Settings> {
    const stored = await this.#library.settings();
    if (Object.keys(unwritten).length === 0) return stored;
    try {
      const settings = await this.#library.patchSettings(unwritten);
      forget(unwritten);
      return settings;
    } catch {
      // Full, perhaps: it holds here, stays noted, and nothing else has to wait for it.
      return { ...stored, ...unwritten };
    }
  }

  #shutOut(peer: string): void {
    if (this.#banned.has(peer)) return;
    this.#banned.add(peer);
    this.#listener.onBanned(peer);
  }

  #take(settings: Settings): void {
    const before = this.#settings;
    this.#settings = settings;
    this.#listener.onSettings(settings, before);
  }
}

function readUnwritten(): Partial<Settings> {
  return parseSettingsChange(readNote(UNWRITTEN)) ?? {};
}

/** Written by now, unless something else was chosen since, here or in another tab. */
function forget(change: Partial<Settings>): void {
  const left = Object.entries(readUnwritten()).filter(
    ([name, value]) => change[name as keyof Settings] !== value,
  );
  writeNote(UNWRITTEN, left.length === 0 ? null : Object.fromEntries(left));
}
