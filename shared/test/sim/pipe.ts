import type { Agenda } from './agenda.ts';

/** A source of messages that takes its turn on a pipe. */
export interface Flow<T> {
  /** What goes next in one turn, with its size in bytes; `null`: nothing waits. */
  take(): { readonly size: number; readonly what: T } | null;
  /** It has left the pipe. */
  done(size: number, what: T): void;
}

/**
 * The capacity of one line, up or down: its flows take turns, so that one with much to send delays the others by one
 * message at most, as packets of several connections do on a real line.
 */
export class Pipe<T> {
  /** Bytes per second; may be infinite. */
  readonly bps: number;
  /** Bytes that have gone through. */
  carried = 0;
  readonly #agenda: Agenda;
  readonly #turns: Flow<T>[] = [];
  readonly #waiting = new Set<Flow<T>>();
  #busy = false;
  #stalledUntilMs = 0;

  constructor(agenda: Agenda, bps: number) {
    this.#agenda = agenda;
    this.bps = bps;
  }

  /** The flow has something to send. */
  enlist(flow: Flow<T>): void {
    if (this.#waiting.has(flow)) return;
    this.#waiting.add(flow);
    this.#turns.push(flow);
    if (!this.#busy) this.#next();
  }

  /** Nothing goes through for a while, and nothing is lost. */
  stallFor(ms: number): void {
    this.#stalledUntilMs = this.#agenda.nowMs + ms;
  }

  #next(): void {
    this.#busy = false;
    for (let flow = this.#turns.shift(); flow !== undefined; flow = this.#turns.shift()) {
      this.#waiting.delete(flow);
      const taken = flow.take();
      if (taken === null) continue;
      this.#busy = true;
      this.#carry(flow, taken.size, taken.what);
      return;
    }
  }

  #carry(flow: Flow<T>, size: number, what: T): void {
    const stalledMs = Math.max(0, this.#stalledUntilMs - this.#agenda.nowMs);
    this.#agenda.after(stalledMs + (size / this.bps) * 1_000, () => {
      this.carried += size;
      // Behind those who wait already.
      this.enlist(flow);
      flow.done(size, what);
      this.#next();
    });
  }
}
