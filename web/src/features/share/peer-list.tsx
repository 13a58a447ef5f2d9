import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { PeerSnapshot, ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { CopyDetails } from './copy-details.tsx';
import {
  keepOrder,
  nextSorting,
  orderPeers,
  type PeerOrder,
  type SortColumn,
  type Sorting,
  sortAnew,
} from './peer-order.ts';
import { PEER_GRID, PeerRow } from './peer-row.tsx';
import { isAboutConnecting, nobodyWords } from './wording.ts';

export function PeerList({ share }: { readonly share: ShareSnapshot }) {
  const text = useText();
  const { peers, state } = share;
  return (
    <section aria-label={text('peer.list')} className="rounded-3xl border border-line bg-card p-5 sm:p-7">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-3">
        <h2 className="font-semibold">{text('peer.title')}</h2>
        {peers.length > 0 && !isAboutConnecting(share.diagnosis) && <CopyDetails shareKey={share.key} />}
      </div>
      {peers.length === 0 ? (
        <p className="text-quiet">{nobodyWords(text, state)}</p>
      ) : (
        <PeerTable peers={peers} />
      )}
    </section>
  );
}

const COLUMNS: readonly (readonly [column: SortColumn, look: string])[] = [
  ['name', ''],
  ['rtt', ''],
  ['progress', ''],
  ['down', 'sm:justify-end'],
  ['up', 'sm:justify-end'],
];

function PeerTable({ peers }: { readonly peers: readonly PeerSnapshot[] }) {
  const text = useText();
  const { order, setOrder, hold } = useOrder(peers);
  const byId = new Map(peers.map((peer) => [peer.id, peer]));
  const sortBy = (column: SortColumn) => setOrder(orderPeers(peers, nextSorting(order.sorting, column)));
  return (
    <table className="block text-sm" {...hold}>
      <thead className="block border-b border-line">
        {/* On a phone rows have no columns, and the names of these alone would say nothing. */}
        <tr
          data-sort={text('peer.sort')}
          className={`flex flex-wrap items-center gap-x-4 text-quiet max-sm:before:content-[attr(data-sort)] sm:grid ${PEER_GRID}`}
        >
          {COLUMNS.map(([column, look]) => (
            <SortHeader
              key={column}
              name={text(`peer.column.${column}`)}
              look={look}
              direction={directionOf(order.sorting, column)}
              onSort={() => sortBy(column)}
            />
          ))}
        </tr>
      </thead>
      <tbody className="block divide-y divide-line">
        {order.ids.map((id) => {
          const peer = byId.get(id);
          return peer === undefined ? null : <PeerRow key={id} peer={peer} />;
        })}
      </tbody>
    </table>
  );
}

/** So often rows may change places, and not while a pointer is among them. */
const SORT_EVERY_MS = 5_000;

function useOrder(peers: readonly PeerSnapshot[]) {
  const [shown, setOrder] = useState<PeerOrder>(() => orderPeers(peers, null));
  const order = keepOrder(shown, peers);
  if (order !== shown) setOrder(order);
  const latest = useRef(peers);
  const isHeld = useRef(false);
  useEffect(() => {
    latest.current = peers;
  }, [peers]);
  const isSorted = order.sorting !== null;
  useEffect(() => {
    if (!isSorted) return;
    const timer = setInterval(() => {
      if (!isHeld.current) setOrder((before) => sortAnew(before, latest.current));
    }, SORT_EVERY_MS);
    return () => clearInterval(timer);
  }, [isSorted]);
  const hold = {
    onPointerEnter: () => {
      isHeld.current = true;
    },
    onPointerLeave: () => {
      isHeld.current = false;
    },
  };
  return { order, setOrder, hold };
}

function directionOf(sorting: Sorting | null, column: SortColumn): Sorting['direction'] | 'none' {
  return sorting?.column === column ? sorting.direction : 'none';
}

function SortHeader({
  name,
  look,
  direction,
  onSort,
}: {
  readonly name: string;
  readonly look: string;
  readonly direction: Sorting['direction'] | 'none';
  readonly onSort: () => void;
}) {
  const Icon = direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={direction} className={`flex font-normal ${look}`}>
      <button
        type="button"
        onClick={onSort}
        className={`-mx-1 flex min-h-9 items-center gap-1 rounded-lg px-1 hover:text-ink ${direction === 'none' ? 'text-quiet' : 'font-medium text-ink'}`}
      >
        {name}
        {direction !== 'none' && <Icon aria-hidden className="size-3.5" />}
      </button>
    </th>
  );
}
