/**
 * Which tab of this browser runs a share, and how the tabs talk about it. A lock is queued, so the next tab takes
 * over when the holder closes; it never takes a lock by force.
 */
import { answerAsHolder, withChannelLock } from './channel-lock.ts';
import { withDatabaseLock } from './database-lock.ts';

export interface ShareClaimOptions {
  /** This tab runs the share from now on. */
  onAcquired(): void;
  /** Another tab runs it; this one is queued. At most once, before `onAcquired`. */
  onWaiting(): void;
}

export interface ShareClaim {
  /** Gives the lock up or leaves the queue. */
  release(): void;
}

/**
 * Claims the right to run a share: by a Web Lock; without those by a database; where the browser opens none either, by
 * asking the other tabs.
 * @param infoHash v2 info-hash, hex
 */
export function claimShare(infoHash: string, options: ShareClaimOptions): ShareClaim {
  const name = `flockdrop:share:${infoHash}`;
  const leaving = new AbortController();
  let isHeld = false;
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  /** Returns what keeps the lock: a promise that stays pending until it is given up. */
  const hold = (): Promise<void> => {
    if (leaving.signal.aborted) return Promise.resolve();
    isHeld = true;
    options.onAcquired();
    return released;
  };
  const { onWaiting } = options;
  const { signal } = leaving;
  const byLock = async (locks: LockManager): Promise<void> => {
    let isTaken = false;
    await locks.request(name, { ifAvailable: true }, (lock) => {
      isTaken = lock === null;
      return isTaken ? undefined : hold();
    });
    if (!isTaken || signal.aborted) return;
    // In the queue first: whoever lets go of it once it hears of us must find us there.
    const queued = locks.request(name, { signal }, hold);
    onWaiting();
    await queued;
  };
  const byDatabase = (): Promise<void> => {
    const holdAndAnswer = async (): Promise<void> => {
      // To tabs whose database does not open.
      const stopAnswering = answerAsHolder(infoHash);
      await hold().finally(stopAnswering);
    };
    return withDatabaseLock(`flockdrop-lock-${infoHash}`, { signal, onWaiting, hold: holdAndAnswer });
  };
  const byAsking = (): Promise<void> => withChannelLock(infoHash, { signal, onWaiting, hold });
  const claim = async (): Promise<void> => {
    await Promise.resolve();
    const { locks } = navigator;
    for (const way of [locks === undefined ? byDatabase : () => byLock(locks), byAsking]) {
      try {
        await way();
        return;
      } catch (error) {
        // Leaving the queue rejects the request: that is what was asked for.
        if (signal.aborted) return;
        if (isHeld) throw error;
      }
    }
    await hold();
  };
  void claim();
  return {
    release() {
      leaving.abort();
      release();
    },
  };
}

export interface TabChannel<Message> {
  /** To every other tab of this browser; structured clone. */
  post(message: Message): void;
  close(): void;
}

/** `onMessage` hears what other tabs post about `topic`. They may run another version: check what it gets. */
export function tabChannel<Message>(
  topic: string,
  onMessage: (message: unknown) => void,
): TabChannel<Message> {
  const channel = new BroadcastChannel(`flockdrop:${topic}`);
  channel.onmessage = (event: MessageEvent<unknown>) => onMessage(event.data);
  return {
    post: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
}
