import { describe, expect, test } from 'vitest';
import {
  keepOrder,
  nextSorting,
  orderPeers,
  type PeerOrder,
  type SortColumn,
  sortAnew,
} from '../../src/features/share/peer-order.ts';
import { peerName } from '../../src/ui/peer-face.ts';
import { peer } from './snapshots.ts';

const peers = [
  peer({ id: 'a', rttMs: null, progress: 0.5, downBps: 0, downloaded: 9, upBps: 5 }),
  peer({ id: 'b', rttMs: 40, progress: 1, downBps: 0, downloaded: 1, upBps: 0 }),
  peer({ id: 'c', rttMs: 3, progress: 0.1, downBps: 7, downloaded: 0, upBps: 5 }),
];

const idsOf = ({ ids }: PeerOrder) => ids.join('');
const by = (column: SortColumn) => orderPeers(peers, nextSorting(null, column));

describe('sorting', () => {
  test('nothing said, they stand as they came', () => expect(idsOf(orderPeers(peers, null))).toBe('abc'));

  test.each([
    ['rtt', 'cba'],
    ['progress', 'bac'],
    ['down', 'cab'],
    ['up', 'acb'],
  ] as const)('%s: the best first; equal ones keep to their ids', (column, order) =>
    expect(idsOf(by(column))).toBe(order),
  );

  test('names go by the alphabet', () => {
    const names = by('name').ids.map(peerName);
    expect(names).toEqual([...names].sort());
  });

  test('a second press turns it round, another column begins anew', () => {
    const twice = nextSorting(nextSorting(null, 'progress'), 'progress');
    expect(idsOf(orderPeers(peers, twice))).toBe('cab');
    expect(nextSorting(twice, 'rtt')).toEqual({ column: 'rtt', direction: 'ascending' });
  });
});

describe('an order', () => {
  test('stays while numbers change', () => {
    const order = by('down');
    const changed = peers.map((one) => ({ ...one, downBps: 1_000 - one.downBps }));
    expect(keepOrder(order, changed)).toBe(order);
  });

  test('lets nobody who stays change places: who comes stands at the end', () => {
    const order = by('down');
    const d = peer({ id: 'd', downBps: 5 });
    const e = peer({ id: 'e', downBps: 6 });
    expect(idsOf(keepOrder(order, [...peers, d, e]))).toBe('cabed');
    expect(idsOf(keepOrder(order, peers.slice(0, 2)))).toBe('ab');
    expect(idsOf(keepOrder(order, [...peers.slice(0, 2), d]))).toBe('abd');
  });

  test('is made anew now and then, where it was chosen', () => {
    const d = peer({ id: 'd', downBps: 5 });
    const grown = keepOrder(by('down'), [...peers, d]);
    expect(idsOf(sortAnew(grown, [...peers, d]))).toBe('cdab');
    const sorted = by('down');
    expect(sortAnew(sorted, peers)).toBe(sorted);
    const asTheyCame = keepOrder(orderPeers(peers, null), [...peers, d]);
    expect(sortAnew(asTheyCame, [d, ...peers])).toBe(asTheyCame);
  });
});
