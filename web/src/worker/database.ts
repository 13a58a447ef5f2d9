/**
 * Opens IndexedDB databases for idb-keyval: several stores in one database, relaxed durability, and a second try
 * where the browser let the connection die (iOS does when it suspends a page). It knows nothing of what is stored.
 */
import type { UseStore } from 'idb-keyval';

/** The database of everything that is not pieces. A new store needs a higher version. */
const APP_DATABASE = { name: 'flockdrop', version: 1, stores: ['identity', 'library', 'settings'] } as const;
export type AppStore = (typeof APP_DATABASE.stores)[number];

export interface DatabaseSpec {
  readonly name: string;
  readonly version: number;
  readonly stores: readonly string[];
}

/** A lazily opened, self-healing connection to one database. */
export class Database {
  readonly #spec: DatabaseSpec;
  #opening: Promise<IDBDatabase> | null = null;
  /** Raised by `close`, so that a connection still on its way is closed on arrival. */
  #epoch = 0;
  /** A call that was on its way would make an empty one in its place. */
  #isDestroyed = false;

  constructor(spec: DatabaseSpec) {
    this.#spec = spec;
  }

  /** An idb-keyval store. A call that meets a dead connection reopens it and is tried once more. */
  store(name: string): UseStore {
    return async (mode, callback) => {
      try {
        return await callback(await this.#begin(name, mode));
      } catch (error) {
        if (!isDeadConnection(error)) throw error;
        this.close();
        return await callback(await this.#begin(name, mode));
      }
    };
  }

  close(): void {
    const opened = this.#opening;
    this.#opening = null;
    this.#epoch++;
    opened?.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  /** Deletes the database for good. Other connections are told to close; waits until they have. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    const opened = this.#opening;
    this.close();
    await opened?.catch(() => undefined);
    await promised(indexedDB.deleteDatabase(this.#spec.name));
  }

  async #begin(name: string, mode: IDBTransactionMode): Promise<IDBObjectStore> {
    const database = await this.#open();
    return database.transaction(name, mode, { durability: 'relaxed' }).objectStore(name);
  }

  #open(): Promise<IDBDatabase> {
    if (this.#isDestroyed) return Promise.reject(new Error('The database was deleted.'));
    if (this.#opening !== null) return this.#opening;
    const epoch = this.#epoch;
    const request = indexedDB.open(this.#spec.name, this.#spec.version);
    request.onupgradeneeded = () => {
      const present = request.result.objectStoreNames;
      for (const store of this.#spec.stores) {
        if (!present.contains(store)) request.result.createObjectStore(store);
      }
    };
    const forget = (): void => {
      if (epoch === this.#epoch) this.close();
    };
    this.#opening = promised(request).then((database) => {
      database.onclose = forget;
      // Another tab deletes or upgrades the database: in its way we would only block it.
      database.onversionchange = forget;
      return database;
    });
    this.#opening.catch(() => {
      if (epoch === this.#epoch) this.#opening = null;
    });
    return this.#opening;
  }
}

let app: Database | undefined;

/** One store of the application's own database, which is opened once. */
export function appStore(name: AppStore): UseStore {
  app ??= new Database(APP_DATABASE);
  return app.store(name);
}

/**
 * Rejects with the reason where nothing was written after all: idb-keyval's own `setMany` listens to `error`, where the
 * transaction does not know it yet; `abort`, which always follows, does.
 */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
  });
}

export function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function isDeadConnection(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidStateError';
}
