import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SendWindow } from '../../src/swarm/index.ts';

const KIB = 1024;
const BLOCK = 64 * KIB;

/** A link that carries so much a second, and whoever fills it to the high-water mark and goes on at the low one. */
class Line {
  readonly window = new SendWindow();
  bps: number;
  nowMs = 0;
  buffered = 0;
  mostBuffered = 0;
  /** Bytes carried, and time without anything to carry. */
  carried = 0;
  idleMs = 0;

  constructor(bps: number) {
    this.bps = bps;
  }

  put(bytes: number): void {
    this.window.look(this.buffered, this.nowMs);
    this.buffered += bytes;
    this.window.sent(bytes);
  }

  /** Who sends hears of the low mark a moment later. */
  busy(ms: number, stepMs = 5): void {
    let isFull = false;
    this.mostBuffered = 0;
    for (const end = this.nowMs + ms; this.nowMs < end; ) {
      if (isFull && this.buffered <= this.window.lowWater) isFull = false;
      while (!isFull) {
        this.put(BLOCK);
        isFull = this.buffered >= this.window.highWater;
      }
      this.mostBuffered = Math.max(this.mostBuffered, this.buffered);
      this.pass(stepMs);
    }
  }

  pass(ms: number): void {
    this.nowMs += ms;
    const carried = Math.min(this.buffered, (this.bps * ms) / 1_000);
    if (carried === this.buffered) this.idleMs += ms - (carried / this.bps) * 1_000;
    this.buffered -= carried;
    this.carried += carried;
  }
}

describe('the send buffer of a link', () => {
  test('is full at one block, before anything was seen', () => {
    const { highWater, lowWater } = new SendWindow();
    expect([highWater, lowWater]).toEqual([BLOCK, BLOCK / 4]);
  });

  test('holds no more than a mebibyte of a fast one, and keeps it busy', () => {
    const line = new Line(50_000_000);
    line.busy(1_000);
    expect(line.window.highWater).toBe(1024 * KIB);
    const before = line.idleMs;
    line.busy(1_000);
    expect(line.idleMs - before).toBe(0);
  });

  test('holds one block, and the one that was on its way, of a slow one', () => {
    const line = new Line(40_000);
    line.busy(20_000);
    expect(line.mostBuffered).toBeLessThan(2 * BLOCK);
    expect(line.idleMs).toBe(0);
  });

  test('follows a link that becomes faster at once, and one that becomes slower within seconds', () => {
    const line = new Line(500_000);
    line.busy(3_000);
    expect(line.window.highWater).toBeLessThan(200 * KIB);
    line.bps = 5_000_000;
    line.busy(500);
    expect(line.window.highWater).toBe(1024 * KIB);
    line.bps = 100_000;
    line.busy(20_000);
    expect(line.window.highWater).toBe(BLOCK);
  });

  test('is not thought slow for having had nothing to send', () => {
    const line = new Line(5_000_000);
    line.busy(1_000);
    const full = line.window.highWater;
    line.pass(60_000);
    for (let at = 0; at < 100; at++) {
      line.put(9);
      line.pass(200);
    }
    expect(line.window.highWater).toBe(full);
  });

  test('does not take what one block vanishes into for the rate of the line', () => {
    const line = new Line(100_000);
    line.busy(5_000);
    line.pass(10_000);
    line.put(2 * BLOCK);
    line.nowMs += 50;
    line.buffered -= 69_000;
    line.put(9);
    expect(line.window.highWater).toBeLessThanOrEqual(2 * BLOCK);
  });

  test('holds a quarter of a second of whatever rate, within its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 20_000_000 }),
        fc.integer({ min: 1, max: 40 }),
        (bps, stepMs) => {
          const line = new Line(bps);
          line.busy(20_000, stepMs);
          const wanted = Math.min(1024 * KIB, Math.max(BLOCK, bps / 4));
          expect(line.window.highWater / wanted).toBeGreaterThan(0.7);
          expect(line.window.highWater / wanted).toBeLessThan(1.4);
        },
      ),
      { numRuns: 40 },
    );
  });
});
