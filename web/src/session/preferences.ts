import type { Library } from '../adapters/library-store.ts';
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

/**
 * What a person chose and whom this browser banned: the same in all of its tabs. Each tab writes only what it
 * changes and reads again when another has written.
 */
export class Preferences {
  readonly #library: Library;
  readonly #listener: PreferencesListener;
  readonly #banned = new Set<string>();
  #settings: Settings = { downloadLimit: null, uploadLimit: null, relayOnly: false, keepAwake: true };
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
    this.#settings = await this.#library.settings();
    await this.readBanned();
  }

  /** Takes effect at once, and is remembered. */
  update(change: Partial<Settings>): void {
    this.#take({ ...this.#settings, ...change });
    this.#writing++;
    this.#library
      .patchSettings(change)
      .then((settings) => {
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
