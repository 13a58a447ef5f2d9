import type { AppSnapshot, ShareSnapshot } from '../session/snapshot.ts';

/** What happened between two snapshots that a person wants to hear of. Pure; a share that only appears is no news. */

/** Downloads that came to their end. */
export function newlyComplete(before: AppSnapshot | null, now: AppSnapshot): readonly ShareSnapshot[] {
  return pairs(before, now)
    .filter(([was, is]) => !isComplete(was) && wasFetched(was) && isComplete(is))
    .map(([, is]) => is);
}

/** Shares of which something was saved. */
export function newlySaved(before: AppSnapshot | null, now: AppSnapshot): readonly ShareSnapshot[] {
  return pairs(before, now)
    .filter(([was, is]) => is.saved > was.saved)
    .map(([, is]) => is);
}

/** Shares that both know and that changed. */
function pairs(
  before: AppSnapshot | null,
  now: AppSnapshot,
): readonly (readonly [ShareSnapshot, ShareSnapshot])[] {
  if (before === null || before.shares === now.shares) return [];
  const earlier = new Map(before.shares.map((share) => [share.key, share]));
  return now.shares.flatMap((share) => {
    const was = earlier.get(share.key);
    return was === undefined || was === share ? [] : [[was, share] as const];
  });
}

/** A share of our own is never fetched, and a selection that shrinks to what is here fetches nothing more. */
function wasFetched({ state, progress }: ShareSnapshot): boolean {
  return progress < 1 && (state === 'joining' || state === 'downloading');
}

function isComplete({ state, progress }: ShareSnapshot): boolean {
  return progress === 1 && (state === 'complete' || state === 'seeding');
}
