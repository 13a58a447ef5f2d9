import type { PathFacts } from '../adapters/transport.ts';
import type { Alarms } from './alarms.ts';

/** By then candidates are gathered, and servers that answer have answered: there is something to say. */
export const WORDS_AFTER_MS = 6_000;

/** What is known of why nobody is connected, or is about to be: facts, no judgement. */
export interface Reach {
  /** For how long we have been trying while nobody is connected, milliseconds; `null`: we are not. */
  readonly tryingMs: number | null;
  /** Attempts that came to nothing since something last worked. */
  readonly failures: number;
  /** Of attempts under way, and of the last that failed. */
  readonly paths: readonly PathFacts[];
  /** The browser makes no connections at all. */
  readonly isForbidden: boolean;
  readonly hasStun: boolean;
  readonly hasTurn: boolean;
  readonly relayOnly: boolean;
}

const MAX_KEPT = 8;
/** Ends of attempts that say nothing about the path to the peer. */
const NO_FAILURES: ReadonlySet<string> = new Set([
  'glare',
  'gone',
  'refresh',
  'no-server',
  'paused',
  'stopped',
]);

/** Remembers how attempts to connect went, since something last worked. */
export class Attempts {
  readonly #alarms: Alarms;
  readonly #onChange: () => void;
  readonly #failed: PathFacts[] = [];
  #sinceMs: number | null = null;
  #failures = 0;
  #isForbidden = false;

  /** @param onChange there is something to say, though nothing happened */
  constructor(alarms: Alarms, onChange: () => void) {
    this.#alarms = alarms;
    this.#onChange = onChange;
  }

  /** One begins while nobody is connected. */
  begun(): void {
    if (this.#sinceMs !== null) return;
    this.#sinceMs = this.#alarms.now();
    this.#alarms.set(this, this.#sinceMs + WORDS_AFTER_MS, this.#onChange);
  }

  /** Something is open: what was in the way is over. */
  opened(): void {
    this.#sinceMs = null;
    this.#failures = 0;
    this.#isForbidden = false;
    this.#failed.length = 0;
    this.#alarms.set(this, null, () => undefined);
  }

  /** Nobody tries any more. */
  stopped(): void {
    this.opened();
  }

  /** @param code why an attempt ended that never opened */
  ended(code: string, facts: PathFacts | null): void {
    if (NO_FAILURES.has(code)) return;
    this.#failures++;
    if (code === 'unsupported') this.#isForbidden = true;
    if (facts !== null) this.#failed.push(facts);
    if (this.#failed.length > MAX_KEPT) this.#failed.shift();
  }

  /** @param underWay of attempts that have not ended */
  reach(underWay: readonly PathFacts[], servers: Pick<Reach, 'hasStun' | 'hasTurn' | 'relayOnly'>): Reach {
    return {
      tryingMs: this.#sinceMs === null ? null : this.#alarms.now() - this.#sinceMs,
      failures: this.#failures,
      paths: [...this.#failed, ...underWay],
      isForbidden: this.#isForbidden,
      ...servers,
    };
  }
}

/** Which kinds of servers are configured. */
export function kindsOf(servers: readonly RTCIceServer[]): Pick<Reach, 'hasStun' | 'hasTurn'> {
  const urls = servers.flatMap((server) => server.urls);
  return {
    // A TURN server tells the address too.
    hasStun: urls.some((url) => /^(stun|turn)s?:/i.test(url)),
    hasTurn: urls.some((url) => /^turns?:/i.test(url)),
  };
}
