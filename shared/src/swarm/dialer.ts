import type { RoomWish } from './types.ts';

/**
 * Whom to connect to: remembers the peers that signaling told of and the links that are open, whoever dialed them, and
 * decides which peers to dial now, and when poor links should make room for peers not met yet. The newcomer dials
 * those already there; who dialed redials after a loss, ever more slowly, so that neither a path that fails nor a peer
 * that hangs up is tried in a tight loop. It opens and closes nothing itself.
 */
export interface DialerOptions {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly maxPending: number;
  /** May change at any time: what a share may have depends on the others of the tab. */
  readonly maxConnections: () => number;
}

interface Candidate {
  failures: number;
  notBeforeMs: number;
  /** It was connected before, so we know what it is good for. */
  isKnown: boolean;
}

interface OpenLinks {
  readonly count: number;
  /** Since when there has been one without a gap. */
  readonly sinceMs: number;
}

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
const MAX_CANDIDATES = 500;
/** About as often a poor link is left for a peer not met yet. */
const ROOM_INTERVAL_MS = 60_000;
/** Links that are left at one time, when there are more than there may be. */
const MAX_LEFT_AT_ONCE = 4;
/** No link is left for a peer that could not be reached so many times in a row. */
const MOST_FAILURES = 4;
/** From this part of the budget on, links without any use are let go of. */
const TIGHT_SHARE = 0.9;
/** A peer that was left, or that left us, to make room is left alone for about this long. */
const REST_MS = 600_000;
const MAX_RESTING = 500;
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
  /** Until when peers are left alone that had to make room, or needed it. */
  readonly #resting = new Map<string, number>();
  /** When there may be room to make; `null` while there is enough. */
  #roomAtMs: number | null = null;

  constructor(options: DialerOptions) {
    this.#options = options;
  }

  /** A peer that was in the swarm when we came: ours to dial. */
  learn(id: string): void {
    if (this.#candidates.has(id) || this.#candidates.size >= MAX_CANDIDATES) return;
    this.#candidates.set(id, { failures: 0, notBeforeMs: this.#resting.get(id) ?? 0, isKnown: false });
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
    const candidate = this.#candidates.get(id);
    if (candidate !== undefined) candidate.isKnown = true;
    this.#planRoom(nowMs);
  }

  /**
   * An open link is gone. Only the last one leaves the peer to be dialed anew.
   * @param code why: after `made-room` here and `left` there it is not dialed again soon
   */
  closed(id: string, nowMs: number, code?: string): void {
    const links = this.#open.get(id);
    if (links === undefined) return;
    if (code === 'made-room' || code === 'left') this.#rest(id, nowMs);
    if (links.count > 1) {
      this.#open.set(id, { ...links, count: links.count - 1 });
      return;
    }
    this.#open.delete(id);
    const candidate = this.#candidates.get(id);
    if (candidate === undefined) return;
    if (nowMs - links.sinceMs >= PROVEN_AFTER_MS) candidate.failures = 0;
    this.#backOff(candidate, nowMs);
    candidate.notBeforeMs = Math.max(candidate.notBeforeMs, this.#resting.get(id) ?? 0);
  }

  /** An attempt of ours came to nothing. */
  failed(id: string, nowMs: number): void {
    this.#dialing.delete(id);
    const candidate = this.#candidates.get(id);
    if (candidate !== undefined) this.#backOff(candidate, nowMs);
  }

  /** We gave the attempt up ourselves: it says nothing about the peer. */
  abandoned(id: string): void {
    this.#dialing.delete(id);
  }

  /** Peers that are connected, or could be. */
  get peerCount(): number {
    let count = this.#candidates.size;
    for (const id of this.#open.keys()) if (!this.#candidates.has(id)) count++;
    return count;
  }

  /** The network is back, or another one: what failed before may work now. */
  retryNow(nowMs: number): void {
    for (const [id, candidate] of this.#candidates) {
      candidate.failures = 0;
      candidate.notBeforeMs = this.#restsUntil(id, nowMs) ?? 0;
    }
  }

  /** Whether to answer an offer: not without end, and not of one who was asked to leave while there is no room. */
  accepts(id: string, nowMs: number): boolean {
    const links = this.#linkCount();
    const most = this.#options.maxConnections();
    return links < (this.#restsUntil(id, nowMs) === null ? 2 * most : most);
  }

  /**
   * What room to make now, if any: about once a minute, when there are more links than there may be, or peers that were
   * never met and no room for them, or hardly room for whoever comes.
   */
  takeRoomWish(nowMs: number): RoomWish | null {
    if (this.#roomAtMs === null || nowMs < this.#roomAtMs) return null;
    this.#roomAtMs = null;
    this.#planRoom(nowMs);
    const places = this.#options.maxConnections();
    const surplus = this.#linkCount() + this.#dialing.size - places;
    if (surplus > 0) return { among: 'any', count: Math.min(surplus, MAX_LEFT_AT_ONCE), places };
    if (surplus === 0 && this.#hasUnknown(nowMs)) return { among: 'any', count: 1, places };
    return this.#isTight() ? { among: 'useless', count: MAX_LEFT_AT_ONCE, places } : null;
  }

  /** Peers to dial now; each counts as dialing until `opened` or `failed`. */
  takeDue(nowMs: number): readonly string[] {
    const pending = this.#dialing.size;
    const { maxPending, maxConnections } = this.#options;
    const room = Math.min(maxPending - pending, maxConnections() - this.#linkCount() - pending);
    const due = [...this.#candidates]
      .filter(([id, { notBeforeMs }]) => notBeforeMs <= nowMs && this.#isIdle(id))
      .sort(([, a], [, b]) => a.failures - b.failures || a.notBeforeMs - b.notBeforeMs)
      .slice(0, Math.max(0, room))
      .map(([id]) => id);
    for (const id of due) this.#dialing.add(id);
    this.#planRoom(nowMs);
    return due;
  }

  /**
   * When `takeDue` or `takeRoomWish` has something new without any event, ms; `null`: never. What is due already waits
   * for room.
   */
  nextWakeup(nowMs: number): number | null {
    let next = this.#roomAtMs;
    for (const [id, { notBeforeMs }] of this.#candidates) {
      if (notBeforeMs <= nowMs || !this.#isIdle(id)) continue;
      if (next === null || notBeforeMs < next) next = notBeforeMs;
    }
    return next;
  }

  #isIdle(id: string): boolean {
    return !this.#dialing.has(id) && !this.#open.has(id);
  }

  #linkCount(): number {
    let links = 0;
    for (const { count } of this.#open.values()) links += count;
    return links;
  }

  #isTight(): boolean {
    return this.#linkCount() + this.#dialing.size >= TIGHT_SHARE * this.#options.maxConnections();
  }

  #hasUnknown(nowMs: number): boolean {
    for (const [id, { isKnown, failures, notBeforeMs }] of this.#candidates) {
      if (isKnown || failures >= MOST_FAILURES) continue;
      if (notBeforeMs <= nowMs && this.#isIdle(id)) return true;
    }
    return false;
  }

  /** Both ends of a link must not leave each other for somebody else in the same moment: so not to the second. */
  #planRoom(nowMs: number): void {
    if (!this.#isTight()) this.#roomAtMs = null;
    else this.#roomAtMs ??= nowMs + ROOM_INTERVAL_MS * (0.75 + this.#options.random() / 2);
  }

  #rest(id: string, nowMs: number): void {
    this.#resting.delete(id);
    this.#resting.set(id, nowMs + REST_MS * (0.75 + this.#options.random() / 2));
    const [oldest] = this.#resting.keys();
    if (oldest !== undefined && this.#resting.size > MAX_RESTING) this.#resting.delete(oldest);
  }

  /** `null`: it does not. */
  #restsUntil(id: string, nowMs: number): number | null {
    const untilMs = this.#resting.get(id);
    if (untilMs !== undefined && untilMs <= nowMs) this.#resting.delete(id);
    return untilMs === undefined || untilMs <= nowMs ? null : untilMs;
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
