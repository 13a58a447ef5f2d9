import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TokenBucket } from '../../src/swarm/index.ts';
import { NATIVE_BLOCK_LENGTH } from '../../src/wire/index.ts';

const BLOCK = NATIVE_BLOCK_LENGTH;
const WINDOW_MS = 10_000;
const SHARE = {};
const peerOf = (share: object, link = 1) => ({ link, share });

interface Taken {
  readonly atMs: number;
  readonly bytes: number;
}

/** The most that was taken in any ten seconds. */
function mostInWindow(taken: readonly Taken[]): number {
  let from = 0;
  let sum = 0;
  let most = 0;
  for (const { atMs, bytes } of taken) {
    sum += bytes;
    for (
      let first = taken[from];
      first !== undefined && first.atMs < atMs - WINDOW_MS;
      first = taken[++from]
    ) {
      sum -= first.bytes;
    }
    most = Math.max(most, sum);
  }
  return most;
}

const rates = fc.integer({ min: 10_000, max: 100_000_000 });
const lengths = fc.integer({ min: 1, max: 2 * BLOCK });

describe('a limit', () => {
  test('is never passed by more than 5 % and a block in ten seconds, whoever asks whenever', () => {
    const asked = fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), lengths), { maxLength: 300 });
    fc.assert(
      fc.property(rates, asked, (bps, asks) => {
        const bucket = new TokenBucket(bps);
        const me = peerOf(SHARE);
        const taken: Taken[] = [];
        let atMs = 0;
        for (const [waitMs, bytes] of asks) {
          atMs += waitMs;
          // As much as it gives, for small ones as much as a peer may have asked for.
          for (let more = 0; more < 1_024 && bucket.admits(me, bytes, atMs); more++) {
            bucket.take(me, bytes);
            taken.push({ atMs, bytes });
          }
        }
        const most = Math.max(BLOCK, ...asks.map(([, bytes]) => bytes));
        expect(mostInWindow(taken)).toBeLessThanOrEqual((1.05 * bps * WINDOW_MS) / 1_000 + most);
      }),
    );
  });

  test('is used up in any ten seconds by who wants all of it, though every tick is up to 100 ms late', () => {
    const late = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 50 });
    // Much smaller blocks at much higher rates want thousands of turns a tick: nobody asks so.
    const blocks = fc.integer({ min: 16_384, max: 2 * BLOCK });
    fc.assert(
      fc.property(rates, blocks, late, (bps, bytes, lateMs) => {
        const bucket = new TokenBucket(bps);
        const me = peerOf(SHARE);
        const taken: Taken[] = [];
        for (let nowMs = 0, at = 0; nowMs < 3 * WINDOW_MS; at++) {
          while (bucket.admits(me, bytes, nowMs)) {
            bucket.take(me, bytes);
            taken.push({ atMs: nowMs, bytes });
          }
          nowMs = Math.max(bucket.dueMs(nowMs), nowMs + 10) + (lateMs[at % lateMs.length] ?? 0);
        }
        for (let fromMs = 0; fromMs <= 2 * WINDOW_MS; fromMs += 500) {
          const inWindow = taken.filter(({ atMs }) => atMs >= fromMs && atMs <= fromMs + WINDOW_MS);
          const sum = inWindow.reduce((all, one) => all + one.bytes, 0);
          // A block at the edge may be late, and larger than what can be saved up.
          expect(sum).toBeGreaterThanOrEqual((0.95 * bps * WINDOW_MS) / 1_000 - Math.max(BLOCK, bytes));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('is shared alike by a line of many', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 2, max: 6 }), lengths, (bps, count, bytes) => {
        const bucket = new TokenBucket(bps);
        const peers = Array.from({ length: count }, (_, link) => ({ link, share: SHARE, turns: 0 }));
        // What was saved up before goes to whoever asks first.
        const first = peerOf(SHARE, 9);
        while (bucket.admits(first, bytes, 0)) bucket.take(first, bytes);
        bucket.leave(first);
        let nowMs = 0;
        for (let round = 0; round < 200; round++) {
          for (const peer of peers) {
            while (bucket.admits(peer, bytes, nowMs)) {
              bucket.take(peer, bytes);
              peer.turns++;
            }
          }
          nowMs = bucket.dueMs(nowMs);
        }
        const turns = peers.map((peer) => peer.turns);
        expect(Math.min(...turns)).toBeGreaterThan(0);
        expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('shares that stand in one line', () => {
  interface Asker {
    readonly link: number;
    readonly share: object;
    readonly bytes: number;
  }

  /** Lets them ask whenever somebody's turn may have come, and tells what each share took. */
  function run(
    bps: number,
    askers: readonly Asker[],
    forMs: number,
    wants: (one: Asker, nowMs: number) => boolean = () => true,
    took: (one: Asker) => void = () => undefined,
  ) {
    const bucket = new TokenBucket(bps);
    const taken = new Map<object, number>();
    for (let nowMs = 0; nowMs < forMs; nowMs = Math.max(nowMs + 10, bucket.dueMs(nowMs))) {
      for (let goesOn = true; goesOn; ) {
        goesOn = false;
        for (const one of askers) {
          if (!wants(one, nowMs)) bucket.leave(one);
          // As much as it gives at a time, as a peer does.
          while (wants(one, nowMs) && bucket.admits(one, one.bytes, nowMs)) {
            bucket.take(one, one.bytes);
            taken.set(one.share, (taken.get(one.share) ?? 0) + one.bytes);
            took(one);
            goesOn = true;
          }
        }
      }
    }
    return taken;
  }

  test('get alike, to a block, however many each has who ask and however much they ask for', () => {
    const blocks = fc.integer({ min: 4_096, max: 2 * BLOCK });
    const crowd = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), blocks), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(rates, crowd, (bps, crowds) => {
        const askers = crowds.flatMap(([count, bytes]) => {
          const share = {};
          return Array.from({ length: count }, (_, link) => ({ link, share, bytes }));
        });
        // As long as everyone gets some.
        const each = 40 * BLOCK;
        const taken = [...run(bps, askers, (1_000 * crowds.length * each) / bps).values()];
        expect(taken).toHaveLength(crowds.length);
        const most = Math.max(...crowds.map(([, bytes]) => bytes));
        // What was saved up at first went to whoever asked first.
        expect(Math.max(...taken) - Math.min(...taken)).toBeLessThanOrEqual(2 * most + 0.15 * bps + BLOCK);
      }),
      { numRuns: 40 },
    );
  });

  test('leave to the others what they do not want themselves', () => {
    const [modest, eager] = [{}, {}];
    const bytes = 10_000;
    const askers = [
      { link: 1, share: modest, bytes },
      ...Array.from({ length: 3 }, (_, link) => ({ link, share: eager, bytes })),
    ];
    // Ten thousand bytes a second: a tenth of the limit.
    let asked = 0;
    const taken = run(
      100_000,
      askers,
      20_000,
      ({ share }, nowMs) => {
        if (share === eager) return true;
        return asked <= nowMs / 1_000;
      },
      ({ share }) => {
        if (share === modest) asked++;
      },
    );
    const total = [...taken.values()].reduce((sum, one) => sum + one, 0);
    expect(total).toBeGreaterThan(0.98 * 2_000_000);
    expect(taken.get(eager)).toBeGreaterThan(0.85 * 2_000_000);
  });

  test('have no more than a moment to catch up on after a rest', () => {
    const [busy, late] = [peerOf({}), peerOf({})];
    const both = [
      { ...busy, bytes: 1_000 },
      { ...late, bytes: 1_000 },
    ];
    const taken = run(100_000, both, 40_000, ({ share }, nowMs) => share === busy.share || nowMs >= 20_000);
    const half = 0.5 * 20 * 100_000;
    expect(Math.abs((taken.get(late.share) ?? 0) - half)).toBeLessThan(0.6 * (2 * BLOCK + 100_000) + 1_000);
  });

  test('owe nothing for what did not go after all', () => {
    const bucket = new TokenBucket(BLOCK);
    const [one, other] = [peerOf({}), peerOf({})];
    bucket.take(other, BLOCK);
    bucket.take(one, BLOCK);
    bucket.giveBack(one.share, BLOCK);
    expect(bucket.admits(other, BLOCK, 0)).toBe(false);
    expect(bucket.admits(one, BLOCK, 5_000)).toBe(true);
  });
});

test('the one at the head of the line goes first, and a gap that it leaves is closed', () => {
  const bucket = new TokenBucket(BLOCK);
  const [ada, ben, cid] = [peerOf(SHARE), peerOf(SHARE, 2), peerOf(SHARE, 3)];
  expect(bucket.admits(ada, BLOCK, 0)).toBe(true);
  bucket.take(ada, BLOCK);
  expect(bucket.admits(ben, BLOCK, 0)).toBe(false);
  expect(bucket.admits(cid, BLOCK, 0)).toBe(false);
  expect(bucket.dueMs(0)).toBe(1_000);
  expect(bucket.admits(cid, BLOCK, 1_000)).toBe(false);
  bucket.leave(ben);
  expect(bucket.admits(cid, BLOCK, 1_000)).toBe(true);
});

test('what did not go after all goes to the next', () => {
  const bucket = new TokenBucket(10_000);
  const me = peerOf(SHARE);
  expect(bucket.admits(me, BLOCK, 0)).toBe(true);
  bucket.take(me, BLOCK);
  expect(bucket.admits(me, BLOCK, 0)).toBe(false);
  bucket.giveBack(SHARE, BLOCK);
  expect(bucket.admits(me, BLOCK, 0)).toBe(true);
});

test('a rate holds as soon as it is set, and none is no limit', () => {
  const bucket = new TokenBucket();
  const me = peerOf(SHARE);
  for (let at = 0; at < 1_000; at++) {
    expect(bucket.admits(me, BLOCK, 0)).toBe(true);
    bucket.take(me, BLOCK);
  }
  bucket.setRate(BLOCK, 5_000);
  bucket.take(me, BLOCK);
  expect(bucket.admits(me, BLOCK, 5_000)).toBe(false);
  expect(bucket.dueMs(5_000)).toBe(6_000);
  bucket.setRate(2 * BLOCK, 5_000);
  expect(bucket.dueMs(5_000)).toBe(5_500);
  bucket.setRate(null, 5_000);
  expect(bucket.admits(me, BLOCK, 5_000)).toBe(true);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%d is no rate', (bps) => {
  expect(() => new TokenBucket(bps)).toThrow(RangeError);
});
