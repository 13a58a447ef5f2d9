/**
 * The session's time. Wake-ups are timed in a worker, because a hidden tab's own timers run late.
 */
export interface Clock {
  /** Milliseconds, monotonic, from an arbitrary start. */
  now(): number;
  /** Calls back once `now()` has reached `at`. Replaces the previous wish; `null` takes it back. */
  wakeAt(at: number | null, callback: () => void): void;
  close(): void;
}

export declare function createClock(): Clock;
