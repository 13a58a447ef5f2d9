/**
 * A lock among the tabs of a browser that offers neither Web Locks nor a database (its storage is full, say). The tabs
 * ask each other: who hears that nobody has it, or came before, within a second, has it. Those who wait ask again and
 * again, so a tab that ended without a word loses it.
 */

/** Who hears nothing for so long after asking is alone. Another tab answers in a moment, also a hidden one. */
const SILENCE_MS = 1_000;
const ASK_AGAIN_MS = 3_000;

/** Of who holds it: before all who wait. */
const HOLDER = '';

type Word =
  /** Asked by who waits: is it held, or did anybody come before this rank? Whoever says `mine` is, or did. */
  { readonly kind: 'want' | 'mine'; readonly rank: string } | { readonly kind: 'free' };

export interface ChannelLockOptions {
  /** Leaves the queue. */
  readonly signal: AbortSignal;
  /** Another tab holds it, or came before. At most once, and never after `hold`. */
  onWaiting(): void;
  /** The lock is held until this settles. */
  hold(): Promise<void>;
}

/** Settles after `hold` has, or when the queue was left. Throws where there is no BroadcastChannel. */
export async function withChannelLock(name: string, options: ChannelLockOptions): Promise<void> {
  const { signal, onWaiting, hold } = options;
  const queue = new Queue(name, signal);
  for (let isTold = false; !signal.aborted && (await queue.isTaken()); ) {
    if (!isTold) onWaiting();
    isTold = true;
    await queue.isFreed();
  }
  queue.close();
  if (signal.aborted) return;
  const stopAnswering = answerAsHolder(name);
  try {
    await hold();
  } finally {
    stopAnswering();
  }
}

/** Says to whoever asks that the lock is held here, until called back: then that it is free. */
export function answerAsHolder(name: string): () => void {
  const channel = open(name);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isWord(data) && data.kind === 'want') say(channel, { kind: 'mine', rank: HOLDER });
  });
  say(channel, { kind: 'mine', rank: HOLDER });
  return () => {
    say(channel, { kind: 'free' });
    channel.close();
  };
}

/** A place among those who wait: it answers those who come later, so that who came first goes first. */
class Queue {
  readonly #channel: BroadcastChannel;
  readonly #signal: AbortSignal;
  readonly #rank = rankNow();
  #heard: 'mine' | 'free' | null = null;
  #wake = (): void => undefined;

  constructor(name: string, signal: AbortSignal) {
    this.#channel = open(name);
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake());
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isWord(data)) return;
      if (data.kind === 'free') this.#hear('free');
      // Also one that asks came before, and what a later one is told is not for us.
      else if (data.rank < this.#rank) this.#hear('mine');
      else if (data.kind === 'want') say(this.#channel, { kind: 'mine', rank: this.#rank });
    };
  }

  #hear(word: 'mine' | 'free'): void {
    this.#heard = word;
    this.#wake();
  }

  /** Whether anybody has it, or came before. */
  async isTaken(): Promise<boolean> {
    this.#heard = null;
    say(this.#channel, { kind: 'want', rank: this.#rank });
    await this.#pause(SILENCE_MS, () => this.#heard !== null);
    return this.#heard !== null;
  }

  /** Until somebody says so, or it is time to ask again. */
  async isFreed(): Promise<void> {
    await this.#pause(ASK_AGAIN_MS, () => this.#heard === 'free');
  }

  close(): void {
    this.#channel.close();
  }

  #pause(ms: number, isOver: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wake = () => {
        if (isOver() || this.#signal.aborted) end();
      };
      this.#wake();
    });
  }
}

function open(name: string): BroadcastChannel {
  return new BroadcastChannel(`flockdrop:lock:${name}`);
}

function say(channel: BroadcastChannel, word: Word): void {
  channel.postMessage(word);
}

/** Sorts by the time of coming, which all tabs of one machine count alike. */
function rankNow(): string {
  const ms = Math.round(performance.timeOrigin + performance.now());
  return `${String(ms).padStart(16, '0')} ${Math.random()}`;
}

function isWord(data: unknown): data is Word {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return false;
  if (data.kind === 'free') return true;
  return (data.kind === 'want' || data.kind === 'mine') && 'rank' in data && typeof data.rank === 'string';
}
