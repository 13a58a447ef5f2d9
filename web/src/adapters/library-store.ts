/**
 * What this browser remembers between visits: its shares, its settings and whom it banned. What is read back is
 * checked like anything from outside; it holds no pieces and no keys.
 */
export interface StoredHandle {
  /** Path within the share. */
  readonly path: string;
  readonly handle: FileSystemFileHandle;
}

export interface ShareRecord {
  /** v2 info-hash, hex. */
  readonly infoHash: string;
  /** Claim of the link until the torrent is known. */
  readonly name: string;
  /** Bytes; a claim until the torrent is known. */
  readonly length: number | null;
  /** The encoded .torrent, once known. */
  readonly torrent: Uint8Array | null;
  /** Milliseconds since the epoch. */
  readonly addedAt: number;
  readonly paused: boolean;
  readonly completed: boolean;
  readonly role: 'seed' | 'leech';
  readonly persistence: 'stored' | 'storing' | 'handle' | 'memory' | null;
  readonly handles: readonly StoredHandle[];
}

export interface StoredSettings {
  /** kB/s; `null` is unlimited. */
  readonly downloadLimit: number | null;
  readonly uploadLimit: number | null;
  readonly relayOnly: boolean;
}

export interface Library {
  /** Every readable record; `damaged` counts those that were skipped. */
  list(): Promise<{ readonly records: readonly ShareRecord[]; readonly damaged: number }>;
  get(infoHash: string): Promise<ShareRecord | null>;
  put(record: ShareRecord): Promise<void>;
  /** Changes fields of a record atomically; false when there is none. */
  patch(infoHash: string, change: Partial<Omit<ShareRecord, 'infoHash'>>): Promise<boolean>;
  remove(infoHash: string): Promise<void>;
  /** Defaults where nothing usable is stored. */
  settings(): Promise<StoredSettings>;
  putSettings(settings: StoredSettings): Promise<void>;
  /** UUIDs of peers banned by this browser. */
  banned(): Promise<readonly string[]>;
  putBanned(peers: readonly string[]): Promise<void>;
}

export declare function openLibrary(): Library;
