/**
 * Keeps the screen on while that is wanted. The browser takes the lock away whenever the page is hidden: it is asked
 * for again when the page comes back. Where there is none, or the battery is low, the screen goes off as ever.
 */
export interface WakeLock {
  want(isWanted: boolean): void;
}

export function createWakeLock(): WakeLock {
  return new ScreenLock();
}

class ScreenLock implements WakeLock {
  #isWanted = false;
  #isAsking = false;
  #held: WakeLockSentinel | null = null;

  constructor() {
    document.addEventListener('visibilitychange', () => void this.#ask());
  }

  want(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    if (isWanted) void this.#ask();
    else this.#letGo();
  }

  async #ask(): Promise<void> {
    const isFree = this.#held === null && !this.#isAsking;
    // Older browsers have none, and pages without TLS never do.
    if (!this.#isWanted || !isFree || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) {
      return;
    }
    this.#isAsking = true;
    try {
      const lock = await navigator.wakeLock.request('screen');
      this.#held = lock;
      lock.addEventListener('release', () => {
        if (this.#held === lock) this.#held = null;
      });
    } catch {
      // Refused, mostly to save the battery: asked again when the page is next shown.
    } finally {
      this.#isAsking = false;
    }
    if (!this.#isWanted) this.#letGo();
  }

  #letGo(): void {
    const lock = this.#held;
    this.#held = null;
    lock?.release().catch(() => undefined); // it was gone already
  }
}
