import type { Torrent } from '@flockdrop/shared/metainfo';
import type { SessionContext } from './context.ts';
import type { Holding } from './holding.ts';
import { keepFiles } from './keeping.ts';
import type { Presence } from './presence.ts';
import type { Problems } from './problems.ts';
import type { ShareRunner } from './runner.ts';
import { Running } from './running.ts';
import { type Choice, chosen } from './selection.ts';
import type { ShareMemory } from './share-memory.ts';
import type { Problem } from './snapshot.ts';

export interface HostOptions {
  readonly context: SessionContext;
  /** v2 info-hash. */
  readonly infoHash: Uint8Array;
  readonly memory: ShareMemory;
  readonly holding: Holding;
  readonly presence: Presence;
  readonly problems: Problems;
  /** There is another runner than before, which knows of nothing that was asked of that. */
  onRunner(): void;
  /** Its turn has begun, and what was stored is known. */
  onBegun(): void;
  /** Everything wanted is here for the first time since it was chosen. */
  onCompleted(): void;
}

/**
 * What the tab whose turn it is does for a share: runs it with what is stored and what files are at hand, keeps the
 * files, and writes down what came of it. It does not ask whose turn it is.
 */
export class ShareHost {
  readonly #options: HostOptions;
  readonly #running: Running;
  /** New each time it is our turn; whatever waited in between finds out that its own is over. */
  #tenure: object | null = null;
  #copying: object | null = null;
  #needsPermission = false;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#running = new Running({
      ...options,
      infoHashHex: options.memory.record.infoHash,
      onMetadata: (torrent) => this.#learned(torrent),
      onFinished: () => this.#finished(),
      onProblem: (problem) => this.#stumbled(problem),
      onFatal: (problem) => options.problems.put('fatal', problem),
    });
  }

  /** `null` while it does not run here. */
  get runner(): ShareRunner | null {
    return this.#running.runner;
  }

  /** The remembered files can be read again after a person's click, and not before. */
  get needsPermission(): boolean {
    return this.#needsPermission;
  }

  /** Whether it lacks nothing that the files in another tab could give. */
  get isWhole(): boolean {
    const { memory, holding, problems } = this.#options;
    if (holding.hasFiles && !problems.has('files')) return true;
    return holding.storedCount === memory.torrent?.info.geometry.pieceCount;
  }

  /** It is this tab's turn. */
  async begin(): Promise<void> {
    const tenure = {};
    this.#tenure = tenure;
    const { memory, holding } = this.#options;
    const loading = holding.load();
    // Who opens a link meets the others at once: what may lie here from before matters only once the files are known.
    const isNew = memory.torrent === null;
    if (isNew) await this.run();
    await loading;
    if (this.#tenure !== tenure) return;
    if (isNew) {
      const { runner } = this.#running;
      if (holding.pieces().some((piece) => runner?.has(piece) === false)) await this.run();
      return;
    }
    if (!this.isWhole && memory.record.handles.length > 0) await this.reopen(false);
    if (this.#tenure !== tenure) return;
    this.#options.onBegun();
    await this.run();
  }

  /** Runs it with what is here now; not outside its turn. */
  async run(): Promise<void> {
    const tenure = this.#tenure;
    if (tenure === null) return;
    const { memory, holding } = this.#options;
    const have = holding.pieces();
    this.#checkCopy(have.length);
    this.#running.start(memory.torrent, have, memory);
    await this.#keep(tenure);
  }

  /** Lets go of everyone and meets them anew, by what the settings now say. */
  reconnect(): void {
    if (this.#running.runner === null || this.#options.memory.record.paused) return;
    this.#running.pause();
    this.#running.resume();
  }

  /** We are somebody else now: everyone is met anew under that name. */
  async rename(): Promise<void> {
    if (this.#running.runner !== null) await this.run();
  }

  setPaused(paused: boolean): void {
    const { memory, problems } = this.#options;
    if (!paused) problems.clear('storage', 'files', 'server');
    void memory.patch({ paused });
    if (paused) this.#running.pause();
    else this.#running.resume();
  }

  /** Nothing can be chosen before the files are known. */
  select(choice: Choice): void {
    const { memory, context } = this.#options;
    const fileCount = memory.torrent?.info.geometry.files.length;
    if (fileCount === undefined) return;
    const priorities = chosen(memory.priorities, choice, fileCount);
    void memory.patch({ priorities, completed: false });
    this.#chosen();
    const view = this.#running.runner?.view();
    if (view?.isFinished === true && view.wantedBytes > 0) void memory.patch({ completed: true });
    context.publish();
  }

  #chosen(): void {
    const { memory, holding } = this.#options;
    holding.choose(memory.priorities);
    this.#running.select(memory.priorities);
  }

  /** Without `ask` the browser shows nothing: it may want a click, which the page then asks for. */
  async reopen(ask: boolean): Promise<void> {
    const { holding, memory, problems } = this.#options;
    const outcome = await holding.reopen(memory.record.handles, ask);
    this.#needsPermission = outcome === 'permission-needed';
    problems.put('files', typeof outcome === 'string' ? null : outcome);
  }

  /** The turn is over, or the share is. */
  stop(): void {
    this.#tenure = null;
    this.#running.stop();
  }

  #learned(torrent: Torrent): void {
    const { memory, holding } = this.#options;
    void memory.learn(torrent);
    holding.learn(torrent);
    // Chosen before the metadata was lost.
    if (memory.priorities !== null) this.#chosen();
    // Stored before the metadata was lost: the engine knows nothing of these, and can be told only at its birth.
    if (holding.storedCount > 0) queueMicrotask(() => void this.run());
  }

  #finished(): void {
    const { memory, problems, context, onCompleted } = this.#options;
    const isFirst = !memory.record.completed;
    problems.clear('storage', 'files', 'save');
    void memory.patch({ completed: true, persistence: 'stored' });
    if (isFirst) onCompleted();
    context.publish();
  }

  #stumbled(problem: Problem): void {
    const { memory, problems } = this.#options;
    const isStorage = problem.code.startsWith('storage-');
    // Storage refused: the engine stopped asking, and the person sees why and how to go on.
    if (isStorage && !memory.record.paused) void memory.patch({ paused: true });
    problems.put(isStorage ? 'storage' : 'files', problem);
  }

  /** A sharer's tab was closed before everything had been copied, and there is no way back to the files. */
  #checkCopy(haveCount: number): void {
    const { memory, problems } = this.#options;
    if (memory.torrent === null || memory.record.role !== 'seed' || this.#needsPermission) return;
    if (haveCount === memory.torrent.info.geometry.pieceCount || problems.has('files')) return;
    problems.put('files', {
      code: 'copy-incomplete',
      message:
        'This tab was closed before all of the files were kept. Share the same files again: the link stays the same.',
    });
  }

  async #keep(tenure: object): Promise<void> {
    const { memory, holding, context } = this.#options;
    const geometry = memory.torrent?.info.geometry;
    if (geometry === undefined) return;
    if (holding.storedCount === geometry.pieceCount) {
      if (memory.record.persistence !== 'stored') await memory.patch({ persistence: 'stored' });
      return;
    }
    if (!holding.hasFiles) return;
    const copying = {};
    this.#copying = copying;
    await keepFiles(
      {
        holding,
        memory,
        alarms: context.alarms,
        upBps: () => this.#running.runner?.view().upBps ?? 0,
        isStopped: () => this.#tenure !== tenure || this.#copying !== copying,
      },
      geometry.totalLength,
    );
  }
}
