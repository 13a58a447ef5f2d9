/** Web Locks as browsers have them, as far as we use them: exclusive, queued, `ifAvailable` and `signal`. */
interface Waiting {
  readonly grant: () => void;
  readonly signal: AbortSignal | undefined;
}

type Callback = (lock: { readonly name: string } | null) => unknown;

export class FakeLocks {
  readonly #held = new Set<string>();
  readonly #queues = new Map<string, Waiting[]>();

  isHeld(name: string): boolean {
    return this.#held.has(name);
  }

  async request(
    name: string,
    ...rest: readonly [Callback] | readonly [LockOptions, Callback]
  ): Promise<unknown> {
    const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest;
    options.signal?.throwIfAborted();
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    const isFree = !this.#held.has(name) && queue.length === 0;
    if (!isFree && options.ifAvailable === true) return callback(null);
    if (!isFree) await this.#wait(queue, options.signal);
    this.#held.add(name);
    try {
      return await callback({ name });
    } finally {
      const next = queue.shift();
      if (next === undefined) this.#held.delete(name);
      else next.grant();
    }
  }

  #wait(queue: Waiting[], signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { grant: resolve, signal };
      queue.push(waiting);
      signal?.addEventListener('abort', () => {
        const at = queue.indexOf(waiting);
        if (at >= 0) queue.splice(at, 1);
        reject(signal.reason);
      });
    });
  }
}
