import type { Torrent } from '@flockdrop/shared/metainfo';
import { forgetPlaces } from '../adapters/folder-places.ts';
import type { SessionContext } from './context.ts';
import type { Holding } from './holding.ts';
import type { ShareHost } from './host.ts';
import type { Presence } from './presence.ts';
import type { Problems } from './problems.ts';
import type { Choice } from './selection.ts';
import type { Merge, ShareMemory } from './share-memory.ts';
import type { ShareSnapshot } from './snapshot.ts';
import type { TabCommand } from './tabs.ts';
import { Turn } from './turn.ts';

export interface ShareLifeOptions {
  readonly context: SessionContext;
  readonly memory: ShareMemory;
  readonly holding: Holding;
  readonly presence: Presence;
  readonly problems: Problems;
  readonly host: ShareHost;
  /** Another tab waits for what this one sees. */
  onWatched(): void;
  /** Another tab runs it from now on. */
  onOthers(): void;
  /** It is gone from this tab. */
  onRemoved(): void;
}

/**
 * The life of one share in this tab: it waits for a person's word, takes its place in the library and its turn among
 * the tabs, runs here or is shown for another tab, and ends. It does what the person asks where the share runs.
 */
export class ShareLife {
  readonly #options: ShareLifeOptions;
  readonly #turn: Turn;
  #isStarted = false;
  #isOver = false;
  /** The person wants it removed: whoever's turn comes next does it. */
  #isUnwanted = false;
  #isRefreshing = false;

  constructor(options: ShareLifeOptions) {
    this.#options = options;
    const { memory, holding, host } = options;
    this.#turn = new Turn(memory.record.infoHash, {
      onMine: (tookOver) => this.#watchOver(this.#runHere(tookOver)),
      onOthers: () => this.#watchOver(this.#showOthers()),
      onShown: () => this.#shown(),
      onCommand: (command) => this.#watchOver(this.#obey(command)),
      onWatched: ({ hasFiles }) => {
        if (hasFiles && !host.isWhole) this.#yield();
        else options.onWatched();
      },
      hasFiles: () => holding.hasFiles,
    });
  }

  /** False while it waits for the person's word. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Whether another tab runs it, and this one only shows it. */
  get isOthers(): boolean {
    return this.#turn.isOthers;
  }

  /** It runs here, and another tab waits to take over. */
  get hasStandIn(): boolean {
    return this.#turn.hasStandIn;
  }

  /** What the running tab says; `null` unless that is another one. */
  get shown(): ShareSnapshot | null {
    return this.#turn.shown;
  }

  /** To the tabs that show it. */
  tell(snapshot: ShareSnapshot): void {
    this.#turn.tell(snapshot);
  }

  /** Until the person's word; or until it is found that this browser has it already. */
  wait(): void {
    this.#options.presence.scrape();
    this.#watchOver(this.lookUp());
  }

  /** One that only waits may run in another tab by now: then it is taken up as it is remembered. */
  async lookUp(): Promise<void> {
    const isWaiting = () => !this.#isStarted && !this.#isOver;
    if (isWaiting() && (await this.#refresh()) && isWaiting()) this.takeUp();
  }

  /** New in this browser, as far as this tab knows. */
  begin(merge: Merge): void {
    if (this.#isStarted) return;
    this.#start();
    // Whoever asks for a share does not want it to stay paused. Said now: what the person says next comes after it.
    this.command('resume');
    this.#watchOver(this.#settle(merge));
  }

  /** It is in the library: what is left is to take its turn. */
  takeUp(): void {
    this.#start();
    this.#turn.claim();
  }

  /** Where it runs, once that is known. */
  command(command: TabCommand): void {
    this.#watchOver(this.#command(command));
  }

  /** Where it runs; one that waits for the person's word remembers it until then. */
  select(choice: Choice): void {
    if (this.#isStarted) this.command(choice);
    else this.#options.host.select(choice);
  }

  async learn(torrent: Torrent): Promise<void> {
    const { memory, holding, host } = this.#options;
    if (memory.torrent !== null) return;
    holding.learn(torrent);
    await memory.learn(torrent);
    if (!this.#isStarted) return;
    const whose = await this.#turn.settled();
    if (whose === 'mine') await host.run();
    else if (whose === 'others') this.#turn.command('refresh');
  }

  /** This tab has the files now. */
  async offerFiles(): Promise<void> {
    // The tab that runs it has none, or it would not have asked for them: it lets us have our turn.
    if (this.#turn.isMine) await this.#options.host.run();
    else this.#turn.speakUp();
  }

  /** Ends it everywhere. One that was never started may run in another tab: it is only forgotten here. */
  async remove(): Promise<void> {
    this.#isUnwanted = true;
    if (this.#isStarted) await this.#command('remove');
    else this.#options.onRemoved();
  }

  /** Ends it in this tab; stored pieces and the record stay. */
  close(): void {
    if (this.#isOver) return;
    this.#letGo();
    this.#turn.close();
    this.#options.holding.store.close().catch((error: unknown) => this.#complain(error));
  }

  #start(): void {
    this.#isStarted = true;
    this.#options.presence.stopScraping();
    this.#options.context.changed();
  }

  /** Another tab may have it already: what is remembered counts, and nothing of it is overwritten. */
  async #settle(merge: Merge): Promise<void> {
    const { context, memory } = this.#options;
    await memory.settle(merge);
    if (this.#isOver) return;
    this.#know();
    this.#turn.claim();
    context.tellTabs({ kind: 'added', infoHash: memory.record.infoHash });
  }

  async #runHere(tookOver: boolean): Promise<void> {
    if (this.#isUnwanted) return this.#destroy();
    if (tookOver) await this.#refresh();
    await this.#options.host.begin();
  }

  async #showOthers(): Promise<void> {
    this.#options.problems.clear('storage', 'files', 'server');
    this.#options.onOthers();
    await this.#refresh();
  }

  #shown(): void {
    const { context, memory } = this.#options;
    // What the running tab has learned from the swarm is in the library, or soon will be.
    const isLate = memory.torrent === null && this.#turn.shown?.pieceCount !== null;
    if (isLate && !this.#isRefreshing) {
      this.#isRefreshing = true;
      const refreshed = this.#refresh().finally(() => {
        this.#isRefreshing = false;
      });
      this.#watchOver(refreshed);
    }
    context.changed();
  }

  /** Another tab has the files, and we have not all of it. */
  #yield(): void {
    this.#options.host.stop();
    this.#turn.yield();
  }

  async #command(command: TabCommand): Promise<void> {
    const whose = await this.#turn.settled();
    if (whose === 'mine') await this.#obey(command);
    else if (whose === 'others') this.#turn.command(command);
  }

  /** As the tab that runs it: nothing is passed on from here. */
  async #obey(command: TabCommand): Promise<void> {
    const { host, memory, problems } = this.#options;
    if (typeof command === 'object') {
      host.select(command);
      return;
    }
    switch (command) {
      case 'pause':
        host.setPaused(true);
        return;
      case 'resume':
        if (memory.record.paused) host.setPaused(false);
        return;
      case 'dismiss':
        problems.dismiss();
        return;
      case 'refresh':
        if (await this.#refresh()) await host.run();
        return;
      case 'remove':
        await this.#destroy();
    }
  }

  /** What another tab wrote about this share; false when there is nothing. */
  async #refresh(): Promise<boolean> {
    const found = await this.#options.memory.refresh();
    this.#know();
    this.#options.context.changed();
    return found;
  }

  #know(): void {
    const { torrent } = this.#options.memory;
    if (torrent === null) return;
    this.#options.holding.learn(torrent);
    this.#options.holding.choose(this.#options.memory.priorities);
  }

  /** Others wait for their turn until all of it is gone: one that began earlier would bring it back. */
  async #destroy(): Promise<void> {
    if (this.#isOver) return;
    this.#letGo();
    const { context, memory, holding, onRemoved } = this.#options;
    const { infoHash } = memory.record;
    context.tellTabs({ kind: 'removed', infoHash });
    onRemoved();
    const results = await Promise.allSettled([
      context.library.remove(infoHash),
      holding.store.destroy(),
      forgetPlaces(infoHash),
    ]);
    this.#turn.close();
    for (const result of results) if (result.status === 'rejected') this.#complain(result.reason);
  }

  #letGo(): void {
    this.#isOver = true;
    this.#options.host.stop();
    this.#options.presence.close();
  }

  /** What nobody waits for may fail as well. */
  #watchOver(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (this.#isOver) return;
      this.#options.problems.put('fatal', {
        code: 'storage-failed',
        words: 'storage-failed.open',
        values: { reason: String(error) },
        message: `The browser could not open this share (${String(error)}). Reload the page to try again.`,
      });
    });
  }

  #complain(error: unknown): void {
    this.#options.context.complain({
      code: 'storage-failed',
      words: 'storage-failed.let-go',
      values: { reason: String(error) },
      message: `The browser could not let go of a share (${String(error)}). Reload the page; if the share is still there, remove it again.`,
    });
  }
}
