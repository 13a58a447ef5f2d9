import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createWakeLock } from '../../src/adapters/wake-lock.ts';

/** A screen and its page, as the Screen Wake Lock API has them. */
class FakeScreen {
  readonly document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  readonly locks: FakeLock[] = [];
  asked = 0;
  isRefused = false;

  readonly navigator = {
    wakeLock: {
      request: async () => {
        this.asked++;
        if (this.isRefused) throw new DOMException('low battery', 'NotAllowedError');
        const lock = new FakeLock();
        this.locks.push(lock);
        return lock;
      },
    },
  };

  get held(): number {
    return this.locks.filter(({ released }) => !released).length;
  }

  show(state: 'visible' | 'hidden'): void {
    this.document.visibilityState = state;
    if (state === 'hidden') for (const lock of this.locks) lock.end();
    this.document.dispatchEvent(new Event('visibilitychange'));
  }
}

class FakeLock extends EventTarget {
  released = false;

  async release(): Promise<void> {
    this.end();
  }

  end(): void {
    if (this.released) return;
    this.released = true;
    this.dispatchEvent(new Event('release'));
  }
}

let screen: FakeScreen;
const settle = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  screen = new FakeScreen();
  vi.stubGlobal('document', screen.document);
  vi.stubGlobal('navigator', screen.navigator);
});

afterEach(() => vi.unstubAllGlobals());

describe('the screen stays on', () => {
  test('while it is wanted, and no longer', async () => {
    const lock = createWakeLock();
    expect(screen.asked).toBe(0);
    lock.want(true);
    lock.want(true);
    await settle();
    expect([screen.asked, screen.held]).toEqual([1, 1]);
    lock.want(false);
    expect(screen.held).toBe(0);
  });

  test('again, after the page was hidden', async () => {
    const lock = createWakeLock();
    lock.want(true);
    await settle();
    screen.show('hidden');
    expect(screen.held).toBe(0);
    screen.show('visible');
    await settle();
    expect(screen.held).toBe(1);
  });

  test('from the moment the page is shown, when it was wanted while hidden', async () => {
    screen.show('hidden');
    const lock = createWakeLock();
    lock.want(true);
    await settle();
    expect(screen.asked).toBe(0);
    screen.show('visible');
    await settle();
    expect(screen.held).toBe(1);
  });

  test('not when the wish ends before the browser has answered', async () => {
    const lock = createWakeLock();
    lock.want(true);
    lock.want(false);
    await settle();
    expect(screen.held).toBe(0);
  });

  test('once, when the wish comes back before the browser has answered', async () => {
    const lock = createWakeLock();
    lock.want(true);
    lock.want(false);
    lock.want(true);
    await settle();
    expect(screen.held).toBe(1);
  });

  test('not where the browser refuses, which is asked again when the page is next shown', async () => {
    screen.isRefused = true;
    const lock = createWakeLock();
    lock.want(true);
    await settle();
    expect(screen.asked).toBe(1);
    screen.isRefused = false;
    screen.show('hidden');
    screen.show('visible');
    await settle();
    expect(screen.held).toBe(1);
  });

  test('not where there is no such thing', async () => {
    vi.stubGlobal('navigator', {});
    createWakeLock().want(true);
    await settle();
    expect(screen.held).toBe(0);
  });
});
