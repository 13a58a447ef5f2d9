import type { AppSnapshot, FileSnapshot, PeerSnapshot, ShareSnapshot } from '../../src/session/snapshot.ts';

/** A share half-way through its download; every test names what differs. */
export function share(change: Partial<ShareSnapshot> = {}): ShareSnapshot {
  return {
    key: 'k',
    infoHash: 'ab'.repeat(32),
    name: 'Holiday',
    totalLength: 2_000,
    claimed: false,
    state: 'downloading',
    role: 'runner',
    hasStandIn: false,
    progress: 0.5,
    wantedLength: 2_000,
    heldLength: 1_000,
    wantedFiles: change.files?.length ?? 0,
    downBps: 1_000,
    upBps: 200,
    etaMs: 1_000,
    connectedPeers: 2,
    knownPeers: 3,
    downloaded: 1_000,
    uploaded: 10,
    pieceLength: 16_384,
    pieceCount: 1,
    heldPieces: 0,
    pieceCells: null,
    inspected: null,
    copies: null,
    unheldPieces: null,
    files: [],
    peers: [],
    link: 'https://example.org/#s=x',
    magnet: 'magnet:?xt=urn:btmh:1220',
    persistence: 'stored',
    needsPermission: false,
    problem: null,
    warning: null,
    diagnosis: null,
    saving: null,
    saved: 0,
    previewNeeds: null,
    lastSave: null,
    folder: null,
    addedAt: 0,
    ...change,
  };
}

export function file(index: number, change: Partial<FileSnapshot> = {}): FileSnapshot {
  return { index, path: `part ${index}`, length: 10, progress: 0, priority: 2, kind: null, ...change };
}

export function peer(change: Partial<PeerSnapshot> = {}): PeerSnapshot {
  return {
    id: '0f9d1c2a-0000-5000-8000-000000000000',
    connection: 'direct',
    rttMs: null,
    lanes: 1,
    state: 'active',
    snubbed: false,
    waiting: 'nobody',
    stingy: false,
    spared: false,
    ban: null,
    progress: 0.25,
    downBps: 7,
    upBps: 3,
    downloaded: 0,
    uploaded: 0,
    ...change,
  };
}

export function app(change: Partial<AppSnapshot> = {}): AppSnapshot {
  return {
    self: null,
    server: 'online',
    unsupported: null,
    limitation: null,
    problem: null,
    shares: [],
    storageUsed: null,
    storageQuota: null,
    storageKept: null,
    isNew: false,
    settings: {
      downloadLimit: null,
      uploadLimit: null,
      relayOnly: false,
      keepAwake: true,
      notify: false,
      toldOfAddress: false,
      saveWhenComplete: false,
      language: null,
      theme: null,
    },
    tabLimits: {},
    ...change,
  };
}
