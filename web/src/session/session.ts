import { toHex } from '@flockdrop/shared/bytes';
import { MetainfoError, parseLink, type ShareLink, safeName, type Torrent } from '@flockdrop/shared/metainfo';
import { TabBudget } from '@flockdrop/shared/swarm';
import type { Clock } from '../adapters/clock.ts';
import { downloadBytes } from '../adapters/download-bytes.ts';
import type { Identity } from '../adapters/identity-store.ts';
import type { Library } from '../adapters/library-store.ts';
import type { NetworkNews } from '../adapters/network.ts';
import { isNewHere, noteVisit } from '../adapters/notes.ts';
import { askToNotify, permissionToNotify } from '../adapters/notifier.ts';
import type { EarlySocket } from '../adapters/signaling-socket.ts';
import { Alarms } from './alarms.ts';
import type { SessionContext } from './context.ts';
import { dependsOnThisTab } from './leaving.ts';
import { type LibraryNews, LibraryTabs } from './library-tabs.ts';
import { OwnIdentity } from './own-identity.ts';
import { Preferences } from './preferences.ts';
import { RESTING_PREVIEW } from './previews.ts';
import { metainfoProblem } from './problems.ts';
import { type AfterDrawing, Publisher } from './publisher.ts';
import { Removals } from './removals.ts';
import { reuse, reuseRows } from './reuse.ts';
import type { Choice } from './selection.ts';
import { ShareList } from './share-list.ts';
import { Signaling } from './signaling.ts';
import { watchSleep } from './sleep-watch.ts';
import type {
  AppSnapshot,
  Commands,
  NotifyPermission,
  PickedFile,
  Preview,
  Problem,
  ServerState,
  Settings,
} from './snapshot.ts';
import { StorageMeter } from './storage-meter.ts';
import { Limits, limitsIn } from './tab-limits.ts';
import { readTorrent } from './torrent-file.ts';

/** A browser process bears a few hundred; a share gains nothing from more than some thirty. */
const MAX_CONNECTIONS = 100;
const MAX_CONNECTIONS_OF_SHARE = 30;

export interface SessionOptions {
  readonly identity: Identity;
  readonly library: Library;
  readonly clock: Clock;
  readonly origin: string;
  /** What the browser holds back from the page, or `null`. */
  readonly limitation: Problem | null;
  readonly signalingUrl: string;
  /** A connection to it that was begun already. */
  readonly earlySocket?: EarlySocket | undefined;
  publish(snapshot: AppSnapshot): void;
  readonly afterDrawing: AfterDrawing;
}

/** This tab's part in everything: its shares, its settings and what is published of them. What the interface talks to. */
export class Session implements Commands {
  readonly #options: SessionOptions;
  readonly #context: SessionContext;
  readonly #own: OwnIdentity;
  readonly #preferences: Preferences;
  readonly #limits: Limits;
  readonly #shares: ShareList;
  readonly #removals: Removals;
  readonly #publisher: Publisher;
  readonly #storage: StorageMeter;
  readonly #tabs = new LibraryTabs((news) => this.#hear(news));
  #server: ServerState = 'connecting';
  #problem: Problem | null = null;
  /** Why the server would not have us; over as soon as it has. */
  #refusal: Problem | null = null;
  #snapshot: AppSnapshot | null = null;
  #isNew = isNewHere();
  /** Key of the share whose page is on screen. */
  #lookedAt: string | null = null;
  /** Of its pieces. */
  #inspected: number | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    const alarms = new Alarms(options.clock);
    this.#publisher = new Publisher(alarms, () => this.#publish(), options.afterDrawing);
    this.#storage = new StorageMeter(alarms, () => this.#publisher.changed());
    this.#limits = new Limits(
      () => alarms.now(),
      () => this.#shares.limitsChanged(),
    );
    this.#preferences = new Preferences(options.library, {
      onSettings: (settings, before) => this.#choose(settings, before),
      onBanned: (peer) => this.#shares.ban(peer),
      onWritten: (kind) => this.#tabs.tell({ kind }),
      onFailed: (error) => this.#refuse(unwritten(error)),
    });
    const own = new OwnIdentity(options.identity, (by) => this.#renamed(by));
    this.#own = own;
    this.#context = {
      get identity() {
        return own.identity;
      },
      get self() {
        return own.uuid;
      },
      alarms,
      budget: new TabBudget({ total: MAX_CONNECTIONS, perShare: MAX_CONNECTIONS_OF_SHARE }),
      signaling: new Signaling({
        identity: () => own.identity,
        origin: options.origin,
        url: options.signalingUrl,
        early: options.earlySocket,
        onState: (state) => this.#reach(state),
        onRefused: (code, message) => {
          this.#refuse({ code, message });
          this.#refusal = this.#problem;
        },
      }),
      library: options.library,
      origin: options.origin,
      banned: this.#preferences.banned,
      limits: this.#limits.buckets,
      settings: () => this.#preferences.settings,
      server: () => this.#server,
      isLookedAt: (key) => key === this.#lookedAt,
      inspectedOf: (key) => (key === this.#lookedAt ? this.#inspected : null),
      ban: (peer) => this.#preferences.ban(peer),
      tellTabs: (news) => this.#tabs.tell(news),
      complain: (problem) => this.#refuse(problem),
      changed: () => this.#publisher.changed(),
      publish: () => this.#publisher.publish(),
    };
    this.#shares = new ShareList(this.#context);
    this.#removals = new Removals({
      shares: this.#shares,
      alarms,
      onChange: () => this.#publisher.publish(),
      onFailed: (error) => this.#refuse(storageProblem(error)),
    });
    watchSleep({ alarms, wallMs: Date.now, onWoke: () => this.#wake() });
  }

  /** Reads what this browser remembers and takes its shares up again. */
  async load(): Promise<void> {
    await this.#preferences.load();
    this.#limits.choose(this.#preferences.settings);
    await this.#shares.load();
    this.#removals.recall();
    this.#storage.measure();
    this.#publisher.publish();
  }

  /** The address says, or a link, what this tab alone may move. */
  limitTab(fragment: string): void {
    this.#limits.override(limitsIn(fragment));
    this.#publisher.changed();
  }

  /** The way out may be another one: what waits to be tried again is tried now. */
  refresh(news: NetworkNews): void {
    this.#context.signaling.refresh();
    this.#shares.refresh(news);
  }

  createShare(files: readonly PickedFile[]): string | null {
    if (files.length === 0) {
      return this.#refuse({
        code: 'nothing-picked',
        message: 'There is no file in what you dropped. Choose at least one file.',
      });
    }
    void this.#storage.keep();
    const key = this.#shares.hash(files);
    this.#accepted();
    return key;
  }

  cancelHashing(key: string): void {
    this.#shares.cancelHashing(key);
  }

  openLink(text: string, options: { readonly start?: boolean } = {}): string | null {
    let link: ShareLink;
    try {
      link = parseLink(text);
    } catch (error) {
      return this.#refuseFor(error, 'bad-link');
    }
    this.limitTab(text);
    const isStarting = options.start === true;
    const share = this.#shares.open(
      { infoHash: toHex(link.infoHash), name: link.name ?? '', length: link.length ?? null },
      isStarting,
    );
    this.#removals.restore(share.key);
    if (isStarting) this.start(share.key);
    this.#accepted();
    return share.key;
  }

  async openTorrent(file: File): Promise<string | null> {
    let torrent: Torrent;
    try {
      torrent = await readTorrent(file);
    } catch (error) {
      return this.#refuseFor(error, 'bad-torrent');
    }
    const { name, geometry, infoHashV2 } = torrent.info;
    const share = this.#shares.open({
      infoHash: toHex(infoHashV2),
      name,
      length: geometry.totalLength,
      torrent,
    });
    this.#removals.restore(share.key);
    await this.#watchOver(share.learn(torrent));
    this.#accepted();
    return share.key;
  }

  start(key: string): void {
    void this.#storage.keep();
    this.#shares.get(key)?.start();
  }

  pause(key: string): void {
    this.#shares.get(key)?.pause();
  }

  resume(key: string): void {
    const share = this.#shares.get(key) ?? this.#shares.wake(key);
    share?.resume();
  }

  select(key: string, choice: Choice): void {
    this.#shares.get(key)?.select(choice);
  }

  save(key: string, fileIndex?: number): void {
    this.#shares.get(key)?.save(fileIndex);
  }

  preview(key: string, fileIndex: number): Preview {
    return this.#shares.get(key)?.preview(fileIndex) ?? RESTING_PREVIEW;
  }

  saveIntoFolder(key: string, folder: 'new' | 'chosen'): void {
    this.#shares.get(key)?.saveIntoFolder(folder);
  }

  cancelSaving(key: string): void {
    this.#shares.get(key)?.cancelSaving();
  }

  exportTorrent(key: string): void {
    const share = this.#shares.get(key);
    const bytes = share?.torrentBytes ?? null;
    if (share === null || bytes === null) return;
    downloadBytes(`${safeName(share.snapshot().name)}.torrent`, 'application/x-bittorrent', bytes);
  }

  connectionReport(key: string): string {
    return this.#shares.get(key)?.connectionReport(navigator.userAgent) ?? '';
  }

  grantAccess(key: string): void {
    void this.#watchOver(this.#shares.get(key)?.grantAccess());
  }

  putAway(key: string): void {
    this.#removals.putAway(key);
  }

  restore(key: string): void {
    this.#removals.restore(key);
  }

  async finishRemoval(key: string): Promise<void> {
    await this.#watchOver(this.#removals.finish(key));
    this.#storage.measure();
  }

  /** Whether leaving breaks something off, as things are now: what was told last may be a second old. */
  isNeeded(): boolean {
    return this.#removals.without(this.#shares.snapshots()).some(dependsOnThisTab);
  }

  /** The page is going, or it is back from where it went. */
  leave(isBack = false): void {
    if (isBack) this.#removals.comeBack();
    else this.#removals.leave();
  }

  keepStorage(): Promise<boolean> {
    return this.#storage.keep();
  }

  permissionToNotify(): NotifyPermission {
    return permissionToNotify();
  }

  async startNotifying(): Promise<NotifyPermission> {
    const permission = await askToNotify();
    if (permission === 'granted') this.updateSettings({ notify: true });
    return permission;
  }

  async remove(key: string): Promise<void> {
    await this.#watchOver(this.#shares.remove(key));
    this.#storage.measure();
  }

  exportIdentity(passphrase: string): Promise<Problem | null> {
    return this.#own.export(passphrase);
  }

  importIdentity(file: File, passphrase: string): Promise<Problem | null> {
    return this.#own.import(file, passphrase);
  }

  renewIdentity(): Promise<Problem | null> {
    return this.#own.renew();
  }

  updateSettings(change: Partial<Settings>): void {
    this.#limits.chooseHere(change);
    this.#preferences.update(change);
  }

  lookAt(key: string | null): void {
    if (key === this.#lookedAt) return;
    this.#lookedAt = key;
    this.#inspected = null;
    if (key !== null) this.#publisher.publish();
  }

  inspect(cell: number | null): void {
    if (cell === this.#inspected) return;
    this.#inspected = cell;
    this.#publisher.changed();
  }

  dismissProblem(key?: string): void {
    if (key === undefined) this.#problem = null;
    else this.#shares.get(key)?.dismissProblem();
    this.#publisher.publish();
  }

  #reach(server: ServerState): void {
    this.#server = server;
    if (server === 'online' && this.#problem === this.#refusal) this.#problem = null;
    this.#publisher.changed();
  }

  /** While we slept, the others let go of us, and neither side may have noticed: everyone is met anew. */
  #wake(): void {
    this.#context.signaling.renew();
    this.#shares.reconnect();
  }

  /** The server and the peers know us by the old name: all of them are met anew. */
  #renamed(by: 'us' | 'another-tab'): void {
    if (by === 'us') this.#tabs.tell({ kind: 'identity' });
    this.#context.signaling.renew();
    void this.#watchOver(this.#shares.rename());
    this.#publisher.publish();
  }

  #choose(settings: Settings, before: Settings): void {
    this.#limits.choose(settings);
    // Whoever is connected directly would go on seeing our address.
    if (settings.relayOnly && !before.relayOnly) this.#shares.reconnect();
    else if (!settings.relayOnly && before.relayOnly) this.#shares.refresh('changed');
    this.#publisher.publish();
  }

  /** Another tab of this browser wrote something that is ours too. */
  #hear(news: LibraryNews): void {
    void this.#watchOver(this.#takeIn(news));
  }

  async #takeIn(news: LibraryNews): Promise<void> {
    switch (news.kind) {
      case 'settings':
        await this.#preferences.readSettings();
        return;
      case 'banned':
        await this.#preferences.readBanned();
        return;
      case 'identity':
        await this.#own.reread();
        return;
      case 'added':
        await this.#shares.added(news.infoHash);
        return;
      case 'removed':
        this.#shares.removed(news.infoHash);
    }
  }

  /** What fails with nobody waiting for it is told all the same. */
  async #watchOver(work: Promise<void> | undefined): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#refuse(storageProblem(error));
    }
  }

  #accepted(): void {
    this.#problem = null;
    this.#publisher.publish();
  }

  #refuse(problem: Problem): null {
    this.#problem = problem;
    this.#publisher.publish();
    return null;
  }

  #refuseFor(error: unknown, code: string): null {
    if (!(error instanceof MetainfoError)) throw error;
    return this.#refuse(metainfoProblem(error, code));
  }

  #publish(): boolean {
    const shares = this.#removals.without(this.#shares.snapshots());
    if (this.#isNew && shares.length > 0) {
      this.#isNew = false;
      noteVisit();
    }
    const next: AppSnapshot = {
      self: this.#context.self,
      server: this.#server,
      unsupported: null,
      limitation: this.#options.limitation,
      problem: this.#problem,
      shares: reuseRows(this.#snapshot?.shares ?? [], shares, (share) => share.key),
      storageUsed: this.#storage.used,
      storageQuota: this.#storage.quota,
      storageKept: this.#storage.isKept,
      isNew: this.#isNew,
      settings: this.#preferences.settings,
      tabLimits: this.#limits.ofTab,
    };
    const snapshot = reuse(this.#snapshot, next);
    if (snapshot !== this.#snapshot) this.#options.publish(snapshot);
    this.#snapshot = snapshot;
    // Rates fall while nothing happens: look again as long as something moves.
    return shares.some((share) => share.downBps > 0 || share.upBps > 0);
  }
}

function storageProblem(error: unknown): Problem {
  const reason = String(error);
  return {
    code: 'storage-failed',
    message: `The browser’s storage failed (${reason}). Reload the page to try again.`,
    values: { reason },
  };
}

function unwritten(error: unknown): Problem {
  const reason = String(error);
  return {
    code: 'storage-failed',
    words: 'storage-failed.next-visit',
    message: `The browser could not remember this for the next visit (${reason}).`,
    values: { reason },
  };
}
