import type { ShareSnapshot } from './snapshot.ts';

/** A share of which nothing is known yet, and in which nothing moves. */
export const BLANK_SHARE: Omit<ShareSnapshot, 'key' | 'name' | 'totalLength' | 'state' | 'addedAt'> = {
  infoHash: null,
  claimed: false,
  role: 'runner',
  progress: 0,
  downBps: 0,
  upBps: 0,
  etaMs: null,
  connectedPeers: 0,
  knownPeers: null,
  downloaded: 0,
  uploaded: 0,
  pieceLength: null,
  pieceCount: null,
  files: [],
  peers: [],
  link: null,
  magnet: null,
  persistence: null,
  needsPermission: false,
  problem: null,
  warning: null,
  diagnosis: null,
  saving: null,
};
