import { buildTorrent } from '@flockdrop/shared/metainfo';
import { describe, expect, test, vi } from 'vitest';
import { Alarms } from '../../src/session/alarms.ts';
import { FileProgress } from '../../src/session/file-progress.ts';
import { reuse, reuseRows } from '../../src/session/reuse.ts';
import { watchSleep } from '../../src/session/sleep-watch.ts';
import { HandClock } from './hand-clock.ts';

describe('sleep', () => {
  test.each([
    ['while it runs', 0, 0],
    ['after a hiccup', 5_000, 0],
    ['after ten seconds', 10_000, 1],
    ['after a night', 8 * 3_600_000, 1],
    ['after the clock was set back', -3_600_000, 0],
  ])('is told of %s: %i ms gone, %i times', (_, goneMs, times) => {
    const clock = new HandClock();
    let wallMs = 1_000_000;
    const onWoke = vi.fn();
    watchSleep({ alarms: new Alarms(clock), wallMs: () => wallMs, onWoke });
    const live = (untilMs: number) => {
      while (clock.now() < untilMs) {
        wallMs += 1_000;
        clock.advanceTo(clock.now() + 1_000);
      }
    };
    live(5_000);
    wallMs += goneMs;
    live(15_000);
    expect(onWoke).toHaveBeenCalledTimes(times);
  });
});

describe('alarms', () => {
  test('ring in the order of their time, each key once, and can be taken back', () => {
    const clock = new HandClock();
    const alarms = new Alarms(clock);
    const rung: string[] = [];
    const [a, b, c] = [{}, {}, {}];
    alarms.set(a, 30, () => rung.push('a'));
    alarms.set(b, 10, () => rung.push('b'));
    alarms.set(c, 20, () => rung.push('c'));
    alarms.set(b, 40, () => rung.push('b, later'));
    alarms.set(c, null, () => rung.push('never'));
    clock.advanceTo(35);
    expect(rung).toEqual(['a']);
    clock.advanceTo(40);
    expect(rung).toEqual(['a', 'b, later']);
  });

  test('an alarm may set itself again', () => {
    const clock = new HandClock();
    const alarms = new Alarms(clock);
    const ring = vi.fn(() => {
      if (alarms.now() < 50) alarms.set(ring, alarms.now() + 10, ring);
    });
    alarms.set(ring, 10, ring);
    clock.advanceTo(100);
    expect(ring).toHaveBeenCalledTimes(5);
  });
});

describe('identity of what did not change', () => {
  test('equal fields give the same object, one change a new one', () => {
    const before = { a: 1, b: 'x', c: null };
    expect(reuse(before, { a: 1, b: 'x', c: null })).toBe(before);
    const after = { a: 2, b: 'x', c: null };
    expect(reuse(before, after)).toBe(after);
    expect(reuse(null, after)).toBe(after);
  });

  test('rows keep theirs one by one, and the list when none changed', () => {
    const rows = [
      { id: 1, n: 1 },
      { id: 2, n: 1 },
    ];
    expect(reuseRows(rows, structuredClone(rows), (row) => row.id)).toBe(rows);
    const next = reuseRows(
      rows,
      [
        { id: 1, n: 1 },
        { id: 2, n: 5 },
      ],
      (row) => row.id,
    );
    expect(next).not.toBe(rows);
    expect([next[0] === rows[0], next[1]]).toEqual([true, { id: 2, n: 5 }]);
    expect(reuseRows(rows, rows.slice(0, 1), (row) => row.id)).toHaveLength(1);
  });
});

describe('file progress', () => {
  const PIECE = 65_536;
  const torrent = buildTorrent({
    name: 'trip',
    pieceLength: PIECE,
    files: [
      { path: ['a.bin'], length: 2 * PIECE, layer: new Uint8Array(64), v1Pieces: new Uint8Array(40) },
      { path: ['b.bin'], length: 10, layer: new Uint8Array(32).fill(1), v1Pieces: new Uint8Array(20) },
      { path: ['empty'], length: 0, layer: new Uint8Array(), v1Pieces: new Uint8Array() },
    ],
  });

  test('counts stored pieces to their file and gives only that row anew', () => {
    const progress = new FileProgress(torrent.info.geometry, 'trip', [0]);
    const before = progress.rows();
    expect(before.map((row) => [row.path, row.progress])).toEqual([
      ['a.bin', 0.5],
      ['b.bin', 0],
      ['empty', 1],
    ]);
    expect(progress.rows()).toBe(before);
    progress.stored(2);
    const after = progress.rows();
    expect(after.map((row) => row.progress)).toEqual([0.5, 1, 1]);
    expect([after[0] === before[0], after[2] === before[2]]).toEqual([true, true]);
  });

  test('counted anew gives only the rows that differ', () => {
    const progress = new FileProgress(torrent.info.geometry, 'trip', [0, 2]);
    const before = progress.rows();
    progress.recount([0, 2]);
    expect(progress.rows()).toBe(before);
    progress.recount([0, 1, 2]);
    const after = progress.rows();
    expect(after.map((row) => row.progress)).toEqual([1, 1, 1]);
    expect(after[1]).toBe(before[1]);
  });
});
