import type { BanCode, Priority } from '@flockdrop/shared/swarm';
import type { StoredSettings } from '../adapters/settings.ts';
import type { PreviewKind } from '../worker/inert-types.ts';
import type { Choice } from './selection.ts';

export type { PreviewKind } from '../worker/inert-types.ts';

/**
 * What the session tells the floors above: plain, immutable data, published at most four times a second (`publisher.ts`).
 * A part that did not change keeps its identity from one snapshot to the next, so React can skip it.
 */

/** `hashing` … `error` are the states AUTOMATION.md promises; `waiting` is a link opened but not yet started. */
export type ShareState =
  | 'waiting'
  | 'hashing'
  | 'joining'
  | 'downloading'
  | 'paused'
  | 'complete'
  | 'seeding'
  | 'error';

/**
 * A coded problem a person can act on. `code` is stable; `message` is a full sentence with the next step, in English:
 * who shows it says the same in other words, found by `words`, or by the code where that has but one message.
 */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly words?: string;
  /** What the message names: files, amounts, what the browser said. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface FileSnapshot {
  readonly index: number;
  /** Safe path for display, `/`-separated. */
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** 0–1, verified and stored. */
  readonly progress: number;
  readonly priority: Priority;
  /** What it can be looked at as, if it is what its name promises; `null`: not at all. */
  readonly kind: PreviewKind | null;
}

/** What a file is looked at as: by an address of our own origin, which works until the preview is closed, or as text. */
export type PreviewSource =
  | {
      readonly kind: 'image' | 'audio' | 'video' | 'pdf';
      readonly url: string;
      /** It may be shown before all of it is here. */
      readonly isStreamed: boolean;
    }
  | {
      readonly kind: 'text';
      readonly text: string;
      /** There is more. */
      readonly isCut: boolean;
    };

export interface Preview {
  /** As soon as it is known; reading waits for what is not here yet. */
  readonly source: Promise<PreviewSource | Problem>;
  close(): void;
}

/** What previews of a share in this tab wait for: pieces on their way, or some that nobody connected holds. */
export type PreviewNeed = 'pieces' | 'nobody';

export interface PeerSnapshot {
  /** UUID, derived from the peer's key. */
  readonly id: string;
  readonly connection: 'connecting' | 'direct' | 'lan' | 'relay';
  /** Round-trip time, milliseconds; `null` before it is measured. */
  readonly rttMs: number | null;
  /** Connections that carry its pieces: several on a long path. */
  readonly lanes: number;
  readonly state: 'active' | 'choked' | 'idle' | 'banned';
  /** It owes us data and has sent none for a while. */
  readonly snubbed: boolean;
  /** Who wants data of the other and is made to wait for a turn. */
  readonly waiting: 'us' | 'them' | 'both' | 'nobody';
  /** It has what we want, got much of us, and gave hardly anything: all others come first. */
  readonly stingy: boolean;
  /** Reached through a relay, and not asked for anything while enough comes directly. */
  readonly spared: boolean;
  /** What it is banned for; `null` for others. */
  readonly ban: BanCode | null;
  /** 0–1: how much of the share this peer holds. */
  readonly progress: number;
  readonly downBps: number;
  readonly upBps: number;
  /** Bytes received from and sent to this peer, payload only. */
  readonly downloaded: number;
  readonly uploaded: number;
}

/**
 * How this browser can go on after a reload:
 * `stored` every piece is in the browser's storage · `storing` being copied there ·
 * `handle` it remembers the file and needs one click after a reload · `memory` only while this tab is open.
 */
export type Persistence = 'stored' | 'storing' | 'handle' | 'memory';

/** What a cell of the picture of all pieces stands for. */
export interface CellSnapshot {
  readonly cell: number;
  /** Its pieces: from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
  /** Of these, verified and stored here. */
  readonly held: number;
  /** UUIDs of some of the peers that hold all of them, and how many do. */
  readonly holders: readonly string[];
  readonly holderCount: number;
  /** Peers that hold a part of them. */
  readonly partHolderCount: number;
}

export interface Saving {
  /** Saved of `length`. */
  readonly bytes: number;
  readonly length: number;
  /** Name of the folder; `null`: an ordinary download. */
  readonly folder: string | null;
  /** Nothing is to be saved before more has arrived. */
  readonly isWaiting: boolean;
}

export interface LastSave {
  /** Name of the folder; `null`: it was an ordinary download. */
  readonly folder: string | null;
}

export interface ChosenFolder {
  /** `null`: none was chosen for this share. */
  readonly name: string | null;
  /** Saving into it was begun, and a click goes on with it. */
  readonly isUnfinished: boolean;
}

export interface ShareSnapshot {
  /** Names the share in this tab and stays the same from hashing to removal; says nothing by itself. */
  readonly key: string;
  /** v2 info-hash, hex; `null` while hashing. */
  readonly infoHash: string | null;
  readonly name: string;
  /** Bytes; `null` while neither the link nor the metadata tells. */
  readonly totalLength: number | null;
  /** True while name and length are only what the link claims. */
  readonly claimed: boolean;
  readonly state: ShareState;
  /** Whether this tab runs the share or shows what another tab of this browser runs. */
  readonly role: 'runner' | 'viewer';
  /** Another tab of this browser waits to run it when this one is gone. */
  readonly hasStandIn: boolean;
  /** 0–1: hashed while `hashing`, else verified and stored of what is wanted. */
  readonly progress: number;
  /** Bytes of the files that are wanted; `null` while nobody can tell. */
  readonly wantedLength: number | null;
  /** Bytes verified and stored, of any file. */
  readonly heldLength: number;
  /** Files that are wanted; while `hashing` those that were picked. */
  readonly wantedFiles: number;
  readonly downBps: number;
  readonly upBps: number;
  /** Milliseconds to completion at the present rate, or `null` when nobody can tell. */
  readonly etaMs: number | null;
  /** Open, authenticated connections. */
  readonly connectedPeers: number;
  /** Peers that the signaling server knows for this share (us excluded), or `null` when not (yet) told. */
  readonly knownPeers: number | null;
  /** Bytes of payload moved by this browser in this session. */
  readonly downloaded: number;
  readonly uploaded: number;
  readonly pieceLength: number | null;
  readonly pieceCount: number | null;
  /** Pieces verified and stored. */
  readonly heldPieces: number;
  /**
   * What the pieces are in, as it was while somebody last looked; `null` before. A character is a piece, or several
   * neighbours where there are many: `0`–`8` so many eighths are here, `r` requested, `c` being checked and stored.
   */
  readonly pieceCells: string | null;
  /** The cell that a person inspects in this tab; `null` where nobody does, or another tab runs the share. */
  readonly inspected: CellSnapshot | null;
  /**
   * As it was while somebody last looked: how many times the share is here, among us and those we are connected to
   * (libtorrent's distributed copies, to a tenth), and how many pieces are not at all; `null` before.
   */
  readonly copies: number | null;
  readonly unheldPieces: number | null;
  readonly files: readonly FileSnapshot[];
  readonly peers: readonly PeerSnapshot[];
  /** The whole share link; `null` while hashing. */
  readonly link: string | null;
  readonly magnet: string | null;
  readonly persistence: Persistence | null;
  /** A remembered file needs a person's click before seeding can go on. */
  readonly needsPermission: boolean;
  /** Null when nothing is wrong. A share in state `error` always has one; others may (e.g. `storage-full` paused). */
  readonly problem: Problem | null;
  /** Something worth knowing that is no fault and stops nothing. */
  readonly warning: Problem | null;
  /** Why nothing connects or moves, in words; `null` while things move. */
  readonly diagnosis: Problem | null;
  /** What is being saved to disk from this tab; `null` when nothing is. */
  readonly saving: Saving | null;
  /** What a preview in this tab waits for; `null` while none waits. */
  readonly previewNeeds: PreviewNeed | null;
  /** Saves of this tab that came to a good end. */
  readonly saved: number;
  /** How the last save of this tab ended, if well; `null` before, and while another goes on. */
  readonly lastSave: LastSave | null;
  /** Saving into a folder; `null` where the browser cannot. */
  readonly folder: ChosenFolder | null;
  /** Milliseconds since the epoch. */
  readonly addedAt: number;
}

/** Connection to the signaling server. */
export type ServerState = 'connecting' | 'online' | 'offline';

export interface AppSnapshot {
  /** UUID of this browser, or `null` before the key is loaded. */
  readonly self: string | null;
  readonly server: ServerState;
  /** What this browser lacks to take part at all (`no-webrtc`, `no-storage`), or `null`. */
  readonly unsupported: Problem | null;
  /** What it holds back though it takes part (`insecure-context`), or `null`. */
  readonly limitation: Problem | null;
  /** A problem that belongs to no share (malformed link, refused torrent, nothing dropped), until dismissed. */
  readonly problem: Problem | null;
  readonly shares: readonly ShareSnapshot[];
  /** Bytes, from `navigator.storage.estimate()`; `null` when the browser does not tell. */
  readonly storageUsed: number | null;
  readonly storageQuota: number | null;
  /** Whether the browser promised to keep it when the disk gets full; `null` when it does not tell. */
  readonly storageKept: boolean | null;
  /** This browser has never held a share. */
  readonly isNew: boolean;
  readonly settings: Settings;
  readonly tabLimits: TabLimits;
}

/** What the address sets for this tab alone, bytes/s; `null` is unlimited. What it does not name the settings tell. */
export interface TabLimits {
  readonly up?: number | null;
  readonly down?: number | null;
}

export type Settings = StoredSettings;

/** Whether the browser lets this page notify: `default` is not asked yet. */
export type NotifyPermission = 'unsupported' | 'default' | 'granted' | 'denied';

/** A file picked by a person: `path` is relative, `/`-separated, folders included. */
export interface PickedFile {
  readonly path: string;
  readonly file: File;
  readonly handle?: FileSystemFileHandle;
}

/** Everything the interface can ask for. Failures come back as `problem` in a snapshot, never as a rejection. */
export interface Commands {
  /** Starts hashing; returns the new share's key, or `null` when nothing usable was picked (a problem is set). */
  createShare(files: readonly PickedFile[]): string | null;
  cancelHashing(key: string): void;
  /** Opens a share link, a magnet or a bare v2 info-hash; returns the share's key, or `null` with a problem set. */
  openLink(text: string, options?: { readonly start?: boolean }): string | null;
  openTorrent(file: File): Promise<string | null>;
  /** The person's word to start downloading. */
  start(key: string): void;
  pause(key: string): void;
  resume(key: string): void;
  /** How much files are wanted, before the download and while it runs. What is stored of others stays. */
  select(key: string, choice: Choice): void;
  /** Saves one file, or all that are wanted or complete (a ZIP when there are several). */
  save(key: string, fileIndex?: number): void;
  /** Shows a file, or as much of it as is here, and fetches first what that takes. */
  preview(key: string, fileIndex: number): Preview;
  /**
   * Saves into a folder, with the folders of the share, what is wanted or complete; what is not here yet as soon as it
   * is. `new`: the person chooses one. `chosen`: goes on where it was broken off. Must be called from a gesture.
   */
  saveIntoFolder(key: string, folder: 'new' | 'chosen'): void;
  /** Ends every save of this share in this tab. What was written into a folder stays. */
  cancelSaving(key: string): void;
  exportTorrent(key: string): void;
  /** Facts about a share's connections for a bug report: text without addresses, names, keys or links. */
  connectionReport(key: string): string;
  /** Asks for permission to the remembered files (must be called from a gesture). */
  grantAccess(key: string): void;
  /** Stops the share and frees its space, at once. */
  remove(key: string): Promise<void>;
  /** Stops the share and hides it; nothing is deleted yet. */
  putAway(key: string): void;
  /** Brings back what was put away. */
  restore(key: string): void;
  /** Frees the space of a share that was put away and has not come back. */
  finishRemoval(key: string): Promise<void>;
  /** Asks the browser to keep what is stored when the disk gets full; resolves to whether it will. */
  keepStorage(): Promise<boolean>;
  permissionToNotify(): NotifyPermission;
  /** Notifies from now on, if the browser lets it (must be called from a gesture); resolves to whether it does. */
  startNotifying(): Promise<NotifyPermission>;
  /** Downloads who this browser is, in a file that only the passphrase opens; `null` or what is in the way. */
  exportIdentity(passphrase: string): Promise<Problem | null>;
  /** This browser becomes who exported the file, in all of its tabs; `null` or what is in the way. */
  importIdentity(file: File, passphrase: string): Promise<Problem | null>;
  /** This browser becomes somebody new, in all of its tabs; `null` or what is in the way. */
  renewIdentity(): Promise<Problem | null>;
  updateSettings(change: Partial<Settings>): void;
  /** The share whose page is on screen, whose pieces are to be told; `null`: none is. */
  lookAt(key: string | null): void;
  /** Of that share: which cell of `pieceCells` is to be told more about; `null`: none is. */
  inspect(cell: number | null): void;
  /** The problem shown was read: a share's, or without `key` the one that belongs to none. */
  dismissProblem(key?: string): void;
}
