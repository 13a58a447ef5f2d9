import { expect, test } from 'vitest';
import { Alarms } from '../../src/session/alarms.ts';
import type { Connection } from '../../src/session/connection.ts';
import { RoundTrips } from '../../src/session/round-trips.ts';
import { HandClock } from './hand-clock.ts';

test('new connections have their round trips read soon, and one of the others has its turn each second', async () => {
  const clock = new HandClock();
  const read: number[] = [];
  const connections = Array.from({ length: 5 }, (_, index) => ({
    isOpen: true,
    measuredMs: 0,
    rttMs: null as number | null,
    link: {
      measure: async () => {
        read.push(index);
        return { rttMs: 10 * index };
      },
    },
  }));
  let changes = 0;
  const roundTrips = new RoundTrips(
    new Alarms(clock),
    () => connections as unknown as Connection[],
    () => changes++,
  );
  roundTrips.start();
  const turns: number[][] = [];
  for (let second = 1; second <= 8; second++) {
    clock.advanceTo(second * 1_000);
    turns.push(read.splice(0));
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  }
  expect(turns).toEqual([[0, 1, 2], [3, 4, 0], [1], [2], [0], [3], [4], [1]]);
  expect(connections.map(({ rttMs }) => rttMs)).toEqual([0, 10, 20, 30, 40]);
  expect(changes).toBe(5);
});
