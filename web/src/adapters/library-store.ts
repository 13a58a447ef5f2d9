/**
 * What this browser remembers between visits: its shares, its settings and whom it banned. What is read back is
 * checked like anything from outside; it holds no pieces and no keys.
 */
import { del, entries, get, type UseStore } from 'idb-keyval';
import * as z from 'zod/mini';
import { appStore } from '../worker/database.ts';
import { DEFAULT_SETTINGS, type StoredSettings } from './settings.ts';

// Zod would try to compile its schemas, which our content security policy forbids and reports.
z.config({ jitless: true });

const MAX_FILES = 100_000;
const MAX_BANNED = 10_000;
const SETTINGS_KEY = 'settings';
const BANNED_KEY = 'banned';

function createShareRecord() {
  // IndexedDB clones handles, so what comes back is one, if it looks like one: not every browser names the class.
  const handle = z.custom<FileSystemFileHandle>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      'getFile' in value &&
      typeof value.getFile === 'function',
  );
  const folder = z.custom<FileSystemDirectoryHandle>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      'getDirectoryHandle' in value &&
      typeof value.getDirectoryHandle === 'function',
  );
  const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);
  const length = z.int().check(z.nonnegative());
  return z.object({
    infoHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    name: z.string().check(z.maxLength(4096)),
    length: z.nullable(length),
    torrent: z.nullable(bytes),
    priorities: z._default(z.nullable(bytes), null),
    addedAt: z.number(),
    paused: z.boolean(),
    completed: z.boolean(),
    role: z.enum(['seed', 'leech']),
    persistence: z.nullable(z.enum(['stored', 'storing', 'handle', 'memory'])),
    handles: z.readonly(
      z.array(z.readonly(z.object({ path: z.string(), handle }))).check(z.maxLength(MAX_FILES)),
    ),
    folder: z._default(z.nullable(z.readonly(z.object({ handle: folder, isUnfinished: z.boolean() }))), null),
    savedByItself: z._default(z.boolean(), false),
  });
}

function createSettingsShape() {
  const limit = z.nullable(z.number().check(z.nonnegative()));
  return {
    downloadLimit: limit,
    uploadLimit: limit,
    relayOnly: z.boolean(),
    keepAwake: z.boolean(),
    notify: z.boolean(),
    toldOfAddress: z.boolean(),
    saveWhenComplete: z.boolean(),
    language: z.nullable(z.string().check(z.maxLength(35))),
    theme: z.nullable(z.enum(['light', 'dark'])),
  } satisfies { [Name in keyof StoredSettings]: z.ZodMiniType<StoredSettings[Name]> };
}

// Made when first asked: there may be no share to read.
let shareRecord: ReturnType<typeof createShareRecord> | undefined;
let settingsShape: ReturnType<typeof createSettingsShape> | undefined;

export interface StoredHandle {
  /** Path within the share. */
  readonly path: string;
  readonly handle: FileSystemFileHandle;
}

export interface StoredFolder {
  readonly handle: FileSystemDirectoryHandle;
  /** Saving into it was begun, and neither ended nor given up. */
  readonly isUnfinished: boolean;
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
  /** How much each file is wanted, in the torrent's order; `null`: all of them, normally. */
  readonly priorities: Uint8Array<ArrayBuffer> | null;
  /** Milliseconds since the epoch. */
  readonly addedAt: number;
  readonly paused: boolean;
  /** Everything that is wanted is here. */
  readonly completed: boolean;
  readonly role: 'seed' | 'leech';
  readonly persistence: 'stored' | 'storing' | 'handle' | 'memory' | null;
  readonly handles: readonly StoredHandle[];
  /** What the person chose to save the share into, last. */
  readonly folder: StoredFolder | null;
  /** That happens once. */
  readonly savedByItself: boolean;
}

/** Fields that come to a record while it lives. */
export type ShareChange = Partial<Omit<ShareRecord, 'infoHash'>>;

/** Other tabs write too: whatever depends on what is there happens in one transaction. */
export interface Library {
  /** Every readable record, oldest first, and the names of those that cannot be read. */
  list(): Promise<{ readonly records: readonly ShareRecord[]; readonly damaged: readonly string[] }>;
  get(infoHash: string): Promise<ShareRecord | null>;
  /** Writes what `merge` makes of the present record (`null` when there is no usable one), and returns it. */
  merge(infoHash: string, merge: (present: ShareRecord | null) => ShareRecord): Promise<ShareRecord>;
  /** Changes fields of a record; false when there is no usable one. */
  patch(infoHash: string, change: ShareChange): Promise<boolean>;
  remove(name: string): Promise<void>;
  /** The default of each where nothing usable is stored. */
  settings(): Promise<StoredSettings>;
  /** Changes the named settings and returns them all. */
  patchSettings(change: Partial<StoredSettings>): Promise<StoredSettings>;
  /** UUIDs of peers banned by this browser. */
  banned(): Promise<readonly string[]>;
  /** Keeps the last 10,000. */
  ban(peer: string): Promise<void>;
}

/** Opens lazily; each call rejects with the browser's own error where storage fails. */
export function openLibrary(): Library {
  const shares = appStore('library');
  const settings = appStore('settings');
  return {
    async list() {
      const records: ShareRecord[] = [];
      const damaged: string[] = [];
      for (const [name, value] of await entries<IDBValidKey, unknown>(shares)) {
        const record = parseRecord(value);
        if (record !== null && record.infoHash === name) records.push(record);
        else if (typeof name === 'string') damaged.push(name);
      }
      records.sort((a, b) => a.addedAt - b.addedAt);
      return { records, damaged };
    },
    get: async (infoHash) => parseRecord(await get<unknown>(infoHash, shares)),
    merge: (infoHash, merge) => change(shares, infoHash, (present) => merge(parseRecord(present))),
    async patch(infoHash, fields) {
      const patched = await change(shares, infoHash, (present) => {
        const record = parseRecord(present);
        return record === null ? null : { ...record, ...fields };
      });
      return patched !== null;
    },
    remove: (name) => del(name, shares),
    settings: async () => parseSettings(await get<unknown>(SETTINGS_KEY, settings)),
    patchSettings: (fields) =>
      change(settings, SETTINGS_KEY, (present) => ({ ...parseSettings(present), ...fields })),
    banned: async () => parseBanned(await get<unknown>(BANNED_KEY, settings)),
    async ban(peer) {
      await change(settings, BANNED_KEY, (present) => {
        const others = parseBanned(present).filter((one) => one !== peer);
        return [...others, peer].slice(-MAX_BANNED);
      });
    },
  };
}

/** Reads and writes one value in one transaction; `null` writes nothing. */
function change<T>(use: UseStore, key: string, next: (present: unknown) => T): Promise<T> {
  return use(
    'readwrite',
    (store) =>
      new Promise<T>((resolve, reject) => {
        const { transaction } = store;
        const reading = store.get(key);
        reading.onsuccess = () => {
          try {
            const value = next(reading.result);
            transaction.oncomplete = () => resolve(value);
            if (value !== null) store.put(value, key);
          } catch (error) {
            reject(error);
            transaction.abort();
          }
        };
        // A full storage names itself here and not at the request.
        transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
      }),
  );
}

function parseRecord(value: unknown): ShareRecord | null {
  shareRecord ??= createShareRecord();
  const parsed = shareRecord.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** Each by itself: one that came later, or is of no use, takes none of the others with it. */
function parseSettings(value: unknown): StoredSettings {
  const stored = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  settingsShape ??= createSettingsShape();
  const usable = Object.entries(settingsShape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(stored.get(name));
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(usable) };
}

/** Some of the settings; `null` where it is anything else. */
export function parseSettingsChange(value: unknown): Partial<StoredSettings> | null {
  settingsShape ??= createSettingsShape();
  const parsed = z.partial(z.object(settingsShape)).safeParse(value);
  if (!parsed.success) return null;
  const named = Object.entries(parsed.data).filter(([, one]) => one !== undefined);
  return Object.fromEntries(named);
}

function parseBanned(value: unknown): readonly string[] {
  if (value === undefined) return [];
  const parsed = z
    .array(z.string().check(z.maxLength(64)))
    .check(z.maxLength(MAX_BANNED))
    .safeParse(value);
  return parsed.success ? parsed.data : [];
}
