import { type TabChannel, tabChannel } from '../adapters/tab-lock.ts';
import { type Choice, isChoice } from './selection.ts';
import type { ShareSnapshot } from './snapshot.ts';
import { Hearer, Teller, type ToldSnapshot } from './told-snapshot.ts';

/**
 * How the tabs of one browser talk about a share: who runs it tells what it sees, who only shows it passes on what
 * the person asks for. Tabs of another version are not understood, and ignored.
 */
const VERSION = 6;
const WATCH_INTERVAL_MS = 2_000;
/** Snapshots are sent for this long after a tab was last heard to watch. */
const WATCH_LIFETIME_MS = 10_000;

const COMMANDS = ['pause', 'resume', 'remove', 'dismiss', 'refresh'] as const;
/** `dismiss` the problem shown; `refresh`: the record in the library tells more. */
export type TabCommand = (typeof COMMANDS)[number] | Choice;

type TabMessage =
  | {
      readonly kind: 'watching';
      /** It has heard nothing yet. */
      readonly isNew: boolean;
      /** It has the files that are shared at hand. */
      readonly hasFiles: boolean;
    }
  | { readonly kind: 'snapshot'; readonly told: ToldSnapshot }
  | { readonly kind: 'command'; readonly command: TabCommand };

export interface TabListener {
  /** As a viewer: there is something new to show. */
  onHeard(): void;
  onCommand(command: TabCommand): void;
  /** Another tab waits for what we see. */
  onWatched(watcher: { readonly hasFiles: boolean }): void;
  hasFiles(): boolean;
}

export class ShareTabs {
  readonly #channel: TabChannel<TabMessage & { readonly version: number }>;
  readonly #listener: TabListener;
  readonly #teller = new Teller();
  readonly #hearer = new Hearer();
  #watchedUntil = 0;
  #watching: ReturnType<typeof setInterval> | null = null;

  constructor(infoHash: string, listener: TabListener) {
    this.#listener = listener;
    this.#channel = tabChannel(`share:${infoHash}`, (message) => this.#receive(message));
  }

  /** What the running tab last said; `null` before, and while nobody else runs it. */
  get heard(): ShareSnapshot | null {
    return this.#hearer.heard;
  }

  /** As the runner: another tab was heard lately that waits for its turn. */
  get isWatched(): boolean {
    return performance.now() < this.#watchedUntil;
  }

  /** As a viewer: keeps asking the runner for snapshots. */
  watch(): void {
    this.#watching ??= setInterval(() => this.sayWatching(), WATCH_INTERVAL_MS);
    this.sayWatching();
  }

  sayWatching(): void {
    this.#post({
      kind: 'watching',
      isNew: this.#hearer.heard === null,
      hasFiles: this.#listener.hasFiles(),
    });
  }

  unwatch(): void {
    if (this.#watching !== null) clearInterval(this.#watching);
    this.#watching = null;
    this.#hearer.forget();
  }

  command(command: TabCommand): void {
    this.#post({ kind: 'command', command });
  }

  /** As the runner: for those who watch, if any, and if it is news. */
  tell(snapshot: ShareSnapshot): void {
    if (!this.isWatched) return;
    const told = this.#teller.next(snapshot);
    if (told !== null) this.#post({ kind: 'snapshot', told });
  }

  close(): void {
    this.unwatch();
    this.#channel.close();
  }

  #post(message: TabMessage): void {
    this.#channel.post({ ...message, version: VERSION });
  }

  #receive(message: unknown): void {
    if (!isTabMessage(message)) return;
    switch (message.kind) {
      case 'watching':
        if (message.isNew) this.#teller.startOver();
        this.#watchedUntil = performance.now() + WATCH_LIFETIME_MS;
        this.#listener.onWatched(message);
        return;
      case 'snapshot':
        if (this.#watching === null) return;
        if (this.#hearer.hear(message.told)) this.#listener.onHeard();
        else this.#hearNothing();
        return;
      case 'command':
        if (isCommand(message.command)) this.#listener.onCommand(message.command);
    }
  }

  /** Half a snapshot is none: the next one comes whole. */
  #hearNothing(): void {
    this.#hearer.forget();
    this.sayWatching();
  }
}

function isCommand(command: unknown): command is TabCommand {
  if (typeof command === 'object' && command !== null) return isChoice(command);
  return COMMANDS.some((known) => known === command);
}

/** Other tabs run our own code, of the same version: the shape follows from kind and version. */
function isTabMessage(message: unknown): message is TabMessage {
  if (typeof message !== 'object' || message === null) return false;
  return 'version' in message && message.version === VERSION && 'kind' in message;
}
