import type { PeerSnapshot } from '../../session/snapshot.ts';
import { peerName } from '../../ui/peer-face.ts';

/**
 * The order of the peers' rows. Numbers change four times a second and rows must not dance: they are sorted when the
 * person says so, and now and then while nobody points at them. Who comes in between stands at the end.
 */

export type SortColumn = 'name' | 'rtt' | 'progress' | 'down' | 'up';

export interface Sorting {
  readonly column: SortColumn;
  readonly direction: 'ascending' | 'descending';
}

export interface PeerOrder {
  /** `null`: as they came. */
  readonly sorting: Sorting | null;
  readonly ids: readonly string[];
}

const BY: Readonly<Record<SortColumn, (a: PeerSnapshot, b: PeerSnapshot) => number>> = {
  name: (a, b) => compareText(peerName(a.id), peerName(b.id)),
  rtt: (a, b) => (a.rttMs ?? Number.MAX_VALUE) - (b.rttMs ?? Number.MAX_VALUE),
  progress: (a, b) => a.progress - b.progress,
  down: (a, b) => a.downBps - b.downBps || a.downloaded - b.downloaded,
  up: (a, b) => a.upBps - b.upBps || a.uploaded - b.uploaded,
};

/** Of names and of times the small ones come first, of amounts the large ones. */
const FIRST: Readonly<Record<SortColumn, Sorting['direction']>> = {
  name: 'ascending',
  rtt: 'ascending',
  progress: 'descending',
  down: 'descending',
  up: 'descending',
};

export function orderPeers(peers: readonly PeerSnapshot[], sorting: Sorting | null): PeerOrder {
  if (sorting === null) return { sorting, ids: peers.map(({ id }) => id) };
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  const compare = BY[sorting.column];
  const sorted = [...peers].sort((a, b) => sign * compare(a, b) || compareText(a.id, b.id));
  return { sorting, ids: sorted.map(({ id }) => id) };
}

/** The same order, and the same object, as long as the same peers are there. Nobody who stays changes places. */
export function keepOrder(order: PeerOrder, peers: readonly PeerSnapshot[]): PeerOrder {
  const known = new Set(order.ids);
  const isSame = peers.length === order.ids.length && peers.every(({ id }) => known.has(id));
  if (isSame) return order;
  const there = new Set(peers.map(({ id }) => id));
  const stay = order.ids.filter((id) => there.has(id));
  const come = orderPeers(
    peers.filter(({ id }) => !known.has(id)),
    order.sorting,
  );
  return { sorting: order.sorting, ids: [...stay, ...come.ids] };
}

/** Sorted anew by what the numbers are now; the same object where that changes nothing. */
export function sortAnew(order: PeerOrder, peers: readonly PeerSnapshot[]): PeerOrder {
  if (order.sorting === null) return order;
  const sorted = orderPeers(peers, order.sorting);
  return sorted.ids.every((id, at) => id === order.ids[at]) && sorted.ids.length === order.ids.length
    ? order
    : sorted;
}

/** After a press on a column's header: it is sorted by, and then the other way round. */
export function nextSorting(sorting: Sorting | null, column: SortColumn): Sorting {
  if (sorting?.column !== column) return { column, direction: FIRST[column] };
  return { column, direction: sorting.direction === 'ascending' ? 'descending' : 'ascending' };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
