/**
 * IndexedDB that fails when it is told to, under tabs that can be killed: what a killed one still does reaches
 * nothing any more. It knows nothing of pieces.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { vi } from 'vitest';

/**
 * What becomes of the next transaction: `dead` the connection has died, and says so · `broken` it cannot even begin ·
 * `full` the quota is used up at the first write · `torn` all of it was written, and then it is taken back.
 */
export type Fault = 'none' | 'dead' | 'broken' | 'full' | 'torn';
export const FAULTS: readonly Fault[] = ['none', 'dead', 'broken', 'full', 'torn'];

export class FaultyDisk {
  /** The tab that code runs in, kept through its promises. */
  readonly #tabs = new AsyncLocalStorage<number>();
  readonly #running = new Set<IDBTransaction>();
  #tab = 0;
  #faults: Fault[] = [];
  /** Bytes it has room for, or without end. */
  room = Number.POSITIVE_INFINITY;

  constructor() {
    const disk = this;
    const open = IDBFactory.prototype.open;
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, ...args) {
      disk.#refuseDead();
      const fault = disk.#faults[0] === 'broken' ? disk.#faults.shift() : 'none';
      return fault === 'broken' ? failedRequest() : open.apply(this, args);
    });
    const begin = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
      // The library's own way to a new database, not ours.
      if ((args[1] as string) === 'versionchange') return begin.apply(this, args);
      disk.#refuseDead();
      const fault = disk.#faults.shift() ?? 'none';
      if (fault === 'dead') throw new DOMException('The connection is closing.', 'InvalidStateError');
      if (fault === 'broken') throw new DOMException('Internal error.', 'UnknownError');
      const transaction = begin.apply(this, args);
      disk.#running.add(transaction);
      for (const end of ['complete', 'abort'])
        transaction.addEventListener(end, () => disk.#running.delete(transaction));
      faults.set(transaction, fault);
      return transaction;
    });
    const faults = new WeakMap<IDBTransaction, Fault>();
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      const request = put.apply(this, args);
      const fault = faults.get(this.transaction);
      const length = args[0] instanceof ArrayBuffer ? args[0].byteLength : 0;
      if (fault === 'full' || length > disk.room) {
        abort(this.transaction, new DOMException('full', 'QuotaExceededError'));
        return request;
      }
      disk.room -= length;
      this.transaction.addEventListener('abort', () => {
        disk.room += length;
      });
      if (fault === 'torn') request.addEventListener('success', () => abort(this.transaction, null));
      return request;
    });
  }

  /** What becomes of the next transactions, in order; all later ones go well. */
  plan(faults: readonly Fault[]): void {
    this.#faults = [...faults];
  }

  /** Runs what belongs to the tab that lives now. */
  inTab<T>(run: () => T): T {
    return this.#tabs.run(this.#tab, run);
  }

  /** From now on the code of the tab that lived reaches nothing. @param takesBack what it had not committed yet */
  kill(takesBack: boolean): void {
    this.#tab++;
    if (!takesBack) return;
    for (const transaction of [...this.#running]) abort(transaction, null);
  }

  #refuseDead(): void {
    const tab = this.#tabs.getStore();
    if (tab !== undefined && tab !== this.#tab) throw new Error('this tab was killed');
  }
}

/** As browsers do at commit: the reason is the transaction's, and no request's. */
function abort(transaction: IDBTransaction, reason: DOMException | null): void {
  try {
    transaction.abort();
    if (reason !== null) Object.defineProperty(transaction, 'error', { value: reason });
  } catch {
    // It has ended already.
  }
}

function failedRequest(): IDBOpenDBRequest {
  const request = {
    error: new DOMException('Internal error opening backing store.', 'UnknownError'),
    onerror: null as (() => void) | null,
  };
  queueMicrotask(() => request.onerror?.());
  return request as unknown as IDBOpenDBRequest;
}
