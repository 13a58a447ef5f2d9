import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo } from 'react';
import type { PeerSnapshot, ShareSnapshot } from '../../session/snapshot.ts';
import { formatPercent, formatRate } from '../../ui/format.ts';
import { PeerBadge } from '../../ui/peer-badge.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { CopyDetails } from './copy-details.tsx';
import { connectionWords, isAboutConnecting } from './wording.ts';

export function PeerList({ share }: { readonly share: ShareSnapshot }) {
  const { peers, state } = share;
  return (
    <section aria-label="People" className="rounded-3xl border border-line bg-card p-5 sm:p-7">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-3">
        <h2 className="font-semibold">The flock</h2>
        {peers.length > 0 && !isAboutConnecting(share.diagnosis) && <CopyDetails shareKey={share.key} />}
      </div>
      {peers.length === 0 ? (
        <p className="text-quiet">
          {state === 'seeding' || state === 'complete'
            ? 'No one else is here yet. Send the link: whoever opens it appears here.'
            : 'No one is connected yet.'}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {peers.map((peer) => (
            <PeerRow key={peer.id} peer={peer} />
          ))}
        </ul>
      )}
    </section>
  );
}

const PeerRow = memo(function PeerRow({ peer }: { readonly peer: PeerSnapshot }) {
  const isBanned = peer.state === 'banned';
  return (
    <li
      data-testid="peer-row"
      data-peer={peer.id}
      data-connection={peer.connection}
      data-rtt-ms={peer.rttMs ?? undefined}
      data-lanes={peer.lanes}
      data-progress={peer.progress}
      data-down-bps={peer.downBps}
      data-up-bps={peer.upBps}
      data-state={peer.state}
      className="flex items-start gap-3 py-3"
    >
      <PeerBadge id={peer.id} />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-mono text-sm" title={peer.id}>
            {peer.id.slice(0, 8)}
          </span>
          <span className={`text-sm tabular-nums ${isBanned ? 'text-bad' : 'text-quiet'}`}>
            {connectionWords(peer)}
          </span>
        </p>
        {!isBanned && (
          <div className="mt-1.5 flex items-center gap-3">
            <div className="grow">
              <ProgressBar value={peer.progress} label={`What ${peer.id.slice(0, 8)} has`} thin />
            </div>
            <span className="w-10 shrink-0 text-right text-sm text-quiet tabular-nums">
              {formatPercent(peer.progress)}
            </span>
          </div>
        )}
        {!isBanned && <Rates peer={peer} />}
      </div>
    </li>
  );
});

function Rates({ peer }: { readonly peer: PeerSnapshot }) {
  return (
    <div className="mt-1 flex gap-5 text-sm tabular-nums">
      <Rate icon={ArrowDown} label="from them" bps={peer.downBps} />
      <Rate icon={ArrowUp} label="to them" bps={peer.upBps} />
    </div>
  );
}

function Rate({
  icon: Icon,
  label,
  bps,
}: {
  readonly icon: typeof ArrowDown;
  readonly label: string;
  readonly bps: number;
}) {
  return (
    <span className={`flex items-center gap-1 ${bps > 0 ? 'text-ink' : 'text-quiet'}`}>
      <Icon role="img" aria-label={label} className="size-3.5" />
      {bps > 0 ? formatRate(bps) : '–'}
    </span>
  );
}
