import { encodeTorrent, parseTorrent, type Torrent } from '@flockdrop/shared/metainfo';
import type { SourceFile } from '../adapters/file-source.ts';
import type { ShareRecord } from '../adapters/library-store.ts';
import { claimShare, type ShareClaim } from '../adapters/tab-lock.ts';
import type { SessionContext } from './context.ts';
import { choosePersistence } from './copy.ts';
import { Holding } from './holding.ts';
import { ShareRunner } from './runner.ts';
import { saveShare } from './save.ts';
import { shareSnapshot } from './share-view.ts';
import type { Problem, ShareSnapshot } from './snapshot.ts';
import { ShareTabs } from './tabs.ts';

const SCRAPE_INTERVAL_MS = 10_000;
/** A sharer that sends faster than this is busy, and copies no faster than that. */
const BUSY_BPS = 1_000_000;
const BUSY_COPY_BPS = 2_000_000;

export interface ShareOptions {
  readonly key: string;
  /** v2 info-hash. */
  readonly infoHash: Uint8Array;
  readonly record: ShareRecord;
  readonly torrent: Torrent | null;
  /** The picked files in the torrent's order, when this tab has them. */
  readonly files: readonly SourceFile[] | null;
  /** False: wait for the person's word. */
  readonly started: boolean;
  /** The share was removed, here or in the tab that runs it. */
  onRemoved(): void;
}

/** One share in this tab, from the moment it has an info-hash: waiting, run here, or shown for another tab. */
export class Share {
  readonly key: string;
  readonly infoHash: string;
  readonly #context: SessionContext;
  readonly #options: ShareOptions;
  readonly #holding: Holding;
  readonly #tabs: ShareTabs;
  #claim: ShareClaim | null = null;
  #runner: ShareRunner | null = null;
  #record: ShareRecord;
  #torrent: Torrent | null;
  #started: boolean;
  #gone = false;
  #needsPermission = false;
  #fatal: Problem | null = null;
  #problem: Problem | null = null;
  /** Progress of each save under way. */
  readonly #savings = new Map<object, number>();
  #knownPeers: number | null = null;
  /** What the running tab says, while this one only shows it. */
  #shown: ShareSnapshot | null = null;
  #viewing = false;
  #snapshot: ShareSnapshot | null = null;

  constructor(context: SessionContext, options: ShareOptions) {
    this.#context = context;
    this.#options = options;
    this.key = options.key;
    this.#record = options.record;
    this.infoHash = options.record.infoHash;
    this.#torrent = options.torrent;
    this.#started = options.started;
    this.#holding = new Holding(this.infoHash, options.torrent);
    this.#tabs = new ShareTabs(this.infoHash, {
      onSnapshot: (snapshot) => this.#show(snapshot),
      onCommand: (command) => void this[command](),
      onRemoved: () => options.onRemoved(),
    });
    if (options.files !== null) this.#holding.adopt(options.files);
    this.#listen();
    if (this.#started) this.#claimIt();
    else this.#scrape();
  }

  snapshot(): ShareSnapshot {
    if (this.#viewing && this.#shown !== null) return this.#shown;
    const { server, origin } = this.#context;
    this.#snapshot = shareSnapshot(
      {
        key: this.key,
        infoHash: this.#options.infoHash,
        infoHashHex: this.infoHash,
        origin,
        claimedName: this.#record.name,
        claimedLength: this.#record.length,
        torrent: this.#torrent,
        role: this.#record.role,
        started: this.#started,
        fatal: this.#fatal,
        problem: this.#problem,
        persistence: this.#record.persistence,
        needsPermission: this.#needsPermission,
        saving: this.#savingProgress,
        addedAt: this.#record.addedAt,
        knownPeers: this.#knownPeers,
        server: server(),
        files: this.#holding.rows,
        paused: this.#record.paused,
        runner: this.#runner,
        haveCount: this.#holding.storedCount,
      },
      this.#snapshot,
    );
    this.#tabs.tell(this.#snapshot);
    return this.#snapshot;
  }

  /** The person's word: from now on others learn of us. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#remember(this.#context.library.put(this.#record));
    this.#claimIt();
  }

  pause(): void {
    if (this.#viewing) this.#tabs.command('pause');
    else this.#setPaused(true);
  }

  resume(): void {
    if (this.#viewing) this.#tabs.command('resume');
    else this.#setPaused(false);
  }

  save(fileIndex: number | undefined): void {
    const torrent = this.#torrent;
    if (torrent === null) return;
    const id = {};
    this.#setSaving(id, 0);
    saveShare({
      name: torrent.info.name,
      geometry: torrent.info.geometry,
      files: this.#holding.rows,
      fileIndex,
      piece: (index) => this.#holding.reader.piece(index),
      onProgress: (progress) => this.#setSaving(id, progress),
      onEnd: (problem) => {
        if (problem !== null && problem.code !== 'save-cancelled') this.#problem = problem;
        this.#setSaving(id, null);
      },
    });
  }

  /** The encoded .torrent, once known. */
  get torrentBytes(): Uint8Array<ArrayBuffer> | null {
    return this.#torrent === null ? null : encodeTorrent(this.#torrent);
  }

  /** Asks for the remembered files again; must be called from a gesture. */
  async grantAccess(): Promise<void> {
    await this.#reopen(true);
    if (!this.#needsPermission && this.#claim?.isHeld === true) await this.#run();
  }

  /** Stops it and frees its space; in the tab that runs it, wherever that is. */
  async remove(): Promise<void> {
    if (this.#viewing) {
      this.#tabs.command('remove');
      return;
    }
    this.#tabs.removed();
    this.#options.onRemoved();
    await this.#context.library.remove(this.infoHash);
    await this.#holding.store.destroy();
  }

  /** Lets go of everything; stored pieces and the record stay. */
  close(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#stopRunner();
    this.#context.alarms.set(this, null, () => undefined);
    this.#context.signaling.forget(this.infoHash);
    this.#claim?.release();
    this.#tabs.close();
  }

  #listen(): void {
    this.#context.signaling.watch(this.infoHash, {
      onJoined: (peers, total) => {
        this.#knownPeers = Math.max(total, peers.length);
        this.#runner?.links.learn(peers);
        this.#context.changed();
      },
      onPeerJoined: (_peer, total) => this.#countPeers(total),
      onPeerLeft: (peer, total) => {
        this.#runner?.links.forget(peer);
        this.#countPeers(total);
      },
      onNoSuchPeer: (peer) => this.#runner?.links.gone(peer),
      onSignal: (from, connection, data) => this.#runner?.links.receiveSignal(from, connection, data),
      onScraped: (peers) => this.#countPeers(peers),
      onError: (code, message) => {
        this.#problem = { code, message };
        this.#context.changed();
      },
    });
  }

  #countPeers(total: number): void {
    this.#knownPeers = total;
    this.#context.changed();
  }

  /** While waiting, the number of peers is asked for now and then; nobody learns who asks. */
  #scrape(): void {
    const { alarms, signaling } = this.#context;
    alarms.set(this, alarms.now() + SCRAPE_INTERVAL_MS, () => {
      if (this.#started || this.#gone) return;
      signaling.scrape(this.infoHash);
      this.#scrape();
    });
  }

  #claimIt(): void {
    const failed = (error: unknown) => {
      this.#fatal = {
        code: 'storage-failed',
        message: `The browser could not open this share: ${String(error)}`,
      };
      this.#context.changed();
    };
    this.#claim = claimShare(this.infoHash, {
      onAcquired: () => {
        if (!this.#gone) this.#acquired().catch(failed);
      },
      onWaiting: () => {
        this.#viewing = true;
        this.#tabs.watch();
        this.#refresh().catch(failed);
      },
    });
    this.#context.changed();
  }

  /** What another tab wrote about this share. */
  async #refresh(): Promise<void> {
    const record = await this.#context.library.get(this.infoHash);
    if (record === null) return;
    this.#record = record;
    if (this.#torrent === null && record.torrent !== null) {
      this.#torrent = parseTorrent(record.torrent);
      this.#holding.learn(this.#torrent);
    }
    this.#context.changed();
  }

  async #acquired(): Promise<void> {
    if (this.#viewing) {
      // The tab that ran it is closed.
      this.#viewing = false;
      this.#shown = null;
      this.#tabs.unwatch();
      await this.#refresh();
    }
    await this.#holding.load();
    const { persistence, handles } = this.#record;
    const wantsFiles = persistence === 'handle' || persistence === 'storing';
    if (!this.#holding.hasFiles && wantsFiles && handles.length > 0) await this.#reopen(false);
    if (!this.#gone) await this.#run();
  }

  async #run(): Promise<void> {
    this.#stopRunner();
    const torrent = this.#torrent;
    const have = this.#holding.pieces();
    this.#checkCopy(torrent, have.length);
    this.#holding.reset(have);
    this.#runner = new ShareRunner({
      infoHash: this.#options.infoHash,
      infoHashHex: this.infoHash,
      self: this.#context.self,
      identity: this.#context.identity,
      alarms: this.#context.alarms,
      signaling: this.#context.signaling,
      store: this.#holding.store,
      reader: this.#holding.reader,
      torrent,
      have,
      paused: this.#record.paused,
      banned: [...this.#context.banned],
      relayOnly: () => this.#context.settings().relayOnly,
      onChange: () => this.#context.changed(),
      onMetadata: (learned) => this.#learned(learned),
      onPieceStored: (piece) => {
        this.#holding.added(piece);
        this.#tellProgress();
      },
      onPieceLost: (piece) => this.#lost(piece),
      onCompleted: () => this.#completed(),
      onBanned: (peer) => this.#context.ban(peer),
      onProblem: (problem) => this.#setProblem(problem),
      onFatal: (problem) => {
        this.#fatal = problem;
        this.#context.signaling.leave(this.infoHash);
        this.#context.changed();
      },
    });
    if (!this.#record.paused) this.#join();
    this.#context.changed();
    if (torrent !== null && this.#holding.hasFiles && this.#record.persistence !== 'stored') {
      await this.#persist(torrent.info.geometry.totalLength);
    }
  }

  #lost(piece: number): void {
    const runner = this.#runner;
    const pieceCount = this.#torrent?.info.geometry.pieceCount ?? 0;
    const pieces = Array.from({ length: pieceCount }, (_, index) => index);
    this.#holding.lost(
      piece,
      pieces.filter((index) => runner?.has(index) === true),
    );
  }

  #stopRunner(): void {
    this.#runner?.stop();
    this.#runner = null;
  }

  #join(): void {
    this.#context.signaling.join(this.infoHash, this.#left());
  }

  #left(): number | null {
    const total = this.#torrent?.info.geometry.totalLength;
    if (total === undefined) return null;
    return total - (this.#runner?.view().haveBytes ?? 0);
  }

  /** The server counts who still wants something: told about every tenth. */
  #tellProgress(): void {
    const pieceCount = this.#torrent?.info.geometry.pieceCount ?? 0;
    const step = Math.max(1, Math.floor(pieceCount / 10));
    const left = this.#holding.storedCount % step === 0 ? this.#left() : null;
    if (left !== null) this.#context.signaling.progress(this.infoHash, left);
  }

  #learned(torrent: Torrent): void {
    this.#torrent = torrent;
    this.#holding.learn(torrent);
    this.#patch({
      name: torrent.info.name,
      length: torrent.info.geometry.totalLength,
      torrent: encodeTorrent(torrent),
    });
  }

  #completed(): void {
    this.#patch({ completed: true, persistence: 'stored' });
    this.#context.signaling.progress(this.infoHash, 0);
    this.#context.publish();
  }

  #setPaused(paused: boolean): void {
    this.#patch({ paused });
    if (!paused) this.#problem = null;
    if (paused) this.#runner?.pause();
    else this.#runner?.resume();
    if (paused) this.#context.signaling.leave(this.infoHash);
    else if (this.#runner !== null) this.#join();
  }

  #setProblem(problem: Problem): void {
    this.#problem = problem;
    // Storage refused: the engine stopped asking, and the person sees why and how to go on.
    if (problem.code.startsWith('storage-') && !this.#record.paused) this.#patch({ paused: true });
    this.#context.changed();
  }

  #setSaving(id: object, progress: number | null): void {
    if (progress === null) this.#savings.delete(id);
    else this.#savings.set(id, progress);
    this.#context.changed();
  }

  get #savingProgress(): number | null {
    return this.#savings.size === 0 ? null : Math.min(...this.#savings.values());
  }

  #show(snapshot: ShareSnapshot): void {
    if (!this.#viewing || snapshot.infoHash !== this.infoHash) return;
    this.#shown = { ...snapshot, key: this.key, role: 'viewer', saving: this.#savingProgress };
    this.#context.changed();
  }

  #patch(change: Partial<Omit<ShareRecord, 'infoHash'>>): void {
    this.#record = { ...this.#record, ...change };
    this.#remember(this.#context.library.patch(this.infoHash, change));
    this.#context.changed();
  }

  /** What cannot be remembered now is lost with the tab: worth telling, unless something worse is told already. */
  #remember(writing: Promise<unknown>): void {
    writing.catch((error: unknown) => {
      this.#problem ??= {
        code: 'storage-failed',
        message: `The browser could not remember this share (${String(error)}). It works while this tab is open.`,
      };
      this.#context.changed();
    });
  }

  /** Without `ask` the browser shows nothing: it may want a click, which the page then asks for. */
  async #reopen(ask: boolean): Promise<void> {
    const outcome = await this.#holding.reopen(this.#record.handles, ask);
    this.#needsPermission = outcome === 'permission-needed';
    this.#problem = typeof outcome === 'string' ? null : outcome;
    this.#context.changed();
  }

  /** A sharer's tab was closed before everything had been copied, and there is no way back to the files. */
  #checkCopy(torrent: Torrent | null, haveCount: number): void {
    if (torrent === null || this.#record.role !== 'seed' || this.#needsPermission) return;
    if (haveCount === torrent.info.geometry.pieceCount || this.#problem !== null) return;
    this.#problem = {
      code: 'copy-incomplete',
      message:
        'This tab was closed before all of the files were kept. Share the same files again: the link stays the same.',
    };
  }

  /** Says how the files outlive a reload, and copies them where they fit. */
  async #persist(totalLength: number): Promise<void> {
    const hasHandles = this.#record.handles.length > 0;
    const persistence = await choosePersistence(totalLength, hasHandles);
    this.#patch({ persistence });
    if (persistence !== 'storing') return;
    const outcome = await this.#holding.copy(
      () => this.#gone,
      (bytes) => this.#pace(bytes),
    );
    if (outcome === 'stored') this.#patch({ persistence: 'stored' });
    else if (outcome !== 'stopped') this.#patch({ persistence: hasHandles ? 'handle' : 'memory' });
  }

  /** While somebody downloads, copying slows down: disk and processor are theirs first. */
  async #pace(bytes: number): Promise<void> {
    if ((this.#runner?.view().upBps ?? 0) < BUSY_BPS) return;
    const { alarms } = this.#context;
    await new Promise<void>((resolve) => {
      alarms.set({}, alarms.now() + (bytes / BUSY_COPY_BPS) * 1_000, resolve);
    });
  }
}
