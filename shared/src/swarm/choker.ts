/**
 * Whom to upload to: one ranking function over plain data (BEP 3, Cohen 2003 §4). It owns no peers and sends
 * nothing; the swarm turns the difference between two decisions into choke and unchoke messages.
 */
export interface ChokerPeer {
  readonly link: number;
  readonly interested: boolean;
  readonly snubbed: boolean;
  /** What this peer gives us, bytes per second. */
  readonly downBps: number;
  /** When we last unchoked it, or first met it, ms. */
  readonly waitingSinceMs: number;
  /** What we sent it over this link, bytes. */
  readonly uploaded: number;
  /** It has what we want, got much from us, and gave hardly anything. */
  readonly stingy: boolean;
}

/**
 * The regular decision: `slots` interested peers.
 *
 * While downloading, tit-for-tat: those who give us most come first, and who snubs us only after all others; of those
 * who give nothing now, the stingy come last.
 * While seeding there is nothing to reciprocate, so slots go round: those who waited longest come first, and of those
 * who waited alike, whoever got least. Where not all have to go at once, it is not always the same who may stay.
 */
export function chooseUnchoked(
  peers: readonly ChokerPeer[],
  options: { readonly slots: number; readonly seeding: boolean },
): ReadonlySet<number> {
  const waiting = peers.filter((peer) => peer.interested);
  waiting.sort((a, b) => {
    if (!options.seeding) {
      if (a.snubbed !== b.snubbed) return a.snubbed ? 1 : -1;
      if (a.downBps !== b.downBps) return b.downBps - a.downBps;
      if (a.stingy !== b.stingy) return a.stingy ? 1 : -1;
    }
    return a.waitingSinceMs - b.waitingSinceMs || a.uploaded - b.uploaded || a.link - b.link;
  });
  return new Set(waiting.slice(0, options.slots).map((peer) => peer.link));
}

/**
 * The optimistic slot: one interested peer outside the regular ones, so that newcomers with nothing to give
 * get their first pieces. Whoever waited longest, the stingy last; equal waits are broken at random.
 */
export function chooseOptimistic(
  peers: readonly ChokerPeer[],
  regular: ReadonlySet<number>,
  random: () => number,
): number | null {
  let best: ChokerPeer | null = null;
  let ties = 0;
  for (const peer of peers) {
    if (!peer.interested || regular.has(peer.link)) continue;
    const order =
      best === null
        ? -1
        : Number(peer.stingy) - Number(best.stingy) || peer.waitingSinceMs - best.waitingSinceMs;
    if (order < 0) {
      best = peer;
      ties = 1;
    } else if (order === 0 && random() * ++ties < 1) {
      best = peer;
    }
  }
  return best?.link ?? null;
}
