import { describe, expect, test } from 'vitest';
import { LanePolicy } from '../../src/swarm/lane-policy.ts';

const RTT_MS = 40;
const STEP_MS = 100;

/** A path in virtual time: opens what is wanted at once, and moves what its lanes carry. */
class Path {
  readonly policy = new LanePolicy();
  /** Bytes a second for so many lanes. */
  readonly rate: (lanes: number) => number;
  nowMs = 0;
  movedBytes = 0;
  lanes = 1;
  most = 1;
  rttMs: number | null = RTT_MS;
  lateMs = 0;
  isWanted = true;

  constructor(rate: (lanes: number) => number) {
    this.rate = rate;
  }

  pass(ms: number): number {
    for (const end = this.nowMs + ms; this.nowMs < end; this.nowMs += STEP_MS) {
      const facts = {
        rttMs: this.rttMs,
        lateMs: this.lateMs,
        isWanted: this.isWanted,
        movedBytes: this.movedBytes,
      };
      this.lanes = this.policy.review({ ...facts, open: this.lanes, connecting: 0 }, this.nowMs);
      this.most = Math.max(this.most, this.lanes);
      this.movedBytes += (this.rate(this.lanes) * STEP_MS) / 1_000;
    }
    return this.lanes;
  }
}

describe('lanes', () => {
  test('are added while each addition pays, to six at most', () => {
    const path = new Path((lanes) => lanes * 1e6);
    expect(path.pass(STEP_MS)).toBe(4);
    expect(path.pass(5_000)).toBe(6);
    expect(path.pass(60_000)).toBe(6);
  });

  test('are taken back where they do not pay, and tried again half a minute later', () => {
    const path = new Path((lanes) => Math.min(lanes, 4) * 1e6);
    path.pass(10_000);
    expect([path.most, path.lanes]).toEqual([6, 4]);
    path.most = 4;
    path.pass(20_000);
    expect(path.most).toBe(4);
    path.pass(20_000);
    expect([path.most, path.lanes]).toEqual([6, 4]);
  });

  test('stay one on a short path, and while the round trip is unknown', () => {
    const path = new Path((lanes) => lanes * 1e6);
    path.rttMs = 4.9;
    expect(path.pass(20_000)).toBe(1);
    path.rttMs = null;
    expect(path.pass(20_000)).toBe(1);
    expect(path.most).toBe(1);
  });

  test('are not begun by a machine that is later than three round trips, and are once it keeps up', () => {
    const path = new Path((lanes) => lanes * 1e6);
    path.lateMs = 3 * RTT_MS;
    expect(path.pass(20_000)).toBe(1);
    expect(path.most).toBe(1);
    path.lateMs = 3 * RTT_MS - 1;
    expect(path.pass(STEP_MS)).toBe(4);
    path.lateMs = 3 * RTT_MS;
    expect(path.pass(5_000)).toBe(6);
  });

  test('go as soon as nobody wants anything, or when nothing has moved for ten seconds', () => {
    let rate = 1e6;
    const path = new Path((lanes) => lanes * rate);
    path.pass(5_000);
    path.isWanted = false;
    expect(path.pass(STEP_MS)).toBe(1);
    path.isWanted = true;
    path.pass(5_000);
    rate = 0;
    expect(path.pass(9_000)).toBeGreaterThan(1);
    expect(path.pass(2_000)).toBe(1);
    path.most = 1;
    path.pass(60_000);
    expect(path.most).toBe(1);
    rate = 1e6;
    expect(path.pass(2 * STEP_MS)).toBe(4);
  });

  test('are not judged while some are still being opened', () => {
    const policy = new LanePolicy();
    const facts = { rttMs: RTT_MS, lateMs: 0, isWanted: true, movedBytes: 0, open: 1, connecting: 3 };
    for (let ms = 0; ms < 9_000; ms += STEP_MS) expect(policy.review(facts, ms)).toBe(4);
  });
});
