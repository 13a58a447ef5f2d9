import { describe, expect, test } from 'vitest';
import { Dialer, yieldsToOffer } from '../../src/swarm/dialer.ts';

const make = (options: { maxPending?: number; maxConnections?: number } = {}) =>
  new Dialer({ random: () => 0.5, maxPending: 2, maxConnections: 3, ...options });

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
    const dialer = make();
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
