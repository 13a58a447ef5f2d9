/**
 * Whom to connect to: remembers the peers that signaling told of and the links that are open, whoever dialed them, and
 * decides which peers to dial now. The newcomer dials those already there; who dialed redials after a loss, ever more
 * slowly, so that neither a path that fails nor a peer that hangs up is tried in a tight loop. It opens nothing itself.
 */
export interface DialerOptions {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly maxPending: number;
  readonly maxConnections: number;
}

interface Candidate {
  failures: number;
  notBeforeMs: number;
}

interface OpenLinks {
  readonly count: number;
  /** Since when there has been one without a gap. */
  readonly sinceMs: number;
}

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
const MAX_CANDIDATES = 500;
/** Links that lasted this long were good: the next attempt is a first one again. */
const PROVEN_AFTER_MS = 30_000;
/** When both dial at once, both offers are under way for less than this. */
const GLARE_MS = 5_000;

export class Dialer {
  readonly #options: DialerOptions;
  /** Ours to dial, while no link to them is open. */
  readonly #candidates = new Map<string, Candidate>();
  readonly #dialing = new Set<string>();
  readonly #open = new Map<string, OpenLinks>();

  constructor(options: DialerOptions) {
    this.#options = options;
  }

  /** A peer that was in the swarm when we came: ours to dial. */
  learn(id: string): void {
    if (this.#candidates.has(id) || this.#candidates.size >= MAX_CANDIDATES) return;
    this.#candidates.set(id, { failures: 0, notBeforeMs: 0 });
  }

  /** A peer has left the swarm, or is banned: its links, if it has any, are not renewed. */
  forget(id: string): void {
    this.#candidates.delete(id);
  }

  forgetAll(): void {
    this.#candidates.clear();
  }

  /** A link is open, dialed by us or by the peer; there may be several to one peer. */
  opened(id: string, dialed: boolean, nowMs: number): void {
    if (dialed) this.#dialing.delete(id);
    const links = this.#open.get(id);
    this.#open.set(id, { count: (links?.count ?? 0) + 1, sinceMs: links?.sinceMs ?? nowMs });
  }

  /** An open link is gone. Only the last one leaves the peer to be dialed anew. */
  closed(id: string, nowMs: number): void {
    const links = this.#open.get(id);
    if (links === undefined) return;
    if (links.count > 1) {
      this.#open.set(id, { ...links, count: links.count - 1 });
      return;
    }
    this.#open.delete(id);
    const candidate = this.#candidates.get(id);
    if (candidate === undefined) return;
    if (nowMs - links.sinceMs >= PROVEN_AFTER_MS) candidate.failures = 0;
    this.#backOff(candidate, nowMs);
  }

  /** An attempt of ours came to nothing. */
  failed(id: string, nowMs: number): void {
    this.#dialing.delete(id);
    const candidate = this.#candidates.get(id);
    if (candidate !== undefined) this.#backOff(candidate, nowMs);
  }

  /** Peers to dial now; each counts as dialing until `opened` or `failed`. */
  takeDue(nowMs: number): readonly string[] {
    let links = 0;
    for (const { count } of this.#open.values()) links += count;
    const pending = this.#dialing.size;
    const room = Math.min(this.#options.maxPending - pending, this.#options.maxConnections - links - pending);
    const due = [...this.#candidates]
      .filter(([id, { notBeforeMs }]) => notBeforeMs <= nowMs && this.#isIdle(id))
      .sort(([, a], [, b]) => a.failures - b.failures || a.notBeforeMs - b.notBeforeMs)
      .slice(0, Math.max(0, room))
      .map(([id]) => id);
    for (const id of due) this.#dialing.add(id);
    return due;
  }

  /** When `takeDue` has something new without any event, ms; `null`: never. What is due already waits for room. */
  nextWakeup(nowMs: number): number | null {
    let next: number | null = null;
    for (const [id, { notBeforeMs }] of this.#candidates) {
      if (notBeforeMs <= nowMs || !this.#isIdle(id)) continue;
      if (next === null || notBeforeMs < next) next = notBeforeMs;
    }
    return next;
  }

  #isIdle(id: string): boolean {
    return !this.#dialing.has(id) && !this.#open.has(id);
  }

  #backOff(candidate: Candidate, nowMs: number): void {
    const backoffMs = Math.min(FIRST_RETRY_MS * 2 ** candidate.failures, MAX_RETRY_MS);
    candidate.failures++;
    candidate.notBeforeMs = nowMs + backoffMs * (0.5 + this.#options.random());
  }
}

/**
 * Whether to answer an offer of a peer that we are dialing ourselves. When both dial at once, the offer of the lower
 * name stands. An attempt of ours that is older than that has had no answer: its offer was lost, and theirs stands.
 */
export function yieldsToOffer(dial: {
  readonly self: string;
  readonly peer: string;
  readonly pendingMs: number;
}): boolean {
  return dial.self > dial.peer || dial.pendingMs >= GLARE_MS;
}
