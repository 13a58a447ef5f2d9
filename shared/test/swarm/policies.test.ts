import { describe, expect, test } from 'vitest';
import { type ChokerPeer, chooseOptimistic, chooseUnchoked } from '../../src/swarm/choker.ts';
import { extentStart, pickRandom, pickRarest } from '../../src/swarm/picker.ts';
import { RateMeter } from '../../src/swarm/rate-meter.ts';
import { BaseLatency, isTimeToAsk, requestDepth, requestGroup } from '../../src/swarm/request-depth.ts';
import { seededRandom } from '../sim/random.ts';

describe('picker', () => {
  test('takes what the fewest hold', () => {
    expect(pickRarest([0, 1, 2, 3], [5, 2, 1, 3], () => 0.9)).toBe(2);
  });

  test('breaks ties evenly, so that peers do not all ask for the same piece', () => {
    const random = seededRandom(7);
    const counts = new Map<number | null, number>();
    for (let run = 0; run < 3_000; run++) {
      const picked = pickRarest([0, 1, 2, 3], [1, 1, 1, 9], random);
      counts.set(picked, (counts.get(picked) ?? 0) + 1);
    }
    expect(counts.has(3)).toBe(false);
    for (const piece of [0, 1, 2]) expect(counts.get(piece)).toBeGreaterThan(850);
  });

  test('has nothing to give for nothing', () => {
    expect(pickRarest([], [], Math.random)).toBeNull();
    expect(pickRandom([], Math.random)).toBeNull();
  });

  test('an extent begins where its unbroken run does, and never before the extent', () => {
    const missing = new Set([4, 5, 6, 7, 9, 10, 11]);
    const has = (piece: number) => missing.has(piece);
    expect(extentStart(7, 4, has)).toBe(4);
    expect(extentStart(11, 4, has)).toBe(9);
    expect(extentStart(4, 4, () => true)).toBe(4);
  });
});

describe('choker', () => {
  const peer = (link: number, change: Partial<ChokerPeer> = {}): ChokerPeer => ({
    link,
    interested: true,
    snubbed: false,
    downBps: 0,
    waitingSinceMs: 0,
    uploaded: 0,
    stingy: false,
    ...change,
  });

  test('tit for tat: who gives most is served, who wants nothing is not', () => {
    const peers = [
      peer(1, { downBps: 10 }),
      peer(2, { downBps: 30 }),
      peer(3, { downBps: 99, interested: false }),
      peer(4, { downBps: 20 }),
    ];
    expect(chooseUnchoked(peers, { slots: 2, seeding: false })).toEqual(new Set([2, 4]));
  });

  test('who snubs us comes after all others', () => {
    const peers = [peer(1, { downBps: 99, snubbed: true }), peer(2, { downBps: 1 })];
    expect(chooseUnchoked(peers, { slots: 1, seeding: false })).toEqual(new Set([2]));
  });

  test('a seed serves whoever waited longest', () => {
    const since = [500, 100, 0].map((waitingSinceMs, at) => peer(at, { waitingSinceMs, downBps: 9 - at }));
    expect(chooseUnchoked(since, { slots: 2, seeding: true })).toEqual(new Set([2, 1]));
    const alike = [9, 5, 7].map((uploaded, at) => peer(at, { uploaded }));
    expect(chooseUnchoked(alike, { slots: 2, seeding: true })).toEqual(new Set([1, 2]));
  });

  test('the optimistic slot goes to someone outside the regular ones', () => {
    const peers = [peer(1), peer(2, { waitingSinceMs: 5 }), peer(3, { interested: false })];
    expect(chooseOptimistic(peers, new Set([1]), () => 0)).toBe(2);
    expect(chooseOptimistic(peers, new Set([1, 2]), () => 0)).toBeNull();
  });

  test('and to the stingy only when nobody else wants it, however long they wait', () => {
    const peers = [peer(1, { stingy: true }), peer(2, { waitingSinceMs: 900 })];
    expect(chooseOptimistic(peers, new Set(), () => 0)).toBe(2);
    expect(chooseOptimistic(peers, new Set([2]), () => 0)).toBe(1);
  });
});

describe('request depth', () => {
  const of = (change: Partial<Parameters<typeof requestDepth>[0]>) =>
    requestDepth({
      downBps: 0,
      baseLatencyMs: 20,
      blockLength: 65_536,
      lanes: 1,
      snubbed: false,
      reqq: 1_024,
      ...change,
    });

  test('starts small, before anything is measured', () => expect(of({ baseLatencyMs: null })).toBe(6));

  test('covers twice bandwidth × delay', () => {
    // 6.25 MB/s × 80 ms = 500 kB; twice that is 15.3 blocks, on top of the six.
    expect(of({ downBps: 6_250_000, baseLatencyMs: 80 })).toBe(6 + 16);
  });

  test('stays small on a short path however fast it is', () => {
    expect(of({ downBps: 40_000_000, baseLatencyMs: 1 })).toBeLessThan(16);
  });

  test('never holds more than a second of the rate, nor more than the peer queues', () => {
    expect(of({ downBps: 6_553_600, baseLatencyMs: 30_000 })).toBe(6 + 100);
    expect(of({ downBps: 6_553_600, baseLatencyMs: 500, reqq: 10 })).toBe(10);
  });

  test('requests go out together once a quarter of the window is free, and the rest stays on its way', () => {
    expect([1, 4, 6, 10, 26, 110].map(requestGroup)).toEqual([1, 1, 2, 3, 7, 28]);
    const at = (outstanding: number) => isTimeToAsk({ outstanding, depth: 10, untouchedBlocks: 99 });
    expect([10, 9, 8, 7, 0].map(at)).toEqual([false, false, false, true, true]);
  });

  test('nothing is held back when nothing is on its way, nor near the end', () => {
    expect(isTimeToAsk({ outstanding: 0, depth: 1, untouchedBlocks: 99 })).toBe(true);
    expect(isTimeToAsk({ outstanding: 9, depth: 10, untouchedBlocks: 9 })).toBe(true);
    expect(isTimeToAsk({ outstanding: 9, depth: 10, untouchedBlocks: 10 })).toBe(false);
  });

  test('over several lanes it covers half as much again, and two blocks for each lane', () => {
    // 6.25 MB/s × 80 ms × 1.5 = 750 kB: 11.4 blocks.
    expect(of({ downBps: 6_250_000, baseLatencyMs: 80, lanes: 4 })).toBe(12);
    expect(of({ downBps: 400_000, baseLatencyMs: 80, lanes: 6 })).toBe(12);
    expect(of({ downBps: 400_000, baseLatencyMs: 80, lanes: 6, reqq: 5 })).toBe(5);
  });

  test('over several lanes it holds no more of a slow peer than comes within two seconds', () => {
    expect(of({ downBps: 100_000, baseLatencyMs: 80, lanes: 6 })).toBe(4);
    expect(of({ downBps: 12_000, baseLatencyMs: 80, lanes: 6 })).toBe(2);
  });

  test('a snubbed peer is asked for one block', () => expect(of({ snubbed: true })).toBe(1));

  test('the base latency is the least of the last minutes, and forgets', () => {
    const latency = new BaseLatency();
    expect(latency.ms).toBeNull();
    latency.add(50, 0);
    latency.add(90, 1_000);
    expect(latency.ms).toBe(50);
    latency.add(80, 61_000);
    expect(latency.ms).toBe(50);
    latency.add(85, 122_000);
    expect(latency.ms).toBe(80);
  });
});

describe('rate meter', () => {
  test('is right from the first second on', () => {
    const meter = new RateMeter();
    for (let ms = 0; ms <= 1_000; ms += 10) meter.add(1_000, ms);
    expect(meter.bps(1_000)).toBeGreaterThan(90_000);
    expect(meter.bps(1_000)).toBeLessThan(115_000);
    expect(meter.total).toBe(101_000);
  });

  test('forgets once nothing comes', () => {
    const meter = new RateMeter();
    meter.add(1_000_000, 0);
    expect(meter.bps(60_000)).toBeLessThan(1);
  });
});
