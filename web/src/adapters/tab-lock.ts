/**
 * Which tab of this browser runs a share, and how the tabs talk about it. A lock is queued, so the next tab takes
 * over when the holder closes; it never takes a lock by force.
 */
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
 * Claims the right to run a share. Where the browser refuses every kind of lock it is granted: there one tab has to do.
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
  const claim = async (): Promise<void> => {
    await Promise.resolve();
    if (navigator.locks === undefined) {
      return withDatabaseLock(`flockdrop-lock-${infoHash}`, {
        signal: leaving.signal,
        onWaiting: options.onWaiting,
        hold,
      });
    }
    let isTaken = false;
    await navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      isTaken = lock === null;
      return isTaken ? undefined : hold();
    });
    if (!isTaken || leaving.signal.aborted) return;
    // In the queue first: whoever lets go of it once it hears of us must find us there.
    const queued = navigator.locks.request(name, { signal: leaving.signal }, hold);
    options.onWaiting();
    await queued;
  };
  claim().catch((error: unknown) => {
    // Leaving the queue rejects the request: that is what was asked for.
    if (leaving.signal.aborted) return;
    if (isHeld) throw error;
    void hold();
  });
  return {
    release() {
      leaving.abort();
      release();
    },
  };
}

/** Does the work unless another tab is doing what goes by that name; false then, and nothing was done. */
export async function unlessElsewhere(topic: string, work: () => Promise<void>): Promise<boolean> {
  if (navigator.locks === undefined) {
    await work();
    return true;
  }
  return navigator.locks.request(`flockdrop:${topic}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    await work();
    return true;
  });
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
