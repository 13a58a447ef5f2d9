import { useState } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';

/** What changes with every block that moves. */
const LIVELY: ReadonlySet<string> = new Set<keyof ShareSnapshot>([
  'progress',
  'heldLength',
  'downBps',
  'upBps',
  'etaMs',
  'downloaded',
  'uploaded',
  'heldPieces',
  'pieceCells',
  'inspected',
  'copies',
  'unheldPieces',
  'files',
  'peers',
  'connectedPeers',
  'knownPeers',
]);

/** So finely is told how much is here. */
const STEPS = 20;

/**
 * The share for what offers something to do and shows no numbers: the same object as long as nothing else than those
 * changed, and every twentieth of it. Where it changes seldom anyway it is as it is.
 */
export function useSteady(share: ShareSnapshot): ShareSnapshot {
  const [kept, keep] = useState(share);
  if (kept === share || isLike(kept, share)) return kept;
  keep(share);
  return share;
}

/** Whether nothing is different that such a part would show. */
export function isLike(before: ShareSnapshot, now: ShareSnapshot): boolean {
  const isMoving = now.state === 'downloading' || now.upBps > 0;
  if (!isMoving || Math.floor(before.progress * STEPS) !== Math.floor(now.progress * STEPS)) return false;
  return isOnlyLivelier(before, now);
}

/** Whether nothing differs but what changes with every block that moves. */
export function isOnlyLivelier(before: ShareSnapshot, now: ShareSnapshot): boolean {
  const was = new Map<string, unknown>(Object.entries(before));
  return Object.entries(now).every(([name, value]) => LIVELY.has(name) || Object.is(was.get(name), value));
}
