/**
 * Of whom to ask the metadata, and when to ask another: pure policy, and a memory of who let us down. Anyone may claim
 * to have the metadata, so nobody's claim costs more than a little time.
 */

export interface Claimant {
  readonly link: number;
  /** Of the info dict, as it says, bytes. */
  readonly size: number;
  /** How often it let us down before. */
  readonly lapses: number;
}

/**
 * Who let us down least; of those, whoever names the size that most name; of those, the smallest size, because a false
 * one is found out soonest; of those, the first.
 */
export function chooseSource<C extends Claimant>(claimants: readonly C[]): C | null {
  const votes = new Map<number, number>();
  for (const { size } of claimants) votes.set(size, (votes.get(size) ?? 0) + 1);
  const votesFor = (claimant: Claimant) => votes.get(claimant.size) ?? 0;
  const [best] = [...claimants].sort(
    (a, b) => a.lapses - b.lapses || votesFor(b) - votesFor(a) || a.size - b.size,
  );
  return best ?? null;
}

/** Time to get going: a slow start is no stall. */
const GRACE_MS = 20_000;
/** An answer is 16 KiB of the info dict or a run of up to 512 hashes, so this is about 16 KiB/s. */
const MS_PER_ANSWER = 1_000;

/**
 * Whether the source is so slow that a rival shall have its turn: someone who sends a little now and then would hold us
 * for hours. Between those who lapsed alike the turns grow longer, so that where everyone is slow someone gets through.
 */
export function isBeaten(
  source: { readonly sinceMs: number; readonly answers: number; readonly lapses: number },
  rival: { readonly lapses: number },
  nowMs: number,
): boolean {
  const graceMs = rival.lapses < source.lapses ? GRACE_MS : GRACE_MS * 2 ** source.lapses;
  return nowMs - source.sinceMs >= graceMs + source.answers * MS_PER_ANSWER;
}

const FIRST_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 60_000;
/** Names are free: what is remembered of them is bounded. */
const MAX_REMEMBERED = 500;

/** By UUID, because a new link is soon had. */
export class Lapses {
  readonly #known = new Map<string, { readonly count: number; readonly notBeforeMs: number }>();

  /** @param pauses whether it is left in peace for a while, the longer the more often; else it may be asked at once */
  add(id: string, nowMs: number, pauses: boolean): void {
    const count = this.countOf(id) + 1;
    const pauseMs = pauses ? Math.min(FIRST_PAUSE_MS * 2 ** (count - 1), MAX_PAUSE_MS) : 0;
    this.#known.delete(id);
    this.#known.set(id, { count, notBeforeMs: nowMs + pauseMs });
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > MAX_REMEMBERED) this.#known.delete(oldest);
  }

  countOf(id: string): number {
    return this.#known.get(id)?.count ?? 0;
  }

  mayAsk(id: string, nowMs: number): boolean {
    return nowMs >= (this.#known.get(id)?.notBeforeMs ?? 0);
  }
}
