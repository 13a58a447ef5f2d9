/** Keeps the identity of what did not change, so that React skips it. */

/** `previous` when every field is the same value, else `next`. */
export function reuse<T extends object>(previous: T | undefined | null, next: T): T {
  if (previous === undefined || previous === null) return next;
  const before = new Map<string, unknown>(Object.entries(previous));
  const fields = Object.entries(next);
  const same =
    fields.length === before.size && fields.every(([key, value]) => Object.is(before.get(key), value));
  return same ? previous : next;
}

/** Rows matched by `keyOf` and reused one by one; the whole list when none changed. */
export function reuseRows<T extends object>(
  previous: readonly T[],
  next: readonly T[],
  keyOf: (row: T) => string | number,
): readonly T[] {
  const before = new Map(previous.map((row) => [keyOf(row), row]));
  const rows = next.map((row) => reuse(before.get(keyOf(row)), row));
  return rows.length === previous.length && rows.every((row, at) => row === previous[at]) ? previous : rows;
}
