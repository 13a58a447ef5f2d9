import { type TabChannel, tabChannel } from '../adapters/tab-lock.ts';
import type { ShareSnapshot } from './snapshot.ts';

/**
 * How the tabs of one browser talk about a share: who runs it tells what it sees, who only shows it passes on what
 * the person asks for. Tabs of another version are not understood, and ignored.
 */
const VERSION = 1;
const WATCH_INTERVAL_MS = 2_000;
/** Snapshots are sent for this long after a tab was last heard to watch. */
const WATCH_LIFETIME_MS = 10_000;

const COMMANDS = ['pause', 'resume', 'remove'] as const;
export type TabCommand = (typeof COMMANDS)[number];

type TabMessage =
  | { readonly kind: 'watching' }
  | { readonly kind: 'snapshot'; readonly snapshot: ShareSnapshot }
  | { readonly kind: 'command'; readonly command: TabCommand }
  | { readonly kind: 'removed' };

export interface TabListener {
  onSnapshot(snapshot: ShareSnapshot): void;
  onCommand(command: TabCommand): void;
  onRemoved(): void;
}

export class ShareTabs {
  readonly #channel: TabChannel<TabMessage & { readonly version: number }>;
  readonly #listener: TabListener;
  #watchedUntil = 0;
  #watching: ReturnType<typeof setInterval> | null = null;

  constructor(infoHash: string, listener: TabListener) {
    this.#listener = listener;
    this.#channel = tabChannel(`share:${infoHash}`, (message) => this.#receive(message));
  }

  /** As a viewer: keeps asking the runner for snapshots. */
  watch(): void {
    if (this.#watching !== null) return;
    this.#post({ kind: 'watching' });
    this.#watching = setInterval(() => this.#post({ kind: 'watching' }), WATCH_INTERVAL_MS);
  }

  unwatch(): void {
    if (this.#watching !== null) clearInterval(this.#watching);
    this.#watching = null;
  }

  command(command: TabCommand): void {
    this.#post({ kind: 'command', command });
  }

  /** As the runner: for those who watch, if any. */
  tell(snapshot: ShareSnapshot): void {
    if (performance.now() < this.#watchedUntil) this.#post({ kind: 'snapshot', snapshot });
  }

  removed(): void {
    this.#post({ kind: 'removed' });
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
        this.#watchedUntil = performance.now() + WATCH_LIFETIME_MS;
        return;
      case 'snapshot':
        this.#listener.onSnapshot(message.snapshot);
        return;
      case 'command':
        if (COMMANDS.includes(message.command)) this.#listener.onCommand(message.command);
        return;
      case 'removed':
        this.#listener.onRemoved();
    }
  }
}

/** Other tabs run our own code, of the same version: the shape follows from kind and version. */
function isTabMessage(message: unknown): message is TabMessage {
  if (typeof message !== 'object' || message === null) return false;
  return 'version' in message && message.version === VERSION && 'kind' in message;
}
