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
  onCommand(command: TabCommand): void;
  onRemoved(): void;
}

/**
 * Whose turn it is among the tabs of this browser to run one share. While it is another tab's, it keeps what that
 * tab shows and passes on what the person asks for.
 */
export class Turn {
  readonly #infoHash: string;
  readonly #listener: TurnListener;
  readonly #tabs: ShareTabs;
  #claim: ShareClaim | null = null;
  #isOthers = false;
  #shown: ShareSnapshot | null = null;
  #closed = false;

  /** @param infoHash v2 info-hash, hex */
  constructor(infoHash: string, listener: TurnListener) {
    this.#infoHash = infoHash;
    this.#listener = listener;
    this.#tabs = new ShareTabs(infoHash, {
      onSnapshot: (snapshot) => this.#show(snapshot),
      onCommand: (command) => listener.onCommand(command),
      onRemoved: () => listener.onRemoved(),
    });
  }

  get isMine(): boolean {
    return this.#claim?.isHeld === true;
  }

  get isOthers(): boolean {
    return this.#isOthers;
  }

  /** What the running tab says; `null` unless it is another's turn. */
  get shown(): ShareSnapshot | null {
    return this.#isOthers ? this.#shown : null;
  }

  /** Takes the share, or queues behind whoever has it. */
  claim(): void {
    this.#claim = claimShare(this.#infoHash, {
      onAcquired: () => this.#acquired(),
      onWaiting: () => {
        this.#isOthers = true;
        this.#tabs.watch();
        this.#listener.onOthers();
      },
    });
  }

  /** To the running tab. */
  command(command: TabCommand): void {
    this.#tabs.command(command);
  }

  /** To the tabs that show it. */
  tell(snapshot: ShareSnapshot): void {
    this.#tabs.tell(snapshot);
  }

  removed(): void {
    this.#tabs.removed();
  }

  close(): void {
    this.#closed = true;
    this.#claim?.release();
    this.#tabs.close();
  }

  #acquired(): void {
    if (this.#closed) return;
    const tookOver = this.#isOthers;
    this.#isOthers = false;
    this.#shown = null;
    this.#tabs.unwatch();
    this.#listener.onMine(tookOver);
  }

  #show(snapshot: ShareSnapshot): void {
    if (!this.#isOthers || snapshot.infoHash !== this.#infoHash) return;
    this.#shown = snapshot;
    this.#listener.onShown();
  }
}
