import type { Torrent } from '@flockdrop/shared/metainfo';
import type { SessionContext } from './context.ts';
import type { Holding } from './holding.ts';
import type { Presence } from './presence.ts';
import { ShareRunner } from './runner.ts';
import type { Problem } from './snapshot.ts';

export interface RunningOptions {
  readonly context: SessionContext;
  /** v2 info-hash. */
  readonly infoHash: Uint8Array;
  readonly infoHashHex: string;
  readonly holding: Holding;
  readonly presence: Presence;
  onMetadata(torrent: Torrent): void;
  /** There is another runner than before, which knows of nothing that was asked of that. */
  onRunner(): void;
  onFinished(): void;
  onProblem(problem: Problem): void;
  /** Nothing can go on. */
  onFatal(problem: Problem): void;
}

/** What the person wants of a share: the part of what is remembered that matters to a runner. */
interface Wish {
  readonly record: { readonly paused: boolean };
  /** By file; `null`: all are normal. */
  readonly priorities: Uint8Array | null;
}

/**
 * One share while this tab runs it: its runner over what is held here, in the swarm or out of it. It decides neither
 * whether to run nor what is remembered.
 */
export class Running {
  readonly #options: RunningOptions;
  #runner: ShareRunner | null = null;
  #torrent: Torrent | null = null;

  constructor(options: RunningOptions) {
    this.#options = options;
  }

  /** `null` while it does not run. */
  get runner(): ShareRunner | null {
    return this.#runner;
  }

  /** Runs it, or runs it anew, with the pieces that can be served now; everybody is met anew. */
  start(torrent: Torrent | null, have: readonly number[], wish: Wish): void {
    this.#runner?.stop();
    this.#torrent = torrent;
    this.#options.holding.reset(have);
    this.#runner = this.#make(torrent, have, wish);
    this.#options.onRunner();
    if (wish.record.paused) this.#options.presence.leave();
    else this.#options.presence.rejoin(this.#left());
    this.#options.context.changed();
  }

  pause(): void {
    this.#runner?.pause();
    this.#options.presence.leave();
  }

  resume(): void {
    if (this.#runner === null) return;
    this.#runner.resume();
    this.#options.presence.join(this.#left());
  }

  /** @param files priorities; `null`: all are normal */
  select(files: Uint8Array | null): void {
    if (this.#runner === null || this.#torrent === null) return;
    this.#runner.select(this.#torrent, files);
    const left = this.#left();
    if (left !== null) this.#options.presence.progress(left);
  }

  stop(): void {
    this.#runner?.stop();
    this.#runner = null;
    this.#options.presence.leave();
  }

  #make(torrent: Torrent | null, have: readonly number[], wish: Wish): ShareRunner {
    const { context, holding, presence } = this.#options;
    const runner = new ShareRunner({
      infoHash: this.#options.infoHash,
      infoHashHex: this.#options.infoHashHex,
      self: context.self,
      identity: context.identity,
      alarms: context.alarms,
      budget: context.budget,
      signaling: context.signaling,
      store: holding.store,
      reader: holding.reader,
      torrent,
      have,
      priorities: wish.priorities,
      paused: wish.record.paused,
      banned: [...context.banned],
      limits: context.limits,
      relayOnly: () => context.settings().relayOnly,
      onChange: () => context.changed(),
      onMetadata: (learned) => {
        this.#torrent = learned;
        this.#options.onMetadata(learned);
      },
      onPieceStored: (piece) => {
        holding.added(piece);
        // Who opened a link waits for a sign that it works. The engine hears of the piece right after this.
        if (holding.storedCount === 1) queueMicrotask(() => context.publish());
        this.#tellProgress();
      },
      onPieceLost: (piece) => this.#lost(piece),
      onFinished: () => {
        presence.progress(0);
        this.#options.onFinished();
      },
      onBanned: (peer) => context.ban(peer),
      onProblem: (problem) => {
        // What a stopped one still finds out concerns nobody: its share was removed, or runs anew.
        if (this.#runner === runner) this.#options.onProblem(problem);
      },
      onFatal: (problem) => {
        presence.leave();
        this.#options.onFatal(problem);
      },
    });
    return runner;
  }

  #lost(piece: number): void {
    const runner = this.#runner;
    const pieceCount = this.#torrent?.info.geometry.pieceCount ?? 0;
    const pieces = Array.from({ length: pieceCount }, (_, index) => index);
    this.#options.holding.lost(
      piece,
      pieces.filter((index) => runner?.has(index) === true),
    );
  }

  #left(): number | null {
    if (this.#torrent === null) return null;
    const view = this.#runner?.view();
    return view === undefined ? null : view.wantedBytes - view.wantedHaveBytes;
  }

  /** The server counts who still wants something: told about every tenth. */
  #tellProgress(): void {
    const pieceCount = this.#torrent?.info.geometry.pieceCount ?? 0;
    const step = Math.max(1, Math.ceil(pieceCount / 10));
    const left = this.#options.holding.storedCount % step === 0 ? this.#left() : null;
    if (left !== null) this.#options.presence.progress(left);
  }
}
