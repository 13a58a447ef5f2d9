import { fromHex } from '@flockdrop/shared/bytes';
import { encodeTorrent, type Torrent } from '@flockdrop/shared/metainfo';
import type { SourceFile } from '../adapters/file-source.ts';
import type { ShareRecord } from '../adapters/library-store.ts';
import type { NetworkNews } from '../adapters/network.ts';
import type { SessionContext } from './context.ts';
import { Holding } from './holding.ts';
import { ShareHost } from './host.ts';
import { Presence } from './presence.ts';
import { Previews } from './previews.ts';
import { Problems } from './problems.ts';
import { connectionReport } from './report.ts';
import type { Choice } from './selection.ts';
import { ShareLife } from './share-life.ts';
import { known, offered, ShareMemory } from './share-memory.ts';
import { ShareSaves } from './share-saves.ts';
import { type OwnFacts, shareSnapshot, viewerSnapshot } from './share-view.ts';
import type { Preview, Problem, ShareSnapshot } from './snapshot.ts';

export interface ShareOptions {
  readonly key: string;
  readonly record: ShareRecord;
  /** That of the record, where it is at hand. */
  readonly torrent?: Torrent;
  /** `opened`: waits for the person's word. `remembered`: the record is the library's. `picked`: just hashed. */
  readonly origin: 'opened' | 'remembered' | 'picked';
  /** The picked files in the torrent's order. */
  readonly files?: readonly SourceFile[];
  /** It is gone from this tab. */
  onRemoved(): void;
}

/**
 * One share in this tab, from the moment it has an info-hash: joins its parts, shows them as one snapshot, and takes
 * what the person asks for to the part that does it.
 */
export class Share {
  readonly key: string;
  /** v2 info-hash, hex. */
  readonly infoHash: string;
  readonly #context: SessionContext;
  readonly #bytes: Uint8Array;
  readonly #problems: Problems;
  readonly #memory: ShareMemory;
  readonly #holding: Holding;
  readonly #presence: Presence;
  readonly #host: ShareHost;
  readonly #life: ShareLife;
  readonly #saves: ShareSaves;
  readonly #previews: Previews;
  #snapshot: ShareSnapshot | null = null;

  constructor(context: SessionContext, options: ShareOptions) {
    const { key, record, torrent, origin, files } = options;
    this.#context = context;
    this.key = key;
    this.infoHash = record.infoHash;
    this.#bytes = bytesOf(record.infoHash);
    this.#problems = new Problems(() => context.changed());
    this.#memory = new ShareMemory(context.library, record, torrent, (error) => this.#written(error));
    this.#holding = new Holding(record.infoHash, this.#memory.torrent);
    this.#holding.choose(this.#memory.priorities);
    if (files !== undefined) this.#holding.adopt(files);
    this.#presence = new Presence(context, record.infoHash, {
      links: () => this.#host.runner?.links ?? null,
      onProblem: (problem) => this.#problems.put('server', problem),
    });
    const parts = {
      context,
      problems: this.#problems,
      memory: this.#memory,
      holding: this.#holding,
      presence: this.#presence,
    };
    this.#previews = new Previews({
      geometry: () => this.#memory.torrent?.info.geometry ?? null,
      rows: () => this.#snapshot?.files ?? [],
      canFetch: () => !this.#life.isOthers,
      // What another tab has stored only reading can tell.
      isHere: (piece) => this.#life.isOthers || this.#holding.has(piece),
      piece: (index) => this.#pieceToSave(index),
      onWaiting: (pieces) => this.#host.runner?.await(pieces),
      onChange: () => context.changed(),
    });
    this.#holding.onHere = () => this.#previews.arrived();
    this.#host = new ShareHost({
      ...parts,
      infoHash: this.#bytes,
      onRunner: () => this.#previews.tellAnew(),
      onBegun: () => this.#saves.resume(),
      onCompleted: () => this.#saves.finished(),
    });
    this.#life = new ShareLife({
      ...parts,
      host: this.#host,
      onWatched: () => this.snapshot(),
      // What is lost to this tab may be read in that one: whoever waits for it is told.
      onOthers: () => this.#previews.arrived(),
      onRemoved: () => options.onRemoved(),
    });
    this.#saves = new ShareSaves({
      context,
      memory: this.#memory,
      files: () => this.#snapshot?.files ?? this.#holding.rows,
      piece: (index) => this.#pieceToSave(index),
      onProblem: (problem) => this.#saved(problem),
    });
    if (origin === 'opened') this.#life.wait();
    else if (origin === 'picked') this.#life.begin(offered);
    else this.#life.takeUp();
  }

  /** As it is remembered, whichever tab runs it. */
  get isPaused(): boolean {
    return this.#memory.record.paused;
  }

  /** False while it waits for the person's word. */
  get isStarted(): boolean {
    return this.#life.isStarted;
  }

  snapshot(): ShareSnapshot {
    const { shown } = this.#life;
    const own: OwnFacts = {
      key: this.key,
      ...this.#saves.shown(),
      previewNeeds: this.#previews.needs((piece) => this.#host.runner?.holdersOf(piece) ?? 0),
      problem: this.#problems.shown,
    };
    this.#snapshot = shown === null ? this.#view(own) : viewerSnapshot(shown, own, this.#snapshot);
    this.#life.tell(this.#snapshot);
    this.#saves.arrived();
    return this.#snapshot;
  }

  /** The encoded .torrent, once known. */
  get torrentBytes(): Uint8Array<ArrayBuffer> | null {
    const { torrent } = this.#memory;
    return torrent === null ? null : encodeTorrent(torrent);
  }

  /** The person's word: from now on others learn of us. */
  start(): void {
    this.#life.begin(known);
  }

  /** Another tab added a share of this info-hash. */
  lookUp(): Promise<void> {
    return this.#life.lookUp();
  }

  /** The person brings the metadata, which the swarm may not have told yet. */
  learn(torrent: Torrent): Promise<void> {
    return this.#life.learn(torrent);
  }

  pause(): void {
    this.#life.command('pause');
  }

  resume(): void {
    this.#life.command('resume');
  }

  select(choice: Choice): void {
    this.#life.select(choice);
  }

  /** The problem shown was read. */
  dismissProblem(): void {
    if (this.#problems.shown !== null) this.#problems.dismiss();
    else if (this.#life.isOthers) this.#life.command('dismiss');
  }

  save(fileIndex: number | undefined): void {
    this.#saves.download(fileIndex);
  }

  /** Must be called from a gesture. */
  saveIntoFolder(which: 'new' | 'chosen'): void {
    this.#saves.intoFolder(which);
  }

  cancelSaving(): void {
    this.#saves.cancel();
  }

  /** Shows a file, or as much of it as is here, and fetches first what that takes. */
  preview(fileIndex: number): Preview {
    return this.#previews.open(fileIndex);
  }

  /** @param userAgent the browser's */
  connectionReport(userAgent: string): string {
    const share = this.snapshot();
    const runner = this.#host.runner;
    return connectionReport({
      userAgent,
      server: this.#context.server(),
      share,
      reach: runner?.links.reach() ?? null,
      peers: share.peers.map((peer) => ({ ...peer, times: runner?.links.lines.timesOf(peer.id) ?? null })),
    });
  }

  /** Asks for the remembered files again; must be called from a gesture. */
  async grantAccess(): Promise<void> {
    await this.#host.reopen(true);
    if (this.#holding.hasFiles) await this.#life.offerFiles();
  }

  /** The way out may be another one. */
  refresh(news: NetworkNews): void {
    this.#host.runner?.links.refresh(news);
  }

  limitsChanged(): void {
    this.#host.runner?.limitsChanged();
  }

  /** Found out by another share or tab. */
  ban(peer: string): void {
    this.#host.runner?.ban(peer);
  }

  /** Lets go of everyone and meets them anew, by what the settings now say. */
  reconnect(): void {
    this.#host.reconnect();
  }

  /** We are somebody else now. */
  rename(): Promise<void> {
    return this.#host.rename();
  }

  /** Stops it and frees its space, in the tab that runs it. One that was never started is only forgotten here. */
  remove(): Promise<void> {
    return this.#life.remove();
  }

  /** Lets go of everything; stored pieces and the record stay. */
  close(): void {
    this.#previews.close();
    this.#saves.close();
    this.#life.close();
  }

  #view(own: OwnFacts): ShareSnapshot {
    const { record, torrent, isAmbiguous } = this.#memory;
    return shareSnapshot(
      {
        ...own,
        infoHash: this.#bytes,
        infoHashHex: this.infoHash,
        origin: this.#context.origin,
        claimedName: record.name,
        claimedLength: record.length,
        torrent,
        role: record.role,
        started: this.#life.isStarted,
        hasStandIn: this.#life.hasStandIn,
        isLookedAt: this.#context.isLookedAt(this.key) || this.#life.hasStandIn,
        inspectedCell: this.#context.inspectedOf(this.key),
        isFatal: this.#problems.isFatal,
        isAmbiguous,
        persistence: record.persistence,
        needsPermission: this.#host.needsPermission,
        addedAt: record.addedAt,
        knownPeers: this.#presence.knownPeers,
        server: this.#context.server(),
        files: this.#holding.rows,
        paused: record.paused,
        runner: this.#host.runner,
        haveCount: this.#holding.heldCount,
      },
      this.#snapshot,
    );
  }

  /** What turns out to be lost is fetched again, so that the next save has it. */
  async #pieceToSave(index: number): Promise<Uint8Array | null> {
    const bytes = await this.#holding.reader.piece(index);
    if (bytes === null) this.#host.runner?.lost(index);
    return bytes;
  }

  #saved(problem: Problem | null): void {
    // A tab that only shows a share reads what is stored; picked files are at hand in the other tab alone.
    const isElsewhere = problem?.code === 'piece-lost' && this.#life.isOthers;
    this.#problems.put('save', isElsewhere ? SAVE_ELSEWHERE : problem);
  }

  /** What cannot be remembered now is lost with the tab. */
  #written(error: unknown): void {
    if (error === null) {
      this.#problems.clear('memory');
      return;
    }
    const reason = String(error);
    this.#problems.put('memory', {
      code: 'storage-failed',
      words: 'storage-failed.remember',
      message: `The browser could not remember this share (${reason}). It works while this tab is open.`,
      values: { reason },
    });
  }
}

const SAVE_ELSEWHERE: Problem = {
  code: 'save-elsewhere',
  message: 'These files are open in another tab of this browser and not copied yet. Save them from that tab.',
};

/** Records are checked when they are read: theirs is a whole info-hash. */
function bytesOf(infoHash: string): Uint8Array {
  const bytes = fromHex(infoHash);
  if (bytes === null) throw new RangeError(`not an info-hash: ${infoHash}`);
  return bytes;
}
