import 'fake-indexeddb/auto';
import { createStore, get, set } from 'idb-keyval';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { connectPieceStore } from '../../src/adapters/piece-store.ts';
import { answerCalls, Caller } from '../../src/worker/calls.ts';
import { createPiecesWorker } from '../../src/worker/pieces-worker.ts';
import {
  blocksOf,
  bytesOf,
  expectedOf,
  freshInfoHash,
  pieceStoreContract,
  stored,
} from './piece-store-contract.ts';

const hastened = vi.hoisted(() => [] as number[]);
vi.mock('../../src/worker/collector.ts', () => ({
  hastenCollector: (bytes: number) => hastened.push(bytes),
}));

const PIECE = 65_536;

const ports: MessagePort[] = [];

/** The real worker code at the other end of a real message channel: transfers detach as in a browser. */
function open(infoHash: string) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  answerCalls(port1, createPiecesWorker());
  return connectPieceStore(port2, infoHash);
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
  const expected = await stored(store, 0, bytesOf(PIECE, 1));
  const die = (): never => {
    throw new DOMException('The connection is closing.', 'InvalidStateError');
  };
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(die);
  expect(await store.get(expected)).toEqual(bytesOf(PIECE, 1));
  expect(transaction).toHaveBeenCalledTimes(2);
  transaction.mockImplementation(die);
  await expect(stored(store, 1, bytesOf(PIECE, 2))).rejects.toMatchObject({ code: 'storage-failed' });
  // Reading fails with a code as well.
  await expect(store.get(expected)).rejects.toMatchObject({ code: 'storage-failed' });
  await expect(store.keys()).rejects.toMatchObject({ code: 'storage-failed' });
});

test('the collector is hastened after a copy, for which nobody waits, and not after what comes from peers', async () => {
  const store = open(freshInfoHash());
  const bytes = bytesOf(PIECE, 1);
  hastened.length = 0;
  const expected = await stored(store, 0, bytes);
  expect(hastened).toEqual([]);
  expect(await store.copy({ file: new Blob([bytes]), offset: 0, expected: [expected] })).toBe('stored');
  expect(hastened).toEqual([PIECE]);
});

test('a worker that fails takes its open calls with it, and later ones too', async () => {
  const { port1 } = new MessageChannel();
  ports.push(port1);
  const caller = new Caller<{ ask(): Promise<number> }>(port1);
  const open = caller.call('ask', []);
  caller.fail(new Error('it did not load'));
  await expect(open).rejects.toThrow('it did not load');
  await expect(caller.call('ask', [])).rejects.toThrow('it did not load');
});

describe('a full storage', () => {
  test('refuses with a code, keeps what is there, and takes the piece once there is room', async () => {
    const store = open(freshInfoHash());
    limitStorage(2.5 * PIECE);
    const first = await stored(store, 0, bytesOf(PIECE, 0));
    const second = await stored(store, 1, bytesOf(PIECE, 1));
    await expect(stored(store, 2, bytesOf(PIECE, 2))).rejects.toMatchObject({ code: 'storage-full' });
    expect(await store.keys()).toEqual([0, 1]);
    expect(await store.get(first)).toEqual(bytesOf(PIECE, 0));
    expect(await store.get(second)).toEqual(bytesOf(PIECE, 1));
    vi.restoreAllMocks();
    await stored(store, 2, bytesOf(PIECE, 2));
    expect(await store.keys()).toEqual([0, 1, 2]);
  });

  test('a batch that does not fit as a whole still stores what fits', async () => {
    const store = open(freshInfoHash());
    await store.keys();
    const pieces = [0, 1, 2, 3, 4].map((piece) => bytesOf(PIECE, piece));
    const expected = await Promise.all(pieces.map((bytes, piece) => expectedOf(piece, bytes)));
    limitStorage(3.5 * PIECE);
    const results = await Promise.allSettled(
      expected.map((one, piece) => store.receive(one, blocksOf(pieces[piece] ?? new Uint8Array()))),
    );
    const kept = results.filter((result) => result.status === 'fulfilled').length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(5);
    expect((await store.keys()).length).toBe(kept);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'storage-full' });
    }
  });
});
