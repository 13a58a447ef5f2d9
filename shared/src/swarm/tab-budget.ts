/**
 * How the connections that one tab can bear are divided among its shares: everyone gets what it can use, as long as
 * there is enough; else nobody gets more than an equal part while another wants more. Plain sums, no connections.
 */
export class TabBudget {
  readonly #total: number;
  readonly #perShare: number;
  readonly #wishes = new Map<object, number>();

  constructor(options: { readonly total: number; readonly perShare: number }) {
    this.#total = options.total;
    this.#perShare = options.perShare;
  }

  /** @param connections that the share has or could have; 0 gives its part back */
  wish(share: object, connections: number): void {
    if (connections > 0) this.#wishes.set(share, Math.min(connections, this.#perShare));
    else this.#wishes.delete(share);
  }

  /** Connections that each share may have: at least one, so that nobody is shut out. */
  allowance(): number {
    return Math.max(1, Math.min(this.#perShare, fairLevel([...this.#wishes.values()], this.#total)));
  }
}

/** The largest whole number that nobody's part exceeds, and to which all wishes can be met (max-min fairness). */
export function fairLevel(wishes: readonly number[], total: number): number {
  let left = total;
  let level = Number.POSITIVE_INFINITY;
  const sorted = [...wishes].sort((a, b) => a - b);
  for (const [at, wish] of sorted.entries()) {
    level = Math.floor(left / (sorted.length - at));
    if (wish > level) return level;
    left -= wish;
    level = Number.POSITIVE_INFINITY;
  }
  return level;
}
