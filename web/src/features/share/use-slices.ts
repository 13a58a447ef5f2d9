import { useDeferredValue, useEffect } from 'react';
import type { FileSnapshot, ShareSnapshot } from '../../session/snapshot.ts';
import { useLag } from '../app/commands.ts';
import { isOnlyLivelier } from './use-steady.ts';

/** Where slices take this long in all, the next snapshot is drawn as a whole: else none might ever be drawn. */
const PATIENCE_MS = 1_000;

/**
 * What is drawn of a share. What comes several times a second because data moves is drawn in slices, between which the page
 * answers, and so is the share of a moment ago meanwhile; what a person has done, and what has happened, is there at once.
 */
export function useSlices(latest: ShareSnapshot | null): ShareSnapshot | null {
  const deferred = useDeferredValue(latest);
  const lag = useLag();
  const canWait = deferred !== null && latest !== null && isOnlyMotion(deferred, latest);
  const share = canWait && lag.lastsMs < PATIENCE_MS ? deferred : latest;
  const isBehind = share !== latest;
  useEffect(() => lag.tell(isBehind), [lag, isBehind]);
  useEffect(() => () => lag.tell(false), [lag]);
  return share;
}

function isOnlyMotion(before: ShareSnapshot, now: ShareSnapshot): boolean {
  return isOnlyLivelier(before, now) && areWantedAlike(before.files, now.files);
}

/** A row that did not change is the same object. */
function areWantedAlike(before: readonly FileSnapshot[], now: readonly FileSnapshot[]): boolean {
  if (before === now) return true;
  return (
    before.length === now.length &&
    now.every((file, index) => file === before[index] || file.priority === before[index]?.priority)
  );
}
