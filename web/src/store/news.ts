import type { AppSnapshot, ShareSnapshot } from '../session/snapshot.ts';

/** What happened between two snapshots that a person wants to hear of. Pure; a share that only appears is no news. */

/** Downloads that came to their end. */
export function newlyComplete(before: AppSnapshot | null, now: AppSnapshot): readonly ShareSnapshot[] {
  return pairs(before, now)
    .filter(([was, is]) => isUnderWay(was) && isComplete(is) && wasFetched(was, is))
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

function isUnderWay({ state, progress }: ShareSnapshot): boolean {
  return progress < 1 && (state === 'joining' || state === 'downloading');
}

/** Our own are never fetched. */
function isComplete({ state, progress }: ShareSnapshot): boolean {
  return progress === 1 && state === 'complete';
}

/** Not what was only found here after a reload, nor where the selection shrank to what was here. */
function wasFetched(was: ShareSnapshot, is: ShareSnapshot): boolean {
  return is.downloaded > 0 && is.heldLength > was.heldLength;
}
