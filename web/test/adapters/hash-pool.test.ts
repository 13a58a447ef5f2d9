import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { HashPool, UnreadableRun } from '../../src/adapters/hash-pool.ts';
import type { HashReply, HashRequest, HashRun } from '../../src/worker/hash-protocol.ts';

/** A worker that answers when it is told to. */
class FakeWorker {
  static all: FakeWorker[] = [];
  static get alive(): readonly FakeWorker[] {
    return FakeWorker.all.filter(({ isAlive }) => isAlive);
  }

  readonly asked: HashRequest[] = [];
  isAlive = true;
  onmessage: ((event: { data: HashReply }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;

  constructor() {
    FakeWorker.all.push(this);
  }

  postMessage(request: HashRequest): void {
    expect(this.isAlive).toBe(true);
    this.asked.push(request);
  }

  terminate(): void {
    this.isAlive = false;
  }

  /** Ends the oldest of its runs. */
  answer(reply: 'hashed' | 'unreadable' = 'hashed'): void {
    const id = this.asked.shift()?.id ?? -1;
    this.onmessage?.({
      data:
        reply === 'hashed'
          ? { id, type: 'hashed', hashes: [], isLast: true }
          : { id, type: 'unreadable', message: 'gone' },
    });
  }
}

/** Whoever has hashed so much is replaced. */
const WORN_BYTES = 128 * 1024 * 1024;

const file = new File([], 'a.bin');
const run = (length: number): HashRun => ({
  file,
  pieces: [{ piece: 0, file: 0, offset: 0, length, leafWidth: 1, v1Length: length }],
});
const busy = (): FakeWorker[] => FakeWorker.alive.filter(({ asked }) => asked.length > 0);

beforeEach(() => {
  FakeWorker.all = [];
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
});
afterEach(() => vi.unstubAllGlobals());

describe('the hashing workers', () => {
  test('are replaced once they have hashed much, one that is not needed any more excepted', async () => {
    const pool = new HashPool();
    const done = Promise.all(Array.from({ length: 6 }, () => pool.hash(run(WORN_BYTES), () => {})));
    for (let ended = 0; ended < 6; ended++) {
      // Beside those at work there may be the one before of each, until its successor has answered.
      expect(busy().length).toBeLessThanOrEqual(2);
      expect(FakeWorker.alive.length).toBeLessThanOrEqual(4);
      busy()[0]?.answer();
    }
    await done;
    expect(FakeWorker.all).toHaveLength(6);
    expect(FakeWorker.alive).toHaveLength(2);
    pool.close();
    expect(FakeWorker.alive).toHaveLength(0);
  });

  test('lose nothing when one of them is replaced while it has more to do', async () => {
    const pool = new HashPool();
    const lengths = [WORN_BYTES - 1, WORN_BYTES, ...Array.from({ length: 40 }, () => 1024 * 1024)];
    let ended = 0;
    const done = Promise.all(
      lengths.map(async (length) => {
        await pool.hash(run(length), () => {});
        ended++;
      }),
    );
    while (busy().length > 0) {
      const worker = busy()[0];
      // Worn or not, none has more waiting than it needs to stay busy.
      expect(worker?.asked.length).toBeLessThanOrEqual(5);
      worker?.answer();
    }
    await done;
    expect(ended).toBe(lengths.length);
    expect(FakeWorker.all.length).toBeGreaterThan(2);
  });

  test('go on as they are where no other comes, and lose nothing by it', async () => {
    const pool = new HashPool();
    let ended = 0;
    const done = Promise.all(
      Array.from({ length: 6 }, async () => {
        await pool.hash(run(WORN_BYTES), () => {});
        ended++;
      }),
    );
    const first = [...FakeWorker.alive];
    for (let step = 0; step < 20 && busy().length > 0; step++) {
      const worker = busy().at(-1);
      if (worker !== undefined && !first.includes(worker)) worker.onerror?.({ message: 'not found' });
      else worker?.answer();
    }
    await done;
    expect(ended).toBe(6);
    expect(FakeWorker.alive).toEqual(first);
    // One was tried in vain, and the worker before it did all the rest.
    expect(FakeWorker.all).toHaveLength(3);
    expect(pool.isBroken).toBe(false);
  });

  test('nor is a file blamed for what a successor lacks', async () => {
    const pool = new HashPool();
    const done = Promise.all(Array.from({ length: 3 }, () => pool.hash(run(WORN_BYTES), () => {})));
    busy()[0]?.answer();
    busy().at(-1)?.answer('unreadable');
    while (busy().length > 0) busy()[0]?.answer();
    await done;
    expect(FakeWorker.alive).toHaveLength(2);
  });

  test('a failure of the one before is none of its successor', async () => {
    const pool = new HashPool();
    const done = Promise.all(Array.from({ length: 3 }, () => pool.hash(run(WORN_BYTES), () => {})));
    const [first] = busy();
    first?.answer();
    first?.onerror?.({ message: 'too late' });
    while (busy().length > 0) busy()[0]?.answer();
    await done;
    expect(pool.isBroken).toBe(false);
    expect(FakeWorker.all).toHaveLength(3);
  });

  test('one that fails in its work breaks the pool, and everybody is told', async () => {
    const pool = new HashPool();
    const running = pool.hash(run(10), () => {});
    busy()[0]?.onerror?.({ message: 'out of memory' });
    await expect(running).rejects.toThrow('out of memory');
    await expect(pool.hash(run(10), () => {})).rejects.toThrow('out of memory');
    expect(pool.isBroken).toBe(true);
  });

  test('tell which run could not be read, and go on with the others', async () => {
    const pool = new HashPool();
    const lost = pool.hash(run(10), () => {});
    const found = pool.hash(run(20), () => {});
    busy()[0]?.answer('unreadable');
    busy()[0]?.answer();
    await expect(lost).rejects.toThrow(UnreadableRun);
    await found;
  });
});
