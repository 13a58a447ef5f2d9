/**
 * How many lanes a link should have: one SCTP association obeys one window, which on a long path grows slowly and halves
 * with each loss, so several carry more (docs/PROTOCOL.md, Lanes). More are added only as long as that pays by
 * measurement. It decides from what it is told and opens nothing itself.
 */

/** Lanes of a link, the first one included; each is tried after the one before it has paid. */
export const LANE_STEPS: readonly number[] = [1, 4, 6];
export const MAX_LANES = 6;
/** On a shorter path, 5 ms each way, one window is never what holds a transfer back; busy machines add a few to less. */
export const LEAST_RTT_MS = 10;
/** Who is later than so many round trips is held back by the machine, and most of the round trip may be its doing as well. */
const BUSY_ROUND_TRIPS = 3;
/** What a step must add to the rate of the one before it. */
const PAYS = 1.1;
/** A rate is measured over this long, or this many round trips. */
const LEAST_MEASURED_MS = 400;
const MEASURED_ROUND_TRIPS = 5;
/** So many measurements have passed before a step is taken back: windows need a few round trips to open. */
const PATIENCE = 4;
/** Nothing is to be expected there. */
const SHORT_PATH_INTERVAL_MS = 10_000;
const TRY_AGAIN_MS = 30_000;
const IDLE_AFTER_MS = 10_000;

export interface LaneFacts {
  /** Shortest round trip that the path has shown; `null`: not known yet. */
  readonly rttMs: number | null;
  /** How far our side was behind with its own work in the last seconds, ms. */
  readonly lateMs: number;
  /** One of the two wants pieces of the other. */
  readonly isWanted: boolean;
  /** Payload that went over all lanes so far, both directions, bytes. */
  readonly movedBytes: number;
  /** Lanes that carry data, the first one included. */
  readonly open: number;
  /** Lanes that are being opened. */
  readonly connecting: number;
}

export class LanePolicy {
  #step = 0;
  /** Of the step before this one, bytes/s. */
  #rateToBeat = 0;
  #measuring: { readonly sinceMs: number; readonly movedBytes: number } | null = null;
  #patience = PATIENCE;
  /** This step has paid. */
  #settled = false;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #movedAt: { readonly ms: number; readonly bytes: number } | null = null;

  /** How often to ask, ms. */
  intervalMs(rttMs: number | null): number {
    if (rttMs !== null && rttMs < LEAST_RTT_MS) return SHORT_PATH_INTERVAL_MS;
    return Math.max(LEAST_MEASURED_MS, MEASURED_ROUND_TRIPS * (rttMs ?? 0));
  }

  /** @returns lanes that there should be now, the first one included */
  review(facts: LaneFacts, nowMs: number): number {
    const { rttMs } = facts;
    if (this.#movedAt === null || this.#movedAt.bytes !== facts.movedBytes) {
      this.#movedAt = { ms: nowMs, bytes: facts.movedBytes };
    }
    const isIdle = !facts.isWanted || nowMs - this.#movedAt.ms >= IDLE_AFTER_MS;
    if (rttMs === null || rttMs < LEAST_RTT_MS || isIdle) this.#reset();
    else if (this.#hasStarted || facts.lateMs < BUSY_ROUND_TRIPS * rttMs)
      this.#climb(facts, nowMs, this.intervalMs(rttMs));
    return LANE_STEPS[this.#step] ?? 1;
  }

  get #hasStarted(): boolean {
    return this.#step > 0 || this.#measuring !== null;
  }

  #reset(): void {
    this.#step = 0;
    this.#rateToBeat = 0;
    this.#measuring = null;
    this.#settled = false;
    this.#notBeforeMs = Number.NEGATIVE_INFINITY;
  }

  #climb(facts: LaneFacts, nowMs: number, intervalMs: number): void {
    if (!this.#hasStarted && nowMs >= this.#notBeforeMs) {
      // A long path, and nothing measured yet: the first addition is what there is to measure.
      this.#enter(1, 0);
      return;
    }
    // Lanes on their way take part in nothing yet.
    if (facts.connecting > 0) {
      this.#measuring = null;
      return;
    }
    if (this.#measuring === null) {
      this.#measuring = { sinceMs: nowMs, movedBytes: facts.movedBytes };
      return;
    }
    const livedMs = nowMs - this.#measuring.sinceMs;
    if (livedMs < intervalMs) return;
    const rate = ((facts.movedBytes - this.#measuring.movedBytes) * 1_000) / livedMs;
    this.#measuring = { sinceMs: nowMs, movedBytes: facts.movedBytes };
    this.#judge(rate, nowMs);
  }

  #judge(rate: number, nowMs: number): void {
    if (this.#settled) {
      this.#rateToBeat = rate;
      if (nowMs >= this.#notBeforeMs) this.#enter(this.#step + 1, rate);
      return;
    }
    if (rate > 0 && rate >= this.#rateToBeat * PAYS) {
      this.#settled = true;
      this.#enter(this.#step + 1, rate);
      return;
    }
    this.#patience--;
    if (this.#patience > 0) return;
    // It did not pay: back to what did.
    this.#step = Math.max(0, this.#step - 1);
    this.#settled = true;
    this.#notBeforeMs = nowMs + TRY_AGAIN_MS;
  }

  #enter(step: number, rateToBeat: number): void {
    if (step >= LANE_STEPS.length) return;
    this.#step = step;
    this.#rateToBeat = rateToBeat;
    this.#measuring = null;
    this.#patience = PATIENCE;
    this.#settled = false;
  }
}
