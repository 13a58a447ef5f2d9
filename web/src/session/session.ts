import { fromHex, toHex } from '@flockdrop/shared/bytes';
import { uuidOfPublicKey } from '@flockdrop/shared/identity';
import {
  encodeTorrent,
  MetainfoError,
  parseLink,
  parseTorrent,
  type ShareLink,
  safeName,
  type Torrent,
} from '@flockdrop/shared/metainfo';
import type { Clock } from '../adapters/clock.ts';
import { downloadBytes } from '../adapters/download-bytes.ts';
import type { SourceFile } from '../adapters/file-source.ts';
import type { Identity } from '../adapters/identity-store.ts';
import type { Library, ShareRecord } from '../adapters/library-store.ts';
import { Alarms } from './alarms.ts';
import type { SessionContext } from './context.ts';
import { type Hashed, Hashing } from './hashing.ts';
import { type LibraryNews, LibraryTabs } from './library-tabs.ts';
import { Preferences } from './preferences.ts';
import { reuse, reuseRows } from './reuse.ts';
import { Share } from './share.ts';
import { Signaling } from './signaling.ts';
import type { AppSnapshot, Commands, PickedFile, Problem, ServerState, Settings } from './snapshot.ts';

/** Snapshots a second at most: four. */
const PUBLISH_INTERVAL_MS = 250;
const ESTIMATE_INTERVAL_MS = 10_000;
const MAX_TORRENT_FILE_BYTES = 64 * 1024 * 1024;
/** Shares taken up again by themselves when the page opens. */
const MAX_RESUMED = 50;

export interface SessionOptions {
  readonly identity: Identity;
  readonly library: Library;
  readonly clock: Clock;
  readonly origin: string;
  readonly signalingUrl: string;
  publish(snapshot: AppSnapshot): void;
}

/** All shares of this tab, its settings and what is published of them: the one thing the interface talks to. */
export class Session implements Commands {
  readonly #options: SessionOptions;
  readonly #context: SessionContext;
  readonly #shares = new Map<string, Share | Hashing>();
  readonly #preferences: Preferences;
  readonly #tabs = new LibraryTabs((news) => this.#hear(news));
  readonly #publishing = {};
  readonly #estimating = {};
  #server: ServerState = 'connecting';
  #problem: Problem | null = null;
  #storage: { readonly used: number | null; readonly quota: number | null } = { used: null, quota: null };
  #snapshot: AppSnapshot | null = null;
  #lastPublished = Number.NEGATIVE_INFINITY;
  #planned = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    const alarms = new Alarms(options.clock);
    this.#preferences = new Preferences(options.library, {
      onSettings: (settings, before) => this.#choose(settings, before),
      onWritten: (kind) => this.#tabs.tell({ kind }),
      onFailed: (error) => this.#unwritten(error),
    });
    this.#context = {
      identity: options.identity,
      self: uuidOfPublicKey(options.identity.publicKey),
      alarms,
      signaling: new Signaling({
        identity: options.identity,
        origin: options.origin,
        url: options.signalingUrl,
        onState: (state) => {
          this.#server = state;
          this.#changed();
        },
        onRefused: (code, message) => this.#refuse(code, message),
      }),
      library: options.library,
      origin: options.origin,
      banned: this.#preferences.banned,
      settings: () => this.#preferences.settings,
      server: () => this.#server,
      ban: (peer) => this.#preferences.ban(peer),
      changed: () => this.#changed(),
      publish: () => this.#publish(),
    };
  }

  /** Reads what this browser remembers and takes its shares up again. */
  async load(): Promise<void> {
    const { library } = this.#options;
    await this.#preferences.load();
    const { records } = await library.list();
    for (const record of records.slice(-MAX_RESUMED)) this.#takeUp(record);
    this.#estimate();
    this.#publish();
  }

  createShare(files: readonly PickedFile[]): string | null {
    if (files.length === 0) {
      return this.#refuse(
        'nothing-picked',
        'There is no file in what you dropped. Choose at least one file.',
      );
    }
    void navigator.storage.persist?.().catch(() => false);
    const key = crypto.randomUUID();
    const hashing = new Hashing(key, files, () => this.#changed());
    this.#shares.set(key, hashing);
    void hashing.run().then((hashed) => {
      if (hashed !== null && this.#shares.get(key) === hashing) this.#hashed(key, hashed);
    });
    this.#problem = null;
    this.#publish();
    return key;
  }

  cancelHashing(key: string): void {
    const share = this.#shares.get(key);
    if (!(share instanceof Hashing)) return;
    share.cancel();
    this.#shares.delete(key);
    this.#changed();
  }

  openLink(text: string, options: { readonly start?: boolean } = {}): string | null {
    let link: ShareLink;
    try {
      link = parseLink(text);
    } catch (error) {
      return this.#refuseFor(error, 'bad-link');
    }
    const known = this.#byInfoHash(toHex(link.infoHash));
    const share = known ?? this.#openNew(link.infoHash, null, link.name ?? '', link.length ?? null);
    if (options.start === true) this.start(share.key);
    this.#problem = null;
    this.#publish();
    return share.key;
  }

  async openTorrent(file: File): Promise<string | null> {
    try {
      if (file.size > MAX_TORRENT_FILE_BYTES)
        throw new MetainfoError('too-large', 'This file is too large for a torrent.');
      const torrent = parseTorrent(new Uint8Array(await file.arrayBuffer()));
      const known = this.#byInfoHash(toHex(torrent.info.infoHashV2));
      const { name, geometry } = torrent.info;
      const share = known ?? this.#openNew(torrent.info.infoHashV2, torrent, name, geometry.totalLength);
      this.#problem = null;
      this.#publish();
      return share.key;
    } catch (error) {
      return this.#refuseFor(error, 'bad-torrent');
    }
  }

  start(key: string): void {
    void navigator.storage.persist?.().catch(() => false);
    this.#share(key)?.start();
  }

  pause(key: string): void {
    this.#share(key)?.pause();
  }

  resume(key: string): void {
    this.#share(key)?.resume();
  }

  save(key: string, fileIndex?: number): void {
    this.#share(key)?.save(fileIndex);
  }

  exportTorrent(key: string): void {
    const share = this.#share(key);
    const bytes = share?.torrentBytes ?? null;
    if (share === null || bytes === null) return;
    downloadBytes(`${safeName(share.snapshot().name)}.torrent`, 'application/x-bittorrent', bytes);
  }

  grantAccess(key: string): void {
    void this.#share(key)?.grantAccess();
  }

  async remove(key: string): Promise<void> {
    this.cancelHashing(key);
    const removing = this.#share(key)?.remove();
    if (removing !== undefined) this.#keep(removing);
    await removing?.catch(() => undefined);
    this.#estimate();
  }

  updateSettings(change: Partial<Settings>): void {
    this.#preferences.update(change);
  }

  dismissProblem(): void {
    this.#problem = null;
    this.#publish();
  }

  #choose(settings: Settings, before: Settings): void {
    // Whoever is connected directly goes on seeing our address.
    if (settings.relayOnly && !before.relayOnly) {
      for (const share of this.#shares.values()) if (share instanceof Share) share.reconnect();
    }
    this.#publish();
  }

  /** Another tab of this browser wrote something that is ours too. */
  #hear(news: LibraryNews): void {
    switch (news.kind) {
      case 'settings':
        this.#preferences.readSettings().catch((error: unknown) => this.#unread(error));
        return;
      case 'banned':
        this.#preferences.readBanned().catch((error: unknown) => this.#unread(error));
        return;
      case 'added':
      case 'removed':
        return;
    }
  }

  #share(key: string): Share | null {
    const share = this.#shares.get(key);
    return share instanceof Share ? share : null;
  }

  #byInfoHash(infoHash: string): Share | null {
    for (const share of this.#shares.values()) {
      if (share instanceof Share && share.infoHash === infoHash) return share;
    }
    return null;
  }

  /** A link or torrent that waits for the person's word. */
  #openNew(infoHash: Uint8Array, torrent: Torrent | null, name: string, length: number | null): Share {
    const key = toHex(infoHash);
    const record: ShareRecord = {
      infoHash: key,
      name,
      length,
      torrent: torrent === null ? null : encodeTorrent(torrent),
      addedAt: Date.now(),
      paused: false,
      completed: false,
      role: 'leech',
      persistence: 'stored',
      handles: [],
    };
    return this.#add(key, record, torrent, null, false);
  }

  #takeUp(record: ShareRecord): void {
    let torrent: Torrent | null = null;
    try {
      torrent = record.torrent === null ? null : parseTorrent(record.torrent);
    } catch (error) {
      // Damaged in storage: the metadata is fetched again, the pieces are still good.
      if (!(error instanceof MetainfoError)) throw error;
    }
    this.#add(record.infoHash, record, torrent, null, true);
  }

  #hashed(key: string, { torrent, encoded, files, handles }: Hashed): void {
    const infoHash = toHex(torrent.info.infoHashV2);
    // The same files were shared or fetched before: the old entry makes room for the one that has the files.
    this.#byInfoHash(infoHash)?.close();
    for (const [other, share] of this.#shares) {
      if (share instanceof Share && share.infoHash === infoHash) this.#shares.delete(other);
    }
    const record: ShareRecord = {
      infoHash,
      name: torrent.info.name,
      length: torrent.info.geometry.totalLength,
      torrent: encoded,
      addedAt: Date.now(),
      paused: false,
      completed: true,
      role: 'seed',
      persistence: 'memory',
      handles,
    };
    this.#keep(this.#options.library.merge(infoHash, () => record));
    this.#add(key, record, torrent, files, true);
    // The link is what everyone waits for.
    this.#publish();
  }

  #add(
    key: string,
    record: ShareRecord,
    torrent: Torrent | null,
    files: readonly SourceFile[] | null,
    started: boolean,
  ): Share {
    const share: Share = new Share(this.#context, {
      key,
      infoHash: infoHashOf(record),
      record,
      torrent,
      files,
      started,
      onRemoved: () => {
        share.close();
        if (this.#shares.get(key) === share) this.#shares.delete(key);
        this.#changed();
      },
    });
    this.#shares.set(key, share);
    this.#changed();
    return share;
  }

  /** What the browser would not write holds until the tab is closed: worth telling. */
  #keep(writing: Promise<unknown>): void {
    writing.catch((error: unknown) => this.#unwritten(error));
  }

  #unwritten(error: unknown): void {
    this.#refuse(
      'storage-failed',
      `The browser could not remember this for the next visit (${String(error)}).`,
    );
  }

  #unread(error: unknown): void {
    this.#refuse(
      'storage-failed',
      `The browser could not read what another tab changed (${String(error)}). Reload this page.`,
    );
  }

  #refuse(code: string, message: string): null {
    this.#problem = { code, message };
    this.#publish();
    return null;
  }

  #refuseFor(error: unknown, code: string): null {
    if (!(error instanceof MetainfoError)) throw error;
    return this.#refuse(code, error.message);
  }

  #changed(): void {
    if (this.#planned) return;
    this.#planned = true;
    const { alarms } = this.#context;
    const at = Math.max(alarms.now(), this.#lastPublished + PUBLISH_INTERVAL_MS);
    alarms.set(this.#publishing, at, () => this.#publish());
  }

  #publish(): void {
    this.#planned = false;
    this.#lastPublished = this.#context.alarms.now();
    const shares = [...this.#shares.values()].map((share) => share.snapshot());
    const next: AppSnapshot = {
      self: this.#context.self,
      server: this.#server,
      unsupported: null,
      problem: this.#problem,
      shares: reuseRows(this.#snapshot?.shares ?? [], shares, (share) => share.key),
      storageUsed: this.#storage.used,
      storageQuota: this.#storage.quota,
      settings: this.#preferences.settings,
    };
    const snapshot = reuse(this.#snapshot, next);
    if (snapshot !== this.#snapshot) this.#options.publish(snapshot);
    this.#snapshot = snapshot;
    // Rates fall while nothing happens: look again as long as something moves.
    if (shares.some((share) => share.downBps > 0 || share.upBps > 0)) this.#changed();
  }

  #estimate(): void {
    const { alarms } = this.#context;
    alarms.set(this.#estimating, alarms.now() + ESTIMATE_INTERVAL_MS, () => this.#estimate());
    void navigator.storage
      .estimate()
      .then(({ usage, quota }) => {
        this.#storage = { used: usage ?? null, quota: quota ?? null };
        this.#changed();
      })
      .catch(() => undefined);
  }
}

/** Records are checked when they are read: theirs is a whole info-hash. */
function infoHashOf({ infoHash }: ShareRecord): Uint8Array {
  const bytes = fromHex(infoHash);
  if (bytes === null) throw new RangeError(`not an info-hash: ${infoHash}`);
  return bytes;
}
