/**
 * Which piece to fetch next: pure functions over plain data. They own no state and know no peers.
 */

/**
 * Rarest first (Cohen 2003, §3): the candidate that the fewest connected peers hold, ties broken at random so
 * that peers who see the same swarm do not all ask for the same piece.
 *
 * @param availability holders by piece index
 * @param random uniform in [0, 1)
 */
export function pickRarest(
  candidates: Iterable<number>,
  availability: { readonly [piece: number]: number },
  random: () => number,
): number | null {
  let best: number | null = null;
  let bestHolders = Number.POSITIVE_INFINITY;
  let ties = 0;
  for (const piece of candidates) {
    const holders = availability[piece] ?? 0;
    if (holders < bestHolders) {
      best = piece;
      bestHolders = holders;
      ties = 1;
    } else if (holders === bestHolders) {
      // Reservoir of one: the n-th tie replaces the choice with probability 1/n.
      ties++;
      if (random() * ties < 1) best = piece;
    }
  }
  return best;
}

/** Any candidate, all equally likely: how a newcomer's first pieces are chosen. */
export function pickRandom(candidates: Iterable<number>, random: () => number): number | null {
  return pickRarest(candidates, {}, random);
}

/**
 * Where to begin around a picked piece: the first piece of an unbroken run that ends with it, within its extent
 * (an aligned group of `extentPieces`). Pieces that lie together are read and written together at both ends.
 */
export function extentStart(
  piece: number,
  extentPieces: number,
  isAsGood: (piece: number) => boolean,
): number {
  const floor = piece - (piece % extentPieces);
  let start = piece;
  while (start > floor && isAsGood(start - 1)) start--;
  return start;
}
