import type { ShareSnapshot } from '../../session/snapshot.ts';

export const ORDERS = ['newest', 'name', 'size'] as const;
export type Order = (typeof ORDERS)[number];

/** Those with `words` in their names, as the person wants to see them; whoever is equal stays newest first. */
export function found(
  shares: readonly ShareSnapshot[],
  words: string,
  order: Order,
): readonly ShareSnapshot[] {
  const wanted = fold(words).split(/\s+/);
  const hits = shares.filter(({ name }) => wanted.every((word) => fold(name).includes(word)));
  return hits.toSorted((a, b) => COMPARE[order](a, b) || b.addedAt - a.addedAt);
}

const COMPARE: Readonly<Record<Order, (a: ShareSnapshot, b: ShareSnapshot) => number>> = {
  newest: () => 0,
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  size: (a, b) => (b.totalLength ?? 0) - (a.totalLength ?? 0),
};

/** Accents and capitals make no difference to who looks for something. */
function fold(words: string): string {
  return words.trim().normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
