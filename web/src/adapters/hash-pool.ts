/**
 * The hashing workers of one torrent: hands them runs of pieces, a few ahead, and collects what they return. It
 * starts no more workers than there is work or cores, replaces them before their memory grows, and ends them all when
 * closed.
 */
import type { PieceHashes } from '@flockdrop/shared/metainfo';
import type { HashReply, HashRequest, HashRun } from '../worker/hash-protocol.ts';

const MAX_WORKERS = 2;
/** A worker with less than this to do gets one more run: a long one keeps it busy by itself, small files do not. */
const ENOUGH_BYTES = 4 * 1024 * 1024;
/**
 * A worker that has hashed so much is replaced: each digest leaves something behind, some 100 MB for a gibibyte, which
 * Chromium's collector does not come for in time. docs/decisions/0006-reading-files.md.
 */
const WORN_BYTES = 128 * 1024 * 1024;

/** A run whose file could not be read. */
export class UnreadableRun extends Error {
  readonly run: HashRun;

  constructor(run: HashRun, message: string) {
    super(message);
    this.name = 'UnreadableRun';
    this.run = run;
  }
}

interface Job {
  readonly run: HashRun;
  readonly onHashed: (hashes: readonly PieceHashes[]) => void;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Hand {
  worker: Worker;
  /** The worker before it, until this one has answered: its script may not come. */
  worn: Worker | null;
  readonly jobs: Map<number, Job>;
  pendingBytes: number;
  hashedBytes: number;
}

export class HashPool {
  readonly #hands: readonly Hand[];
  readonly #queue: Job[] = [];
  #lastId = 0;
  #failure: Error | null = null;

  constructor() {
    const count = Math.min(MAX_WORKERS, Math.max(1, navigator.hardwareConcurrency));
    this.#hands = Array.from({ length: count }, () => this.#hire());
  }

  /** A worker failed: it takes no more work. */
  get isBroken(): boolean {
    return this.#failure !== null;
  }

  /**
   * Tells the hashes of the run's pieces in their order, a few at a time, and resolves after the last. Rejects with
   * UnreadableRun, or when broken. Once closed it stays pending: whoever closes has lost interest.
   */
  hash(run: HashRun, onHashed: (hashes: readonly PieceHashes[]) => void): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#queue.push({ run, onHashed, resolve, reject });
      this.#assign();
    });
  }

  close(): void {
    this.#queue.length = 0;
    for (const hand of this.#hands) {
      hand.jobs.clear();
      hand.worker.terminate();
      hand.worn?.terminate();
    }
  }

  #hire(): Hand {
    const worker = startWorker();
    const hand: Hand = { worker, worn: null, jobs: new Map(), pendingBytes: 0, hashedBytes: 0 };
    this.#listen(hand);
    return hand;
  }

  #listen(hand: Hand): void {
    const { worker } = hand;
    worker.onmessage = (event: MessageEvent<HashReply>) => {
      if (worker === hand.worker) this.#hear(hand, event.data);
    };
    worker.onerror = (event) => {
      if (worker === hand.worker) this.#fail(hand, event.message || 'The hashing worker failed.');
    };
  }

  #replace(hand: Hand): void {
    hand.worn = hand.worker;
    hand.worker = startWorker();
    hand.hashedBytes = 0;
    this.#listen(hand);
  }

  #assign(): void {
    for (;;) {
      const hand = this.#hands.reduce((least, other) => (roomOf(other) > roomOf(least) ? other : least));
      if (roomOf(hand) <= 0) return;
      const job = this.#queue.shift();
      if (job === undefined) return;
      if (hand.hashedBytes >= WORN_BYTES) this.#replace(hand);
      hand.pendingBytes += lengthOf(job.run);
      this.#lastId++;
      hand.jobs.set(this.#lastId, job);
      hand.worker.postMessage({ id: this.#lastId, run: job.run } satisfies HashRequest);
    }
  }

  #hear(hand: Hand, reply: HashReply): void {
    // It may be a part of its script that did not come, and not the file's fault.
    if (hand.worn !== null && reply.type === 'unreadable') {
      this.#fail(hand, reply.message);
      return;
    }
    hand.worn?.terminate();
    hand.worn = null;
    this.#settle(hand, reply);
  }

  #settle(hand: Hand, reply: HashReply): void {
    const job = hand.jobs.get(reply.id);
    if (reply.type === 'hashed') job?.onHashed(reply.hashes);
    if (reply.type === 'hashed' && !reply.isLast) return;
    hand.jobs.delete(reply.id);
    if (job !== undefined) {
      hand.pendingBytes -= lengthOf(job.run);
      hand.hashedBytes += lengthOf(job.run);
    }
    if (reply.type === 'hashed') job?.resolve();
    else job?.reject(new UnreadableRun(job.run, reply.message));
    this.#assign();
  }

  /** Where another worker does not come, the one before goes on, and on. */
  #fail(hand: Hand, message: string): void {
    if (hand.worn === null) {
      this.#break(new Error(message));
      return;
    }
    hand.worker.terminate();
    hand.worker = hand.worn;
    hand.worn = null;
    hand.hashedBytes = Number.NEGATIVE_INFINITY;
    for (const [id, { run }] of hand.jobs) hand.worker.postMessage({ id, run } satisfies HashRequest);
  }

  #break(error: Error): void {
    this.#failure = error;
    const running = this.#hands.flatMap(({ jobs }) => [...jobs.values()]);
    for (const job of [...running, ...this.#queue.splice(0)]) job.reject(error);
    for (const { jobs } of this.#hands) jobs.clear();
  }
}

function startWorker(): Worker {
  return new Worker(new URL('../worker/hash.ts', import.meta.url), { type: 'module', name: 'hash' });
}

/** Bytes that it may be given. One that is worn is given nothing until it has done what it has, and can be replaced. */
function roomOf({ pendingBytes, hashedBytes }: Hand): number {
  const isLeaving = hashedBytes >= WORN_BYTES && pendingBytes > 0;
  return isLeaving ? 0 : ENOUGH_BYTES - pendingBytes;
}

/** Bytes. */
function lengthOf({ pieces }: HashRun): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
