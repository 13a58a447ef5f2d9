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
export const WORN_BYTES = 256 * 1024 * 1024;

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
  readonly worker: Worker;
  pendingBytes: number;
  hashedBytes: number;
}

export class HashPool {
  #hands: readonly Hand[];
  readonly #queue: Job[] = [];
  readonly #running = new Map<number, Job>();
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
    this.#running.clear();
    for (const { worker } of this.#hands) worker.terminate();
  }

  #hire(): Hand {
    const worker = new Worker(new URL('../worker/hash.ts', import.meta.url), {
      type: 'module',
      name: 'hash',
    });
    const hand: Hand = { worker, pendingBytes: 0, hashedBytes: 0 };
    worker.onmessage = (event: MessageEvent<HashReply>) => this.#settle(hand, event.data);
    worker.onerror = (event) => this.#break(new Error(event.message || 'The hashing worker failed.'));
    return hand;
  }

  #replace(worn: Hand): Hand {
    worn.worker.terminate();
    const hand = this.#hire();
    this.#hands = this.#hands.map((other) => (other === worn ? hand : other));
    return hand;
  }

  #assign(): void {
    for (;;) {
      const idlest = this.#hands.reduce((least, other) => (roomOf(other) > roomOf(least) ? other : least));
      if (roomOf(idlest) <= 0) return;
      const job = this.#queue.shift();
      if (job === undefined) return;
      const hand = idlest.hashedBytes < WORN_BYTES ? idlest : this.#replace(idlest);
      hand.pendingBytes += lengthOf(job.run);
      this.#lastId++;
      this.#running.set(this.#lastId, job);
      hand.worker.postMessage({ id: this.#lastId, run: job.run } satisfies HashRequest);
    }
  }

  #settle(hand: Hand, reply: HashReply): void {
    const job = this.#running.get(reply.id);
    if (reply.type === 'hashed') job?.onHashed(reply.hashes);
    if (reply.type === 'hashed' && !reply.isLast) return;
    this.#running.delete(reply.id);
    if (job !== undefined) {
      hand.pendingBytes -= lengthOf(job.run);
      hand.hashedBytes += lengthOf(job.run);
    }
    if (reply.type === 'hashed') job?.resolve();
    else job?.reject(new UnreadableRun(job.run, reply.message));
    this.#assign();
  }

  #break(error: Error): void {
    this.#failure = error;
    for (const job of [...this.#running.values(), ...this.#queue.splice(0)]) job.reject(error);
    this.#running.clear();
  }
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
