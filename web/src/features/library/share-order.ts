import type { ShareSnapshot } from '../../session/snapshot.ts';
import { matches, searchable } from '../share/file-filter.ts';
import { naturalOrder } from '../share/natural-order.ts';

export const ORDERS = ['newest', 'name', 'size'] as const;
export type Order = (typeof ORDERS)[number];

/** Those with `words` in their names, as the person wants to see them; whoever is equal stays newest first. */
export function found(
  shares: readonly ShareSnapshot[],
  words: string,
  order: Order,
): readonly ShareSnapshot[] {
  const hits = matches(searchable(shares.map(({ name }) => name)), words).flatMap((nth) => shares[nth] ?? []);
  const newest = hits.toSorted((a, b) => b.addedAt - a.addedAt);
  if (order === 'name') return naturalOrder(newest, ({ name }) => name);
  if (order === 'size') return newest.toSorted((a, b) => (b.totalLength ?? 0) - (a.totalLength ?? 0));
  return newest;
}
