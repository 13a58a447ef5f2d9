/**
 * What other apps handed over to this one, kept until a page has taken it: the service worker puts it in, for the page
 * may come late or not at all. Everything in it was given by somebody else, and nothing is shared without a person's word.
 */
import { del, entries, set, type UseStore } from 'idb-keyval';
import { Database } from './database.ts';

/** Where the manifest tells the system to send it. */
export const SHARE_TARGET = '/share-target';
/** The start page, which looks into the inbox; and the same where there was no room. */
export const RECEIVED = '/#received';
export const NOT_RECEIVED = '/#received=failed';

const DATABASE = { name: 'flockdrop-inbox', version: 1, stores: ['parcels'] } as const;
const MAX_PARCELS = 10;
const MAX_FILES = 2_000;
const MAX_TEXT = 100_000;
const MAX_AGE_MS = 7 * 24 * 60 * 60_000;

/** What came at one time. */
export interface Parcel {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly files: readonly File[];
  /** Title, text and address, a line each; `''` without any. */
  readonly text: string;
}

let database: Database | undefined;

function store(): UseStore {
  database ??= new Database(DATABASE);
  return database.store('parcels');
}

/** Keeps what a form of the manifest's share target brought. Rejects where there is no room for it. */
export async function receive(form: FormData, id: string, nowMs: number): Promise<void> {
  const files = form
    .getAll('files')
    .filter((value) => typeof value !== 'string')
    .filter(isFile);
  const lines = ['title', 'text', 'url'].map((name) => form.get(name));
  const text = lines.filter((line) => typeof line === 'string' && line.trim() !== '').join('\n');
  if (files.length === 0 && text === '') return;
  const parcel: Parcel = { id, at: nowMs, files: files.slice(0, MAX_FILES), text: text.slice(0, MAX_TEXT) };
  await set(id, parcel, store());
  await cleared(nowMs);
}

/** A form without any file says so with one that has neither name nor bytes (HTML, constructing the entry list). */
function isFile({ name, size }: File): boolean {
  return name !== '' || size > 0;
}

/** All that waits, the latest first; makes no inbox where there was none. */
export async function parcels(nowMs: number): Promise<readonly Parcel[]> {
  const databases = await indexedDB.databases?.();
  if (databases !== undefined && !databases.some(({ name }) => name === DATABASE.name)) return [];
  return cleared(nowMs);
}

export function discard(id: string): Promise<void> {
  return del(id, store());
}

/** What nobody took in a long time goes, and so do the oldest of very many. */
async function cleared(nowMs: number): Promise<readonly Parcel[]> {
  const found = (await entries<string, Parcel>(store())).map(([, parcel]) => parcel);
  const sorted = found.toSorted((a, b) => b.at - a.at);
  const kept = sorted.slice(0, MAX_PARCELS).filter(({ at }) => nowMs - at < MAX_AGE_MS);
  for (const parcel of sorted) if (!kept.includes(parcel)) await discard(parcel.id);
  return kept;
}
