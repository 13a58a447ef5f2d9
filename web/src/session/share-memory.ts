import type { Library, ShareRecord } from '../adapters/library-store.ts';

/** What this browser remembers of one share: its record, here and in the library, which all tabs have in common. */
export class ShareMemory {
  readonly #library: Library;
  readonly #onFailed: (error: unknown) => void;
  #record: ShareRecord;

  /** @param onFailed what could not be written is lost with the tab */
  constructor(library: Library, record: ShareRecord, onFailed: (error: unknown) => void) {
    this.#library = library;
    this.#record = record;
    this.#onFailed = onFailed;
  }

  get record(): ShareRecord {
    return this.#record;
  }

  put(): void {
    this.#library.merge(this.#record.infoHash, () => this.#record).catch(this.#onFailed);
  }

  patch(change: Partial<Omit<ShareRecord, 'infoHash'>>): void {
    this.#record = { ...this.#record, ...change };
    this.#library.patch(this.#record.infoHash, change).catch(this.#onFailed);
  }

  /** Takes over what another tab wrote; false when there is nothing. */
  async refresh(): Promise<boolean> {
    const record = await this.#library.get(this.#record.infoHash);
    if (record !== null) this.#record = record;
    return record !== null;
  }
}
