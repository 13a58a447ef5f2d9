import { describe, expect, test } from 'vitest';
import type { Deadline } from '../../src/swarm/index.ts';
import { block, Driver, said } from './driver.ts';

/** Pieces of 256 KiB, four blocks each. */
const soon = (...pieces: readonly number[]): readonly Deadline[] =>
  pieces.map((piece, nth) => ({ piece, dueMs: 1_000 * nth }));

const pieces = (effects: Parameters<typeof said>[0]) => [
  ...new Set(said(effects, 'request').map(({ piece }) => piece)),
];

function awaits(driver: Driver, ...deadlines: readonly Deadline[]) {
  return driver.event({ type: 'deadlines', deadlines });
}

describe('what somebody waits for', () => {
  test('is asked for first, the most urgent piece before the others, whatever the order it is told in', () => {
    const driver = new Driver({ pieces: 40 });
    awaits(driver, { piece: 31, dueMs: 900 }, { piece: 7, dueMs: 100 }, { piece: 31, dueMs: 2_000 });
    expect(pieces(driver.meets(1, 'seed', { has: 'all', unchokes: true }))).toEqual([7, 31]);
  });

  test('is asked of several at once, and goes before what a peer has begun', () => {
    const driver = new Driver({ pieces: 40 });
    const asked = said(driver.meets(1, 'a', { has: 'all', unchokes: true }), 'request');
    awaits(driver, ...soon(20, 21));
    expect(pieces(driver.meets(2, 'b', { has: 'all', unchokes: true }))).toEqual([20, 21]);
    const next = asked.slice(0, 4).flatMap((ref) => driver.hears(1, block(ref)));
    expect(pieces(next)[0]).toBe(21);
  });

  test('is forgotten as soon as it is here, and told again when it is lost', () => {
    const driver = new Driver({ pieces: 2, have: [0] });
    awaits(driver, ...soon(0, 1));
    const ledger = driver.context.content?.ledger;
    expect([...(ledger?.deadlines.keys() ?? [])]).toEqual([1]);
    const asked = said(driver.meets(1, 'seed', { has: 'all', unchokes: true }), 'request');
    for (const ref of asked) driver.hears(1, block(ref));
    driver.stores(1);
    expect(ledger?.deadlines.size).toBe(0);
    driver.event({ type: 'piece-lost', piece: 1 });
    awaits(driver, ...soon(1));
    expect([...(ledger?.deadlines.keys() ?? [])]).toEqual([1]);
  });

  test('waits as long as we pause', () => {
    const driver = new Driver({ pieces: 40 });
    driver.meets(1, 'seed', { has: 'all', unchokes: true });
    driver.event({ type: 'pause' });
    expect(pieces(awaits(driver, ...soon(20)))).toEqual([]);
    expect(driver.context.content?.ledger.deadlines.size).toBe(1);
  });

  test('must be one of the pieces, and the pieces known', () => {
    expect(() => awaits(new Driver({ pieces: 2 }), ...soon(0, 1, 2))).toThrow(RangeError);
    expect(() => awaits(new Driver({ newcomer: true }), ...soon(0))).toThrow('before the metadata');
  });
});

describe('of files that nobody chose', () => {
  function unwanted() {
    const driver = new Driver({ pieces: 4 });
    driver.event({ type: 'select', priorities: new Uint8Array(4) });
    driver.meets(1, 'seed', { has: 'all', unchokes: true });
    return driver;
  }

  test('only what is waited for is asked for, and it changes nothing of what is wanted', () => {
    const driver = unwanted();
    const effects = awaits(driver, ...soon(2));
    expect(said(effects, 'interested')).toHaveLength(1);
    expect(pieces(effects)).toEqual([2]);
    expect(driver.swarm.view(0)).toMatchObject({ wantedBytes: 0, isFinished: true });
  });

  test('it is taken back when nobody waits any more, and what came is kept', () => {
    const driver = unwanted();
    const [first, ...rest] = said(awaits(driver, ...soon(2)), 'request');
    if (first === undefined) throw Error();
    driver.hears(1, block(first));
    const stopped = awaits(driver);
    expect(said(stopped, 'cancel')).toHaveLength(rest.length);
    expect(said(stopped, 'not-interested')).toHaveLength(1);
    awaits(driver, ...soon(2));
    expect(driver.context.content?.ledger.partial(2)?.received).toBe(1);
  });

  test('a player that moves on takes its wish along', () => {
    const driver = unwanted();
    awaits(driver, ...soon(1, 2));
    const moved = awaits(driver, ...soon(2, 3));
    expect(new Set(said(moved, 'cancel').map(({ piece }) => piece))).toEqual(new Set([1]));
    expect(driver.context.peers.get(1)?.wanted).toBe(2);
  });
});
