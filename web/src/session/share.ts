import { encodeTorrent, parseTorrent, type Torrent } from '@flockdrop/shared/metainfo';
import type { SourceFile } from '../adapters/file-source.ts';
import type { ShareRecord } from '../adapters/library-store.ts';
import type { SessionContext } from './context.ts';
import { Holding } from './holding.ts';
import { keepFiles } from './keeping.ts';
import { Presence } from './presence.ts';
import { Running } from './running.ts';
import { Saves } from './saves.ts';
import { ShareMemory } from './share-memory.ts';
import { shareSnapshot } from './share-view.ts';
import type { Problem, ShareSnapshot } from './snapshot.ts';
import { Turn } from './turn.ts';

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
  readonly #memory: ShareMemory;
  readonly #holding: Holding;
  readonly #turn: Turn;
  readonly #presence: Presence;
  readonly #running: Running;
  readonly #saves: Saves;
  #torrent: Torrent | null;
  #started: boolean;
  #gone = false;
  #needsPermission = false;
  #fatal: Problem | null = null;
  #problem: Problem | null = null;
  #snapshot: ShareSnapshot | null = null;

  constructor(context: SessionContext, options: ShareOptions) {
    this.#context = context;
    this.#options = options;
    this.key = options.key;
    this.infoHash = options.record.infoHash;
    this.#torrent = options.torrent;
    this.#started = options.started;
    // What cannot be remembered now is lost with the tab: worth telling, unless something worse is told already.
    this.#memory = new ShareMemory(context.library, options.record, (error) => {
      this.#problem ??= {
        code: 'storage-failed',
        message: `The browser could not remember this share (${String(error)}). It works while this tab is open.`,
      };
      context.changed();
    });
    this.#holding = new Holding(this.infoHash, options.torrent);
    this.#turn = new Turn(this.infoHash, {
      onMine: (tookOver) => void this.#acquired(tookOver).catch((error) => this.#failed(error)),
      onOthers: () => void this.#refresh().catch((error) => this.#failed(error)),
      onShown: () => context.changed(),
      onCommand: (command) => void this[command](),
      onRemoved: () => options.onRemoved(),
    });
    this.#presence = new Presence(context, this.infoHash, {
      links: () => this.#running.runner?.links ?? null,
      onProblem: (problem) => this.#tell(problem),
    });
    this.#running = this.#prepare();
    this.#saves = new Saves({
      onChange: () => context.changed(),
      onProblem: (problem) => this.#tell(problem),
    });
    if (options.files !== null) this.#holding.adopt(options.files);
    if (this.#started) this.#claim();
    else this.#presence.scrape();
  }

  snapshot(): ShareSnapshot {
    const { shown } = this.#turn;
    if (shown !== null) return { ...shown, key: this.key, role: 'viewer', saving: this.#saves.progress };
    const { server, origin } = this.#context;
    const { record } = this.#memory;
    this.#snapshot = shareSnapshot(
      {
        key: this.key,
        infoHash: this.#options.infoHash,
        infoHashHex: this.infoHash,
        origin,
        claimedName: record.name,
        claimedLength: record.length,
        torrent: this.#torrent,
        role: record.role,
        started: this.#started,
        fatal: this.#fatal,
        problem: this.#problem,
        persistence: record.persistence,
        needsPermission: this.#needsPermission,
        saving: this.#saves.progress,
        addedAt: record.addedAt,
        knownPeers: this.#presence.knownPeers,
        server: server(),
        files: this.#holding.rows,
        paused: record.paused,
        runner: this.#running.runner,
        haveCount: this.#holding.storedCount,
      },
      this.#snapshot,
    );
    this.#turn.tell(this.#snapshot);
    return this.#snapshot;
  }

  /** The person's word: from now on others learn of us. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#presence.stopScraping();
    this.#memory.put();
    this.#claim();
  }

  pause(): void {
    if (this.#turn.isOthers) this.#turn.command('pause');
    else this.#setPaused(true);
  }

  resume(): void {
    if (this.#turn.isOthers) this.#turn.command('resume');
    else this.#setPaused(false);
  }

  save(fileIndex: number | undefined): void {
    const torrent = this.#torrent;
    if (torrent === null) return;
    this.#saves.begin({
      name: torrent.info.name,
      geometry: torrent.info.geometry,
      files: this.#holding.rows,
      fileIndex,
      piece: (index) => this.#holding.reader.piece(index),
    });
  }

  /** The encoded .torrent, once known. */
  get torrentBytes(): Uint8Array<ArrayBuffer> | null {
    return this.#torrent === null ? null : encodeTorrent(this.#torrent);
  }

  /** Lets go of everyone and meets them anew, by what the settings now say. */
  reconnect(): void {
    if (!this.#memory.record.paused) this.#running.reconnect();
  }

  /** Asks for the remembered files again; must be called from a gesture. */
  async grantAccess(): Promise<void> {
    await this.#reopen(true);
    if (!this.#needsPermission && this.#turn.isMine) await this.#run();
  }

  /** Stops it and frees its space; in the tab that runs it, wherever that is. */
  async remove(): Promise<void> {
    if (this.#turn.isOthers) {
      this.#turn.command('remove');
      return;
    }
    this.#turn.removed();
    this.#options.onRemoved();
    await this.#context.library.remove(this.infoHash);
    await this.#holding.store.destroy();
  }

  /** Lets go of everything; stored pieces and the record stay. */
  close(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#running.stop();
    this.#presence.close();
    this.#turn.close();
  }

  #prepare(): Running {
    return new Running({
      context: this.#context,
      infoHash: this.#options.infoHash,
      infoHashHex: this.infoHash,
      holding: this.#holding,
      presence: this.#presence,
      onMetadata: (torrent) => this.#learned(torrent),
      onCompleted: () => {
        this.#patch({ completed: true, persistence: 'stored' });
        this.#context.publish();
      },
      onProblem: (problem) => this.#stumbled(problem),
      onFatal: (problem) => {
        this.#fatal = problem;
        this.#context.changed();
      },
    });
  }

  #claim(): void {
    this.#turn.claim();
    this.#context.changed();
  }

  #failed(error: unknown): void {
    this.#fatal = {
      code: 'storage-failed',
      message: `The browser could not open this share: ${String(error)}`,
    };
    this.#context.changed();
  }

  /** What another tab wrote about this share. */
  async #refresh(): Promise<void> {
    if (!(await this.#memory.refresh())) return;
    const { torrent } = this.#memory.record;
    if (this.#torrent === null && torrent !== null) {
      this.#torrent = parseTorrent(torrent);
      this.#holding.learn(this.#torrent);
    }
    this.#context.changed();
  }

  async #acquired(tookOver: boolean): Promise<void> {
    if (tookOver) await this.#refresh();
    await this.#holding.load();
    const { persistence, handles } = this.#memory.record;
    const wantsFiles = persistence === 'handle' || persistence === 'storing';
    if (!this.#holding.hasFiles && wantsFiles && handles.length > 0) await this.#reopen(false);
    if (!this.#gone) await this.#run();
  }

  async #run(): Promise<void> {
    const torrent = this.#torrent;
    const have = this.#holding.pieces();
    const { paused, persistence } = this.#memory.record;
    this.#checkCopy(torrent, have.length);
    this.#running.start(torrent, have, paused);
    if (torrent === null || !this.#holding.hasFiles || persistence === 'stored') return;
    await keepFiles(
      {
        holding: this.#holding,
        memory: this.#memory,
        alarms: this.#context.alarms,
        upBps: () => this.#running.runner?.view().upBps ?? 0,
        isStopped: () => this.#gone,
        onChange: () => this.#context.changed(),
      },
      torrent.info.geometry.totalLength,
    );
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

  #setPaused(paused: boolean): void {
    this.#patch({ paused });
    if (!paused) this.#problem = null;
    if (paused) this.#running.pause();
    else this.#running.resume();
  }

  #stumbled(problem: Problem): void {
    // Storage refused: the engine stopped asking, and the person sees why and how to go on.
    if (problem.code.startsWith('storage-') && !this.#memory.record.paused) this.#patch({ paused: true });
    this.#tell(problem);
  }

  #tell(problem: Problem): void {
    this.#problem = problem;
    this.#context.changed();
  }

  #patch(change: Partial<Omit<ShareRecord, 'infoHash'>>): void {
    this.#memory.patch(change);
    this.#context.changed();
  }

  /** Without `ask` the browser shows nothing: it may want a click, which the page then asks for. */
  async #reopen(ask: boolean): Promise<void> {
    const outcome = await this.#holding.reopen(this.#memory.record.handles, ask);
    this.#needsPermission = outcome === 'permission-needed';
    this.#problem = typeof outcome === 'string' ? null : outcome;
    this.#context.changed();
  }

  /** A sharer's tab was closed before everything had been copied, and there is no way back to the files. */
  #checkCopy(torrent: Torrent | null, haveCount: number): void {
    if (torrent === null || this.#memory.record.role !== 'seed' || this.#needsPermission) return;
    if (haveCount === torrent.info.geometry.pieceCount || this.#problem !== null) return;
    this.#problem = {
      code: 'copy-incomplete',
      message:
        'This tab was closed before all of the files were kept. Share the same files again: the link stays the same.',
    };
  }
}
