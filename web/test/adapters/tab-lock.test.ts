import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { claimShare, type ShareClaim } from '../../src/adapters/tab-lock.ts';
import { FakeLocks } from '../session/locks.ts';

let infoHash = '';
let count = 0;
const claims: ShareClaim[] = [];

beforeEach(() => {
  infoHash = String(count++).padStart(64, '0');
});

afterEach(() => {
  for (const claim of claims.splice(0)) claim.release();
  vi.unstubAllGlobals();
});

/** A tab that notes what it is told. */
function tab(onTold: (told: string) => void = () => undefined) {
  const told: string[] = [];
  const tell = (word: string) => {
    told.push(word);
    onTold(word);
  };
  const claim = claimShare(infoHash, {
    onAcquired: () => tell('acquired'),
    onWaiting: () => tell('waiting'),
  });
  claims.push(claim);
  return { claim, told };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Longer than a silence in the queue. */
const WAIT = { timeout: 5_000 };
const KINDS = {
  'by Web Locks': () => vi.stubGlobal('navigator', { locks: new FakeLocks() }),
  'by a database': () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('indexedDB', new IDBFactory());
  },
  'by asking, where no database opens': () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('indexedDB', refusingDatabases());
  },
  'by asking, where locks are refused': () => {
    const request = () => Promise.reject(new DOMException('', 'SecurityError'));
    vi.stubGlobal('navigator', { locks: { request } });
  },
};

/** As where the disk is full. */
function refusingDatabases() {
  return {
    open: () => {
      const request = { error: new DOMException('', 'QuotaExceededError'), onerror: () => undefined };
      queueMicrotask(() => request.onerror());
      return request;
    },
  };
}

describe.each(Object.entries(KINDS))('the right to run a share, %s', (_, prepare) => {
  test('is one tab’s at a time, and each one’s turn comes', async () => {
    prepare();
    const tabs = [tab(), tab(), tab()];
    const holders = () => tabs.filter(({ told }) => told.at(-1) === 'acquired');
    const allToldWhoWaits = () => tabs.every(({ told }) => told.length > 0);
    await vi.waitFor(() => expect(allToldWhoWaits()).toBe(true), WAIT);
    for (const _ of tabs) {
      await vi.waitFor(() => expect(holders()).toHaveLength(1), WAIT);
      await settle();
      expect(holders()).toHaveLength(1);
      for (const { told, claim } of holders()) {
        told.push('released');
        claim.release();
      }
    }
    expect(tabs.map(({ told }) => told.join(' ')).sort()).toEqual([
      'acquired released',
      'waiting acquired released',
      'waiting acquired released',
    ]);
  });

  test('is not given to who has left the queue', async () => {
    prepare();
    const first = tab();
    await vi.waitFor(() => expect(first.told).toEqual(['acquired']), WAIT);
    const second = tab();
    await vi.waitFor(() => expect(second.told).toEqual(['waiting']), WAIT);
    second.claim.release();
    first.claim.release();
    const third = tab();
    await vi.waitFor(() => expect(third.told.at(-1)).toBe('acquired'), WAIT);
    expect(second.told).toEqual(['waiting']);
  });

  test('is had again by who lets go and asks again', async () => {
    prepare();
    for (let time = 0; time < 3; time++) {
      const { claim, told } = tab();
      await vi.waitFor(() => expect(told).toEqual(['acquired']), WAIT);
      claim.release();
      await settle();
    }
  });
});

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
    expect(locks.isHeld(`flockdrop:share:${infoHash}`)).toBe(false);
  });

  test('is had where there is no way to lock at all', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('indexedDB', undefined);
    vi.stubGlobal('BroadcastChannel', undefined);
    const { told } = tab();
    await settle();
    expect(told).toEqual(['acquired']);
  });

  test('is not taken twice by tabs of which one alone can open its database', async () => {
    KINDS['by a database']();
    const first = tab();
    await vi.waitFor(() => expect(first.told).toEqual(['acquired']), WAIT);
    KINDS['by asking, where no database opens']();
    const second = tab();
    await vi.waitFor(() => expect(second.told).toEqual(['waiting']), WAIT);
    first.claim.release();
    await vi.waitFor(() => expect(second.told).toEqual(['waiting', 'acquired']), WAIT);
    second.claim.release();
  });

  test('passes on from a tab that ended without a word', async () => {
    KINDS['by asking, where no database opens']();
    const real = globalThis.BroadcastChannel;
    const opened: BroadcastChannel[] = [];
    vi.stubGlobal(
      'BroadcastChannel',
      class extends real {
        constructor(name: string) {
          super(name);
          opened.push(this);
        }
      },
    );
    const first = tab();
    await vi.waitFor(() => expect(first.told).toEqual(['acquired']), WAIT);
    const channels = opened.splice(0);
    const second = tab();
    await vi.waitFor(() => expect(second.told).toEqual(['waiting']), WAIT);
    for (const channel of channels) channel.close();
    await vi.waitFor(() => expect(second.told).toEqual(['waiting', 'acquired']), { timeout: 9_000 });
    second.claim.release();
  }, 20_000);
});
