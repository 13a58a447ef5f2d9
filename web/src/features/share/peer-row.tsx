import { memo } from 'react';
import type { PeerSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Bar } from '../../ui/bar.tsx';
import { PeerBadge } from '../../ui/peer-badge.tsx';
import { peerName } from '../../ui/peer-face.ts';
import { activityWords, pathWords } from './peer-words.ts';

/** The columns of the header and of every row: who, path, has, from them, to them. */
export const PEER_GRID = 'sm:grid-cols-[minmax(0,1fr)_6.5rem_5.5rem_7rem_7rem] sm:gap-x-3 sm:items-center';

/** Of many rows the browser lays out only those on screen. */
const OFF_SCREEN = '[content-visibility:auto] [contain-intrinsic-size:auto_4.5rem]';

export const PeerRow = memo(function PeerRow({ peer }: { readonly peer: PeerSnapshot }) {
  const text = useText();
  const isBanned = peer.state === 'banned';
  return (
    <tr
      data-testid="peer-row"
      data-peer={peer.id}
      data-connection={peer.connection}
      data-rtt-ms={peer.rttMs ?? undefined}
      data-lanes={peer.lanes}
      data-progress={peer.progress}
      data-down-bps={peer.downBps}
      data-up-bps={peer.upBps}
      data-state={peer.state}
      className={`grid grid-cols-2 items-start gap-x-4 gap-y-1.5 py-3 tabular-nums ${PEER_GRID} ${OFF_SCREEN}`}
    >
      <th
        scope="row"
        className="col-span-2 flex min-w-0 items-center gap-3 text-start font-normal sm:col-span-1"
      >
        <PeerBadge id={peer.id} />
        <span className="min-w-0">
          <span className="block truncate font-medium" title={peer.id}>
            <bdi>{peerName(peer.id)}</bdi>
          </span>
          <span className={`block text-pretty ${isBanned ? 'text-bad' : 'text-quiet'}`}>
            {activityWords(text, peer)}
          </span>
        </span>
      </th>
      <td>
        {isBanned ? null : (
          <>
            <span className="sm:block">{pathWords(text, peer)}</span>
            {peer.rttMs !== null && (
              <span className="ms-2 whitespace-nowrap text-quiet sm:ms-0 sm:block">
                {text('peer.rtt', { count: peer.rttMs })}
              </span>
            )}
          </>
        )}
      </td>
      <td>{isBanned ? null : <Held progress={peer.progress} />}</td>
      <Moved sign="↓" bps={peer.downBps} bytes={peer.downloaded} />
      <Moved sign="↑" bps={peer.upBps} bytes={peer.uploaded} />
    </tr>
  );
});

/** The number says it all; the bar is for the eye. */
function Held({ progress }: { readonly progress: number }) {
  const text = useText();
  return (
    <span className="flex flex-row-reverse items-center gap-2 sm:flex-row">
      <Bar value={progress} />
      <span className="w-10 shrink-0 sm:text-end">{text.percent(progress)}</span>
    </span>
  );
}

/** What moves now, and below what has moved in all. */
function Moved({
  sign,
  bps,
  bytes,
}: {
  /** Stands for the column's header where that is out of sight. */
  readonly sign: string;
  readonly bps: number;
  readonly bytes: number;
}) {
  const text = useText();
  return (
    <td className="sm:text-end">
      <span aria-hidden className="me-1.5 text-quiet sm:hidden">
        {sign}
      </span>
      <span className={`whitespace-nowrap sm:block ${bps > 0 ? '' : 'text-quiet'}`}>
        {bps > 0 ? text.rate(bps) : '–'}
      </span>
      <span className="block whitespace-nowrap text-quiet">
        {bytes > 0 ? text('peer.in-all', { bytes: text.bytes(bytes) }) : null}
      </span>
    </td>
  );
}
