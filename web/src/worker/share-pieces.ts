/**
 * The pieces of one share, in a database of its own. Nothing goes in that is not verified, nothing is half-written, and
 * nothing comes out that has changed meanwhile.
 */

import { equalBytes } from '@flockdrop/shared/bytes';
import { get, keys, type UseStore } from 'idb-keyval';
import { hastenCollector } from './collector.ts';
import { committed, Database } from './database.ts';
import { isPiece, wrongLeaves } from './piece-root.ts';
import type { Block, ExpectedPiece, StorageFailure, StorageResult, WrongPiece } from './protocol.ts';

const STORE = 'pieces';
/** Pieces that wait for the transaction in flight go out together, up to this many bytes. */
const BATCH_BYTES = 8 * 1024 * 1024;

interface Write {
  readonly piece: number;
  readonly buffer: ArrayBuffer;
  readonly done: (result: StorageResult) => void;
}

export class SharePieces {
  readonly #database: Database;
  readonly #use: UseStore;
  #queue: Write[] = [];
  #writing: Promise<void> | null = null;
  /** What is still being verified then comes too late: to write it would open the database anew. */
  #isOver = false;

  constructor(infoHash: string) {
    this.#database = new Database({ name: `flockdrop-share-${infoHash}`, version: 1, stores: [STORE] });
    this.#use = this.#database.store(STORE);
  }

  async keys(): Promise<number[]> {
    const found = await keys<IDBValidKey>(this.#use);
    return found.filter((key): key is number => typeof key === 'number');
  }

  async receive(
    expected: ExpectedPiece,
    blocks: readonly Block[],
  ): Promise<StorageResult | WrongPiece | 'gaps'> {
    const assembled = assemble(expected, blocks);
    if (assembled === null) return 'gaps';
    const leaves = await wrongLeaves(assembled, expected);
    if (leaves !== null) return { leaves, bytes: assembled };
    return this.#write(expected.piece, assembled.buffer);
  }

  /**
   * Stores verified pieces, each in `bytes` at the place it has in `expected`. `wrong`: some are missing. It takes its
   * time over what it leaves behind: nobody waits for a copy of what a person has.
   */
  async put(
    expected: readonly ExpectedPiece[],
    bytes: readonly (Uint8Array<ArrayBuffer> | null)[],
  ): Promise<StorageResult | 'wrong'> {
    const results = await Promise.all(
      expected.map(({ piece }, nth) => {
        const own = bytes[nth];
        // A view writes its whole buffer on WebKit, so only a buffer of the piece's own goes in.
        return own ? this.#write(piece, own.slice().buffer) : ('wrong' as const);
      }),
    );
    hastenCollector(expected.reduce((sum, { length }) => sum + length, 0));
    return results.find((result) => result !== 'stored') ?? 'stored';
  }

  /** `null` when it is not there; a piece that rotted is deleted. */
  async get(expected: ExpectedPiece): Promise<Uint8Array<ArrayBuffer> | null> {
    const stored = await get<unknown>(expected.piece, this.#use);
    if (stored === undefined) return null;
    if (stored instanceof ArrayBuffer) {
      const bytes = new Uint8Array(stored);
      if (await isPiece(bytes, expected)) return bytes;
    }
    // Someone else may have read it too, had it fetched again and stored it: that one stays.
    return (await this.#discard(expected.piece, stored)) ? null : this.get(expected);
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#writing;
    this.#database.close();
  }

  async destroy(): Promise<void> {
    this.#isOver = true;
    for (const write of this.#queue.splice(0)) {
      write.done(failure('storage-failed', 'The share is being removed.'));
    }
    await this.#writing;
    await this.#database.destroy();
  }

  /** False when something else lies there by now. */
  #discard(piece: number, rotten: unknown): Promise<boolean> {
    return this.#use('readwrite', async (store) => {
      let isDiscarded = false;
      const reading = store.get(piece);
      reading.onsuccess = () => {
        isDiscarded = isSame(reading.result, rotten);
        if (isDiscarded) store.delete(piece);
      };
      await committed(store.transaction);
      return isDiscarded;
    });
  }

  #write(piece: number, buffer: ArrayBuffer): Promise<StorageResult> {
    if (this.#isOver) return Promise.resolve(failure('storage-failed', 'The share was closed.'));
    return new Promise((done) => {
      this.#queue.push({ piece, buffer, done });
      this.#writing ??= this.#drain().finally(() => {
        this.#writing = null;
      });
    });
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#takeBatch();
      const result = await this.#commit(batch);
      if (result === 'stored' || batch.length === 1) {
        for (const write of batch) write.done(result);
        continue;
      }
      // A transaction fails whole. One piece alone may still fit where eight did not.
      for (const write of batch) write.done(await this.#commit([write]));
    }
  }

  #takeBatch(): Write[] {
    let bytes = 0;
    let count = 0;
    for (const write of this.#queue) {
      bytes += write.buffer.byteLength;
      if (count > 0 && bytes > BATCH_BYTES) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  async #commit(batch: readonly Write[]): Promise<StorageResult> {
    try {
      await this.#use('readwrite', (store) => {
        for (const write of batch) store.put(write.buffer, write.piece);
        return committed(store.transaction);
      });
      return 'stored';
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return failure(isQuota(error) ? 'storage-full' : 'storage-failed', text);
    }
  }
}

/** The piece in one buffer of its own, or `null` unless the blocks cover it exactly. */
function assemble(expected: ExpectedPiece, blocks: readonly Block[]): Uint8Array<ArrayBuffer> | null {
  const sorted = blocks.toSorted((a, b) => a.offset - b.offset);
  const piece = new Uint8Array(expected.length);
  let end = 0;
  for (const { offset, bytes } of sorted) {
    if (offset !== end || offset + bytes.byteLength > expected.length) return null;
    piece.set(bytes, offset);
    end += bytes.byteLength;
  }
  return end === expected.length ? piece : null;
}

/** Values of this store that are no buffers are rotten one like the other. */
function isSame(a: unknown, b: unknown): boolean {
  if (!(a instanceof ArrayBuffer) || !(b instanceof ArrayBuffer)) return typeof a === typeof b;
  return equalBytes(new Uint8Array(a), new Uint8Array(b));
}

function isQuota(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

function failure(code: StorageFailure['code'], message: string): StorageFailure {
  return { code, message };
}
