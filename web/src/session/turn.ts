import { claimShare, type ShareClaim } from '../adapters/tab-lock.ts';
import type { ShareSnapshot } from './snapshot.ts';
import { ShareTabs, type TabCommand } from './tabs.ts';

export interface TurnListener {
  /** This tab runs the share from now on; `tookOver` when another tab did before. */
  onMine(tookOver: boolean): void;
  /** Another tab runs it: this one shows it and waits in the queue. */
  onOthers(): void;
  /** The running tab said something new. */
  onShown(): void;
  /** Another tab asks, and it is our turn. */
  onCommand(command: TabCommand): void;
  /** It is our turn, and another tab wants to see; it may have the files that are shared. */
  onWatched(watcher: { readonly hasFiles: boolean }): void;
  /** Whether this tab has the files that are shared at hand. */
  hasFiles(): boolean;
}

/**
 * Whose turn it is among the tabs of this browser to run one share. While it is another tab's, it keeps what that
 * tab shows and passes on what the person asks for; it runs nothing itself.
 */
export class Turn {
  readonly #infoHash: string;
  readonly #listener: TurnListener;
  readonly #tabs: ShareTabs;
  #claim: ShareClaim | null = null;
  /** `null` while nothing was claimed, or the answer is on its way. */
  #whose: 'mine' | 'others' | null = null;
  #waiting: ((whose: 'mine' | 'others' | null) => void)[] = [];
  #closed = false;

  /** @param infoHash v2 info-hash, hex */
  constructor(infoHash: string, listener: TurnListener) {
    this.#infoHash = infoHash;
    this.#listener = listener;
    this.#tabs = new ShareTabs(infoHash, {
      onHeard: () => listener.onShown(),
      onCommand: (command) => {
        // Only one tab obeys, or the word would go round and round.
        if (this.isMine) listener.onCommand(command);
      },
      onWatched: (watcher) => {
        if (this.isMine) listener.onWatched(watcher);
      },
      hasFiles: () => listener.hasFiles(),
    });
  }

  get isMine(): boolean {
    return this.#whose === 'mine';
  }

  get isOthers(): boolean {
    return this.#whose === 'others';
  }

  /** It is our turn, and another tab waits for it. */
  get hasStandIn(): boolean {
    return this.isMine && this.#tabs.isWatched;
  }

  /** What the running tab says; `null` unless it is another's turn. */
  get shown(): ShareSnapshot | null {
    return this.isOthers ? this.#tabs.heard : null;
  }

  /** Whose turn it is, as soon as that is known; `null` when this tab has let go of the share before. */
  async settled(): Promise<'mine' | 'others' | null> {
    if (this.#closed || this.#whose !== null) return this.#whose;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Takes the share, or queues behind whoever has it. */
  claim(): void {
    this.#claim = claimShare(this.#infoHash, {
      onAcquired: () => this.#acquired(),
      onWaiting: () => this.#queued(),
    });
  }

  /** Lets another tab have it, and queues behind that. */
  yield(): void {
    this.#claim?.release();
    this.#whose = null;
    this.claim();
  }

  /** As a waiting tab: says at once what it has, rather than with the next round. */
  speakUp(): void {
    if (this.isOthers) this.#tabs.sayWatching();
  }

  /** To the running tab. */
  command(command: TabCommand): void {
    this.#tabs.command(command);
  }

  /** To the tabs that show it. */
  tell(snapshot: ShareSnapshot): void {
    if (this.isMine) this.#tabs.tell(snapshot);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#settle(null);
    this.#claim?.release();
    this.#tabs.close();
  }

  #acquired(): void {
    if (this.#closed) return;
    const tookOver = this.isOthers;
    this.#tabs.unwatch();
    this.#settle('mine');
    this.#listener.onMine(tookOver);
  }

  #queued(): void {
    if (this.#closed) return;
    this.#settle('others');
    this.#tabs.watch();
    this.#listener.onOthers();
  }

  #settle(whose: 'mine' | 'others' | null): void {
    this.#whose = whose;
    for (const answer of this.#waiting.splice(0)) answer(whose);
  }
}
