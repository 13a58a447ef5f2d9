import { toHex } from '@flockdrop/shared/bytes';
import { encodeTorrent, type Torrent } from '@flockdrop/shared/metainfo';
import type { ShareRecord } from '../adapters/library-store.ts';
import type { NetworkNews } from '../adapters/network.ts';
import { randomUuid } from '../worker/random-uuid.ts';
import type { SessionContext } from './context.ts';
import { type Hashed, Hashing } from './hashing.ts';
import { Share, type ShareOptions } from './share.ts';
import { discardPieces, ShelvedShare } from './shelved-share.ts';
import type { PickedFile, ShareSnapshot } from './snapshot.ts';

/** Shares that run by themselves when the page opens, the newest first; the others wait until somebody asks. */
const MAX_RUNNING_AT_START = 50;

/** What a link or a .torrent tells of a share. */
export interface Opened extends Pick<ShareRecord, 'infoHash' | 'name' | 'length'> {
  readonly torrent?: Torrent;
}

/**
 * Every share that this tab shows, by key: those that live, those being hashed, and those that only lie in the
 * library. It sees to it that no info-hash is there twice.
 */
export class ShareList {
  readonly #context: SessionContext;
  readonly #entries = new Map<string, Share | Hashing | ShelvedShare>();

  constructor(context: SessionContext) {
    this.#context = context;
  }

  snapshots(): readonly ShareSnapshot[] {
    return [...this.#entries.values()].map((entry) => entry.snapshot());
  }

  /** `null` when nothing of that key lives. */
  get(key: string): Share | null {
    const entry = this.#entries.get(key);
    return entry instanceof Share ? entry : null;
  }

  /** v2, hex; `null` where there is none of that key, or none yet. */
  infoHashOf(key: string): string | null {
    const entry = this.#entries.get(key);
    return entry === undefined || entry instanceof Hashing ? null : entry.infoHash;
  }

  /** Whether it is here and does not go on by itself. */
  isPaused(infoHash: string): boolean {
    const entry = this.#find(infoHash);
    return entry instanceof Share ? entry.isPaused : entry !== null;
  }

  /** Lists all that is remembered, and takes the newest up again. */
  async load(): Promise<void> {
    const { records, damaged } = await this.#context.library.list();
    for (const name of damaged) this.#entries.set(name, ShelvedShare.damaged(name));
    const firstToRun = records.length - MAX_RUNNING_AT_START;
    for (const [at, record] of records.entries()) {
      if (at >= firstToRun) this.#takeUp(record);
      else this.#entries.set(record.infoHash, ShelvedShare.resting(record, this.#context.origin));
    }
  }

  /** Starts hashing; returns the key. */
  hash(files: readonly PickedFile[]): string {
    const key = randomUuid();
    const hashing = new Hashing(key, files, () => this.#context.changed());
    this.#entries.set(key, hashing);
    void hashing.run().then((hashed) => {
      if (hashed !== null && this.#entries.get(key) === hashing) this.#hashed(key, hashed);
    });
    return key;
  }

  cancelHashing(key: string): void {
    const entry = this.#entries.get(key);
    if (!(entry instanceof Hashing)) return;
    entry.cancel();
    this.#entries.delete(key);
    this.#context.changed();
  }

  /** What a link or a torrent names: the share that is here already, else one that waits for the person's word. */
  open({ torrent, ...claims }: Opened, isStarting = false): Share {
    const present = this.#find(claims.infoHash);
    if (present instanceof Share) return present;
    const record = present?.record ?? null;
    // Being looked at is no reason to run; the person sees that it rests, and may resume it.
    if (record !== null) return this.#takeUp(isStarting ? record : { ...record, paused: true });
    return this.#add({
      key: claims.infoHash,
      origin: 'opened',
      ...(torrent === undefined ? {} : { torrent }),
      record: {
        ...claims,
        torrent: torrent === undefined ? null : encodeTorrent(torrent),
        priorities: null,
        addedAt: Date.now(),
        paused: false,
        completed: false,
        role: 'leech',
        persistence: 'stored',
        handles: [],
        folder: null,
        savedByItself: false,
      },
    });
  }

  /** Takes a resting share up again; `null` when there is none of that key. */
  wake(key: string): Share | null {
    const entry = this.#entries.get(key);
    const record = entry instanceof ShelvedShare ? entry.record : null;
    return record === null ? null : this.#takeUp(record);
  }

  async remove(key: string): Promise<void> {
    const entry = this.#entries.get(key);
    if (entry instanceof Hashing) this.cancelHashing(key);
    else if (entry instanceof ShelvedShare && entry.record === null) await this.#discard(entry);
    else await (this.get(key) ?? this.wake(key))?.remove();
  }

  /** Lets go of everyone and meets them anew. */
  reconnect(): void {
    for (const share of this.#alive()) share.reconnect();
  }

  /** We are somebody else now. */
  async rename(): Promise<void> {
    await Promise.all(this.#alive().map((share) => share.rename()));
  }

  refresh(news: NetworkNews): void {
    for (const share of this.#alive()) share.refresh(news);
  }

  limitsChanged(): void {
    for (const share of this.#alive()) share.limitsChanged();
  }

  /** A peer sent bad data to any of them, in this tab or another. */
  ban(peer: string): void {
    for (const share of this.#alive()) share.ban(peer);
  }

  /** Another tab put it into the library. */
  async added(infoHash: string): Promise<void> {
    const record = await this.#context.library.get(infoHash);
    const present = this.#find(infoHash);
    if (record === null) return;
    if (present instanceof Share) await present.lookUp();
    else if (present === null) this.#takeUp(record);
  }

  /** Another tab is removing it. */
  removed(infoHash: string): void {
    const present = this.#find(infoHash);
    if (present === null || (present instanceof Share && !present.isStarted)) return;
    this.#drop(present);
  }

  #alive(): readonly Share[] {
    return [...this.#entries.values()].filter((entry) => entry instanceof Share);
  }

  #find(infoHash: string): Share | ShelvedShare | null {
    for (const entry of this.#entries.values()) {
      if (!(entry instanceof Hashing) && entry.infoHash === infoHash) return entry;
    }
    return null;
  }

  #takeUp(record: ShareRecord): Share {
    return this.#add({ key: record.infoHash, record, origin: 'remembered' });
  }

  #hashed(key: string, { torrent, files, handles }: Hashed): void {
    const infoHash = toHex(torrent.info.infoHashV2);
    // The same files were shared or fetched before: the old entry makes room for the one that has the files.
    const present = this.#find(infoHash);
    if (present !== null) this.#drop(present);
    const record: ShareRecord = {
      infoHash,
      name: torrent.info.name,
      length: torrent.info.geometry.totalLength,
      torrent: encodeTorrent(torrent),
      priorities: null,
      addedAt: Date.now(),
      paused: false,
      completed: true,
      role: 'seed',
      persistence: 'memory',
      handles,
      folder: null,
      savedByItself: false,
    };
    this.#add({ key, record, torrent, files, origin: 'picked' });
    // The link is what everyone waits for.
    this.#context.publish();
  }

  #add(options: Omit<ShareOptions, 'onRemoved'>): Share {
    const share: Share = new Share(this.#context, { ...options, onRemoved: () => this.#drop(share) });
    this.#entries.set(options.key, share);
    this.#context.changed();
    return share;
  }

  #drop(entry: Share | ShelvedShare): void {
    if (entry instanceof Share) entry.close();
    if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
    this.#context.changed();
  }

  /** Frees what a record held that nobody can read any more. */
  async #discard(entry: ShelvedShare): Promise<void> {
    if (!(await discardPieces(entry.key))) {
      this.#context.complain({
        code: 'in-use',
        message:
          'Another tab of this browser uses this share. Remove it there, or close that tab and try again.',
      });
      return;
    }
    await this.#context.library.remove(entry.key);
    this.#drop(entry);
  }
}
