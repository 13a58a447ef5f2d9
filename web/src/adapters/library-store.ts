/**
 * What this browser remembers between visits: its shares, its settings and whom it banned. What is read back is
 * checked like anything from outside; it holds no pieces and no keys.
 */
import { del, get, set, update, values } from 'idb-keyval';
import { z } from 'zod';
import { appStore } from '../worker/database.ts';

// Zod would try to compile its schemas, which our content security policy forbids and reports.
z.config({ jitless: true });

const MAX_FILES = 100_000;
const MAX_BANNED = 10_000;
const SETTINGS_KEY = 'settings';
const BANNED_KEY = 'banned';

/** IndexedDB clones handles, so what comes back is one, if it looks like one: not every browser names the class. */
const handle = z.custom<FileSystemFileHandle>(
  (value) =>
    typeof value === 'object' && value !== null && 'getFile' in value && typeof value.getFile === 'function',
);
const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);
const length = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const limit = z.number().nonnegative().nullable();

const shareRecord = z.object({
  infoHash: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().max(4096),
  length: length.nullable(),
  torrent: bytes.nullable(),
  addedAt: z.number(),
  paused: z.boolean(),
  completed: z.boolean(),
  role: z.enum(['seed', 'leech']),
  persistence: z.enum(['stored', 'storing', 'handle', 'memory']).nullable(),
  handles: z
    .array(z.object({ path: z.string(), handle }).readonly())
    .max(MAX_FILES)
    .readonly(),
});
const storedSettings = z.object({ downloadLimit: limit, uploadLimit: limit, relayOnly: z.boolean() });
const banned = z.array(z.string().max(64)).max(MAX_BANNED);

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
  readonly torrent: Uint8Array<ArrayBuffer> | null;
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

const DEFAULT_SETTINGS: StoredSettings = { downloadLimit: null, uploadLimit: null, relayOnly: false };

export interface Library {
  /** Every readable record, oldest first; `damaged` counts those that were skipped. */
  list(): Promise<{ readonly records: readonly ShareRecord[]; readonly damaged: number }>;
  get(infoHash: string): Promise<ShareRecord | null>;
  put(record: ShareRecord): Promise<void>;
  /** Changes fields of a record atomically; false when there is no usable one. */
  patch(infoHash: string, change: Partial<Omit<ShareRecord, 'infoHash'>>): Promise<boolean>;
  remove(infoHash: string): Promise<void>;
  /** Defaults where nothing usable is stored. */
  settings(): Promise<StoredSettings>;
  putSettings(settings: StoredSettings): Promise<void>;
  /** UUIDs of peers banned by this browser. */
  banned(): Promise<readonly string[]>;
  /** Keeps the last 10,000. */
  putBanned(peers: readonly string[]): Promise<void>;
}

/** Opens lazily; each call rejects with the browser's own error where storage fails. */
export function openLibrary(): Library {
  const shares = appStore('library');
  const settings = appStore('settings');
  return {
    async list() {
      const parsed = (await values<unknown>(shares)).map((value) => parseRecord(value));
      const records = parsed.filter((record) => record !== null);
      records.sort((a, b) => a.addedAt - b.addedAt);
      return { records, damaged: parsed.length - records.length };
    },
    get: async (infoHash) => parseRecord(await get<unknown>(infoHash, shares)),
    put: (record) => set(record.infoHash, record, shares),
    async patch(infoHash, change) {
      let found = false;
      const apply = (present: unknown): unknown => {
        const record = parseRecord(present);
        found = record !== null;
        return record === null ? present : { ...record, ...change };
      };
      if (parseRecord(await get<unknown>(infoHash, shares)) === null) return false;
      await update<unknown>(infoHash, apply, shares);
      return found;
    },
    remove: (infoHash) => del(infoHash, shares),
    async settings() {
      const parsed = storedSettings.safeParse(await get<unknown>(SETTINGS_KEY, settings));
      return parsed.success ? parsed.data : DEFAULT_SETTINGS;
    },
    putSettings: (chosen) => set(SETTINGS_KEY, chosen, settings),
    async banned() {
      const parsed = banned.safeParse(await get<unknown>(BANNED_KEY, settings));
      return parsed.success ? parsed.data : [];
    },
    putBanned: (peers) => set(BANNED_KEY, peers.slice(-MAX_BANNED), settings),
  };
}

function parseRecord(value: unknown): ShareRecord | null {
  const parsed = shareRecord.safeParse(value);
  return parsed.success ? parsed.data : null;
}
