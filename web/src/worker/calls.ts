/**
 * Calls across a worker's boundary: each is one message there and one back. It copies and transfers what it is told
 * to and knows nothing of what is called. A worker that fails takes its open calls with it, as rejections.
 */

/** A worker or a message port, from either side. */
export interface CallPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

/** Functions by name. */
type Calls<C> = { readonly [Name in keyof C]: (...args: never[]) => Promise<unknown> };
type Result<F> = F extends (...args: never[]) => Promise<infer R> ? R : never;
type Arguments<F> = F extends (...args: infer A) => unknown ? A : never;

interface Call {
  readonly id: number;
  readonly name: PropertyKey;
  readonly args: readonly unknown[];
}

type Answer =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Caller<C extends Calls<C>> {
  readonly #port: CallPort;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #failure: Error | null = null;

  constructor(port: CallPort) {
    this.#port = port;
    port.onmessage = (event: MessageEvent<Answer>) => this.#settle(event.data);
  }

  /** Rejects with what was thrown there, as text, or when the other side fails. */
  call<Name extends keyof C>(
    name: Name,
    args: Arguments<C[Name]>,
    transfer: Transferable[] = [],
  ): Promise<Result<C[Name]>> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.#lastId++;
    const id = this.#lastId;
    this.#port.postMessage({ id, name, args } satisfies Call, transfer);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (result: unknown) => void, reject });
    });
  }

  /** Nothing will be answered any more. */
  fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  #settle(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.ok) pending?.resolve(answer.result);
    else pending?.reject(new Error(answer.message));
  }
}

const given = new WeakMap<object, Transferable[]>();

/** Marks a result whose buffers go to the caller instead of being copied. */
export function give<T extends object>(result: T, buffers: readonly Transferable[]): T {
  given.set(result, [...buffers]);
  return result;
}

/** Answers the calls of a Caller at the other end. */
export function answerCalls<C extends Calls<C>>(port: CallPort, calls: C): void {
  const answer = async ({ id, name, args }: Call): Promise<void> => {
    try {
      const call = calls[name as keyof C] as unknown as (...args: readonly unknown[]) => Promise<unknown>;
      const result = await call(...args);
      const transfer = typeof result === 'object' && result !== null ? (given.get(result) ?? []) : [];
      port.postMessage({ id, ok: true, result } satisfies Answer, transfer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      port.postMessage({ id, ok: false, message } satisfies Answer, []);
    }
  };
  port.onmessage = (event: MessageEvent<Call>) => void answer(event.data);
}
