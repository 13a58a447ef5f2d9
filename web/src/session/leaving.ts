import type { PeerSnapshot, ShareSnapshot } from './snapshot.ts';

/** What would be lost if this tab went, or the machine fell asleep. Pure: a snapshot in, yes or no out. */

/** Bytes move in this browser: a machine that falls asleep now would stop them. */
export function isMoving(share: ShareSnapshot): boolean {
  return share.state === 'hashing' || isSaving(share) || share.downBps > 0 || share.upBps > 0;
}

/**
 * Whether closing this tab breaks something off that goes on nowhere else: a file being saved, a download that moves,
 * or an upload to someone who has nobody else with all of it.
 */
export function dependsOnThisTab(share: ShareSnapshot): boolean {
  if (isSaving(share) || (share.saving !== null && share.role !== 'runner')) return true;
  if (share.role !== 'runner' || (share.hasStandIn && isAllStored(share))) return false;
  if (share.state === 'downloading' && share.downBps > 0) return true;
  const others = share.peers.filter(isConnected);
  return others.some(isBeingServed) && !others.some(hasEverything);
}

/** One that only waits for what is not here yet moves nothing, and whichever tab runs the share next goes on with it. */
function isSaving({ saving }: ShareSnapshot): boolean {
  return saving !== null && !saving.isWaiting;
}

/** The tab that takes over reads what is stored; files that are only open in this one go with it. */
function isAllStored({ persistence }: ShareSnapshot): boolean {
  return persistence === null || persistence === 'stored';
}

function isConnected({ connection, state }: PeerSnapshot): boolean {
  return connection !== 'connecting' && state !== 'banned';
}

function isBeingServed(peer: PeerSnapshot): boolean {
  return peer.upBps > 0 && !hasEverything(peer);
}

function hasEverything({ progress }: PeerSnapshot): boolean {
  return progress >= 1;
}
