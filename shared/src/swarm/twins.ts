/** Of two links between the same two peers one stays. Both ends decide alone, and must not close each other's choice. */

interface Twin {
  readonly link: number;
  /** By us. */
  readonly dialed: boolean;
  readonly openedAtMs: number;
}

/** Links that open within this of each other are of one moment, and the ends may see them in either order. */
const SAME_MOMENT_MS = 10_000;

/**
 * The link to keep. Where both dialed at once, the one that the lower name dialed: the order of opening may differ
 * between the ends, the names do not. Else the newer one: nobody dials while a link is open, so for the other end the
 * older one is gone already.
 */
export function keptTwin<T extends Twin>(
  a: T,
  b: T,
  names: { readonly self: string; readonly peer: string },
): T {
  const apartMs = Math.abs(a.openedAtMs - b.openedAtMs);
  if (a.dialed !== b.dialed && apartMs < SAME_MOMENT_MS) {
    return a.dialed === names.self < names.peer ? a : b;
  }
  if (a.openedAtMs !== b.openedAtMs) return a.openedAtMs > b.openedAtMs ? a : b;
  return a.link > b.link ? a : b;
}
