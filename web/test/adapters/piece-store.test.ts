import 'fake-indexeddb/auto';
import { type Endpoint, expose, wrap } from 'comlink';
import { createStore, get, set } from 'idb-keyval';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { connectPieceStore } from '../../src/adapters/piece-store.ts';
import { createPiecesWorker } from '../../src/worker/pieces-worker.ts';
import type { PiecesWorker } from '../../src/worker/protocol.ts';
import { bytesOf, freshInfoHash, pieceStoreContract } from './piece-store-contract.ts';

const ports: MessagePort[] = [];

/** The real worker code at the other end of a real message channel: transfers detach as in a browser. */
function open(infoHash: string) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  expose(createPiecesWorker(), port1 as Endpoint);
  return connectPieceStore(wrap<PiecesWorker>(port2 as Endpoint), infoHash);
}

async function corrupt(infoHash: string, piece: number): Promise<void> {
  const store = createStore(`flockdrop-share-${infoHash}`, 'pieces');
  const bytes = new Uint8Array((await get<ArrayBuffer>(piece, store)) ?? new ArrayBuffer(0));
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  await set(piece, bytes.buffer, store);
}

/** Storage that holds `bytes` and no more: an abort that says so, as browsers do at commit. */
function limitStorage(bytes: number): void {
  let used = 0;
  const original = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    const request = original.call(this, value, key);
    used += value.byteLength;
    if (used <= bytes) return request;
    used -= value.byteLength;
    Object.defineProperty(this.transaction, 'error', {
      value: new DOMException('full', 'QuotaExceededError'),
    });
    this.transaction.abort();
    return request;
  });
}

afterEach(() => {
  vi.restoreAllMocks();
  for (const port of ports.splice(0)) port.close();
});

describe('a piece store behind its worker', () => {
  pieceStoreContract({ open, corrupt });
});

test('a connection that died while the page was suspended is reopened, and the call tried once more', async () => {
  const store = open(freshInfoHash());
  await store.put(0, bytesOf(10, 1));
  const die = (): never => {
    throw new DOMException('The connection is closing.', 'InvalidStateError');
  };
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(die);
  expect(await store.get(0)).toEqual(bytesOf(10, 1));
  expect(transaction).toHaveBeenCalledTimes(2);
  transaction.mockImplementation(die);
  await expect(store.put(1, bytesOf(10, 2))).rejects.toMatchObject({ code: 'storage-failed' });
});

describe('a full storage', () => {
  test('refuses with a code, keeps what is there, and takes the piece once there is room', async () => {
    const store = open(freshInfoHash());
    limitStorage(2500);
    await store.put(0, bytesOf(1000, 0));
    await store.put(1, bytesOf(1000, 1));
    await expect(store.put(2, bytesOf(1000, 2))).rejects.toMatchObject({ code: 'storage-full' });
    expect(await store.keys()).toEqual([0, 1]);
    expect(await store.get(1)).toEqual(bytesOf(1000, 1));
    vi.restoreAllMocks();
    await store.put(2, bytesOf(1000, 2));
    expect(await store.keys()).toEqual([0, 1, 2]);
  });

  test('a batch that does not fit as a whole still stores what fits', async () => {
    const store = open(freshInfoHash());
    await store.keys();
    limitStorage(3500);
    const results = await Promise.allSettled(
      [0, 1, 2, 3, 4].map((piece) => store.put(piece, bytesOf(1000, piece))),
    );
    const stored = results.filter((result) => result.status === 'fulfilled').length;
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(5);
    expect((await store.keys()).length).toBe(stored);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'storage-full' });
    }
  });
});
