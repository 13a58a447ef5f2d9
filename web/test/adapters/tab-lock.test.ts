import { afterEach, describe, expect, test, vi } from 'vitest';
import { claimShare } from '../../src/adapters/tab-lock.ts';
import { FakeLocks } from '../session/locks.ts';

const INFO_HASH = 'ab'.repeat(32);

afterEach(() => vi.unstubAllGlobals());

/** A tab that notes what it is told. */
function tab(onTold: (told: string) => void = () => undefined) {
  const told: string[] = [];
  const tell = (word: string) => {
    told.push(word);
    onTold(word);
  };
  const claim = claimShare(INFO_HASH, {
    onAcquired: () => tell('acquired'),
    onWaiting: () => tell('waiting'),
  });
  return { claim, told };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the right to run a share', () => {
  test('is one tab’s, and passes on in the order of asking', async () => {
    vi.stubGlobal('navigator', { locks: new FakeLocks() });
    const [first, second, third] = [tab(), tab(), tab()];
    await settle();
    expect([first.told, second.told, third.told]).toEqual([['acquired'], ['waiting'], ['waiting']]);
    second.claim.release();
    first.claim.release();
    await settle();
    expect([second.told, third.told]).toEqual([['waiting'], ['waiting', 'acquired']]);
  });

  test('goes to who waits when the holder lets go as soon as it hears of them', async () => {
    vi.stubGlobal('navigator', { locks: new FakeLocks() });
    const first = tab();
    await settle();
    let again: ReturnType<typeof tab> | null = null;
    const second = tab((word) => {
      if (word !== 'waiting') return;
      first.claim.release();
      again = tab();
    });
    await settle();
    expect(second.told).toEqual(['waiting', 'acquired']);
    expect(again).toMatchObject({ told: ['waiting'] });
  });

  test('is given up before it was had', async () => {
    const locks = new FakeLocks();
    vi.stubGlobal('navigator', { locks });
    const { claim, told } = tab();
    claim.release();
    await settle();
    expect(told).toEqual([]);
    expect(locks.isHeld(`flockdrop:share:${INFO_HASH}`)).toBe(false);
  });

  test.each([
    ['has no locks', {}],
    ['refuses them', { locks: { request: () => Promise.reject(new DOMException('', 'SecurityError')) } }],
  ])('is granted where the browser %s', async (_, navigator) => {
    vi.stubGlobal('navigator', navigator);
    const { told } = tab();
    await settle();
    expect(told).toEqual(['acquired']);
  });
});
