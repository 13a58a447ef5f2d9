/**
 * Whom to connect to: remembers the peers that signaling and others told of, and decides which to dial now.
 * The newcomer dials those already there; who dialed redials after a loss, ever more slowly, so that a path
 * that fails is not tried in a tight loop. It opens nothing itself.
 */
export interface DialerOptions {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly maxPending: number;
  readonly maxConnections: number;
}

interface Candidate {
  readonly id: string;
  state: 'idle' | 'dialing' | 'connected';
  failures: number;
  notBeforeMs: number;
}

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;

export class Dialer {
  readonly #options: DialerOptions;
  readonly #candidates = new Map<string, Candidate>();
  /** Connections that others opened to us: they count, but are not ours to redial. */
  readonly #incoming = new Set<string>();

  constructor(options: DialerOptions) {
    this.#options = options;
  }

  /** A peer that was in the swarm when we came: ours to dial. */
  learn(id: string): void {
    if (this.#candidates.has(id) || this.#candidates.size >= 500) return;
    this.#candidates.set(id, { id, state: 'idle', failures: 0, notBeforeMs: 0 });
  }

  /** A peer has left the swarm, or is banned. */
  forget(id: string): void {
    this.#candidates.delete(id);
  }

  forgetAll(): void {
    this.#candidates.clear();
  }

  incomingOpened(id: string): void {
    this.#incoming.add(id);
  }

  incomingClosed(id: string): void {
    this.#incoming.delete(id);
  }

  connected(id: string): void {
    const candidate = this.#candidates.get(id);
    if (candidate === undefined) return;
    candidate.state = 'connected';
    candidate.failures = 0;
  }

  /** An attempt failed or a connection of ours was lost. */
  failed(id: string, nowMs: number): void {
    const candidate = this.#candidates.get(id);
    if (candidate === undefined) return;
    const backoffMs = Math.min(FIRST_RETRY_MS * 2 ** candidate.failures, MAX_RETRY_MS);
    candidate.state = 'idle';
    candidate.failures++;
    candidate.notBeforeMs = nowMs + backoffMs * (0.5 + this.#options.random());
  }

  /** Peers to dial now; each counts as dialing until `connected` or `failed`. */
  takeDue(nowMs: number): readonly string[] {
    const all = [...this.#candidates.values()];
    const pending = all.filter((candidate) => candidate.state === 'dialing').length;
    const open = all.filter((candidate) => candidate.state === 'connected').length + this.#incoming.size;
    const room = Math.min(this.#options.maxPending - pending, this.#options.maxConnections - open - pending);
    const due = all
      .filter(
        (candidate) =>
          candidate.state === 'idle' && candidate.notBeforeMs <= nowMs && !this.#incoming.has(candidate.id),
      )
      .sort((a, b) => a.failures - b.failures || a.notBeforeMs - b.notBeforeMs)
      .slice(0, Math.max(0, room));
    for (const candidate of due) candidate.state = 'dialing';
    return due.map((candidate) => candidate.id);
  }

  /** When `takeDue` may have something new without any event, ms; `null`: never. */
  nextWakeup(): number | null {
    let next: number | null = null;
    for (const candidate of this.#candidates.values()) {
      if (candidate.state !== 'idle' || this.#incoming.has(candidate.id)) continue;
      if (next === null || candidate.notBeforeMs < next) next = candidate.notBeforeMs;
    }
    return next;
  }
}
