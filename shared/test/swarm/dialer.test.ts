import { describe, expect, test } from 'vitest';
import { Dialer, yieldsToOffer } from '../../src/swarm/dialer.ts';

const make = ({ maxPending = 2, maxConnections = 3 } = {}) =>
  new Dialer({ random: () => 0.5, maxPending, maxConnections: () => maxConnections });

/** How long a dialer waits before it dials `a` again, each time `attempt` has run. */
function waits(times: number, attempt: (dialer: Dialer, nowMs: number) => number): readonly number[] {
  const dialer = make();
  dialer.learn('a');
  let nowMs = 0;
  return Array.from({ length: times }, () => {
    expect(dialer.takeDue(nowMs)).toEqual(['a']);
    const endMs = attempt(dialer, nowMs);
    nowMs = dialer.nextWakeup(endMs) ?? Number.NaN;
    return nowMs - endMs;
  });
}

describe('a dialer', () => {
  test('dials only so many at a time, and only so many in all', () => {
    const dialer = make();
    for (const id of ['a', 'b', 'c', 'd', 'e']) dialer.learn(id);
    const first = dialer.takeDue(0);
    expect(first).toHaveLength(2);
    expect(dialer.takeDue(0)).toEqual([]);
    for (const id of first) dialer.opened(id, true, 0);
    expect(dialer.takeDue(0)).toHaveLength(1);
    dialer.opened('x', false, 0);
    expect(dialer.takeDue(0)).toEqual([]);
  });

  test('makes room for others when a link closes', () => {
    const dialer = make({ maxConnections: 1 });
    for (const id of ['a', 'b']) dialer.learn(id);
    dialer.takeDue(0);
    dialer.opened('a', true, 0);
    expect(dialer.takeDue(0)).toEqual([]);
    dialer.closed('a', 0);
    expect(dialer.takeDue(0)).toEqual(['b']);
  });

  test('does not dial who dialed us, nor who left', () => {
    const dialer = make();
    dialer.learn('a');
    dialer.learn('b');
    dialer.opened('a', false, 0);
    dialer.forget('b');
    expect(dialer.takeDue(0)).toEqual([]);
    dialer.closed('a', 0);
    expect(dialer.takeDue(60_000)).toEqual(['a']);
  });

  test('wakes only for what comes: what is due already waits for room', () => {
    const dialer = make({ maxPending: 1 });
    for (const id of ['a', 'b']) dialer.learn(id);
    dialer.takeDue(0);
    expect(dialer.nextWakeup(0)).toBeNull();
    dialer.failed('a', 0);
    expect(dialer.nextWakeup(0)).toBe(1_000);
    expect(dialer.nextWakeup(1_000)).toBeNull();
  });
});

describe('redialing', () => {
  test('comes ever later after failures', () => {
    const fails = (dialer: Dialer, nowMs: number) => {
      dialer.failed('a', nowMs);
      return nowMs;
    };
    expect(waits(8, fails)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  test('comes ever later, too, for a peer that opens links and closes them', () => {
    const hangsUp = (dialer: Dialer, nowMs: number) => {
      dialer.opened('a', true, nowMs);
      dialer.closed('a', nowMs + 500);
      return nowMs + 500;
    };
    expect(waits(4, hangsUp)).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  test('is quick again after a link that lasted', () => {
    let attempt = 0;
    const lastsOnce = (dialer: Dialer, nowMs: number) => {
      const endMs = nowMs + (attempt++ === 2 ? 30_000 : 500);
      dialer.opened('a', true, nowMs);
      dialer.closed('a', endMs);
      return endMs;
    };
    expect(waits(4, lastsOnce)).toEqual([1_000, 2_000, 1_000, 2_000]);
  });

  test('waits for the last of several links, whoever dialed them', () => {
    const dialer = make({ maxConnections: 10 });
    dialer.learn('a');
    dialer.takeDue(0);
    dialer.opened('a', true, 0);
    dialer.opened('a', false, 0);
    dialer.opened('a', false, 0);
    dialer.closed('a', 100);
    dialer.closed('a', 200);
    expect([dialer.nextWakeup(200), dialer.takeDue(100_000)]).toEqual([null, []]);
    dialer.closed('a', 100_000);
    expect(dialer.nextWakeup(100_000)).toBe(101_000);
  });

  test('stops for a peer that is forgotten, and does not begin while its link is open', () => {
    const dialer = make();
    dialer.learn('a');
    dialer.takeDue(0);
    dialer.opened('a', true, 0);
    // Its signaling flaps, then ours does: the link between us is none the worse.
    dialer.forget('a');
    dialer.learn('a');
    expect([dialer.nextWakeup(0), dialer.takeDue(100_000)]).toEqual([null, []]);
    dialer.forget('a');
    dialer.closed('a', 100_000);
    expect([dialer.nextWakeup(100_000), dialer.takeDue(200_000)]).toEqual([null, []]);
  });

  test('does not begin twice for a peer that is forgotten and learned again while it is dialed', () => {
    const dialer = make();
    dialer.learn('a');
    dialer.takeDue(0);
    dialer.forget('a');
    dialer.learn('a');
    expect(dialer.takeDue(0)).toEqual([]);
    dialer.failed('a', 0);
    expect(dialer.takeDue(1_000)).toEqual(['a']);
  });
});

describe('a dialer without room', () => {
  /** Connected to `a` and `b`, and told of the others. */
  const full = (others: readonly string[]) => {
    const dialer = make({ maxConnections: 2 });
    for (const id of ['a', 'b', ...others]) dialer.learn(id);
    for (const id of dialer.takeDue(0)) dialer.opened(id, true, 0);
    return dialer;
  };

  test('asks once a minute that one link be left for a peer it never tried', () => {
    const dialer = full(['c', 'd']);
    expect(dialer.takeRoomWish(59_999)).toBeNull();
    expect(dialer.nextWakeup(0)).toBe(60_000);
    expect(dialer.takeRoomWish(60_000)).toEqual({ among: 'any', count: 1, places: 2 });
    expect(dialer.takeRoomWish(60_000)).toBeNull();
    expect(dialer.nextWakeup(60_000)).toBe(120_000);
  });

  test('leaves only what is of no use at all while everybody was tried', () => {
    const dialer = full([]);
    expect(dialer.takeRoomWish(60_000)).toEqual({ among: 'useless', count: 4, places: 2 });
  });

  test('leaves what is too much, a few at a time', () => {
    const dialer = full(['c']);
    for (const id of ['p', 'q', 'r', 's', 't']) dialer.opened(id, false, 0);
    expect(dialer.takeRoomWish(60_000)).toEqual({ among: 'any', count: 4, places: 2 });
  });

  test('does not dial again soon who made room, and takes the one who waits', () => {
    const dialer = full(['c']);
    dialer.closed('a', 60_000, 'made-room');
    expect(dialer.takeDue(60_000)).toEqual(['c']);
    dialer.failed('c', 60_000);
    dialer.forget('c');
    dialer.forget('a');
    dialer.learn('a');
    expect(dialer.takeDue(659_999)).toEqual([]);
    expect(dialer.takeDue(660_000)).toEqual(['a']);
  });

  test('answers whoever comes, up to twice its budget; who made room only where there is some', () => {
    const dialer = full([]);
    dialer.closed('a', 0, 'made-room');
    expect(dialer.accepts('a', 1)).toBe(true);
    dialer.opened('x', false, 1);
    expect([dialer.accepts('a', 1), dialer.accepts('y', 1)]).toEqual([false, true]);
    for (const id of ['y', 'z']) dialer.opened(id, false, 1);
    expect(dialer.accepts('w', 1)).toBe(false);
    expect(dialer.accepts('a', 700_000)).toBe(false);
  });
});

test('what failed is tried at once when the network is back', () => {
  const dialer = make();
  dialer.learn('a');
  for (let nowMs = 0; nowMs < 60_000; nowMs = dialer.nextWakeup(nowMs) ?? Number.NaN) {
    dialer.takeDue(nowMs);
    dialer.failed('a', nowMs);
  }
  expect(dialer.takeDue(60_000)).toEqual([]);
  dialer.retryNow(60_000);
  expect(dialer.takeDue(60_000)).toEqual(['a']);
});

describe('when both dial each other', () => {
  const fresh = { pendingMs: 100 };

  test('exactly one yields', () => {
    expect(yieldsToOffer({ self: 'a', peer: 'b', ...fresh })).toBe(false);
    expect(yieldsToOffer({ self: 'b', peer: 'a', ...fresh })).toBe(true);
  });

  test('an offer that got no answer for seconds was lost, and yields whoever sent it', () => {
    expect(yieldsToOffer({ self: 'a', peer: 'b', pendingMs: 6_000 })).toBe(true);
  });
});
