/** Web Locks as browsers have them, as far as we use them: exclusive and shared, queued, `ifAvailable` and `signal`. */
interface Waiting {
  readonly mode: LockMode;
  readonly grant: () => void;
  readonly signal: AbortSignal | undefined;
}

type Callback = (lock: { readonly name: string } | null) => unknown;

export class FakeLocks {
  readonly #held = new Map<string, { readonly mode: LockMode; holders: number }>();
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
    const { mode = 'exclusive' } = options;
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    const isFree = queue.length === 0 && this.#mayHold(name, mode);
    if (!isFree && options.ifAvailable === true) return callback(null);
    if (isFree) this.#hold(name, mode);
    else await this.#wait(queue, mode, options.signal);
    try {
      return await callback({ name });
    } finally {
      this.#release(name);
    }
  }

  #mayHold(name: string, mode: LockMode): boolean {
    const held = this.#held.get(name);
    return held === undefined || (held.mode === 'shared' && mode === 'shared');
  }

  #hold(name: string, mode: LockMode): void {
    const held = this.#held.get(name);
    if (held === undefined) this.#held.set(name, { mode, holders: 1 });
    else held.holders++;
  }

  #release(name: string): void {
    const held = this.#held.get(name);
    if (held !== undefined && --held.holders === 0) this.#held.delete(name);
    const queue = this.#queues.get(name) ?? [];
    for (let next = queue[0]; next !== undefined && this.#mayHold(name, next.mode); next = queue[0]) {
      queue.shift();
      this.#hold(name, next.mode);
      next.grant();
    }
  }

  #wait(queue: Waiting[], mode: LockMode, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { mode, grant: resolve, signal };
      queue.push(waiting);
      signal?.addEventListener('abort', () => {
        const at = queue.indexOf(waiting);
        if (at >= 0) queue.splice(at, 1);
        reject(signal.reason);
      });
    });
  }
}
