import type { ShareSnapshot } from '../../session/snapshot.ts';
import { formatBytes, formatCount, formatPercent, formatRate, joinFacts } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { etaWords, peopleWords, persistenceWords, stateWords } from './wording.ts';

/** Name, size, state, progress, rates: the whole story at a glance. */
export function ShareSummary({ share }: { readonly share: ShareSnapshot }) {
  const { state, progress, totalLength, wantedLength } = share;
  const moves = state === 'downloading' || state === 'joining' || state === 'paused' || state === 'hashing';
  const unknownSize = state === 'error' ? null : 'Size not known yet';
  const facts = joinFacts([
    share.downBps > 0 ? `↓ ${formatRate(share.downBps)}` : null,
    share.upBps > 0 ? `↑ ${formatRate(share.upBps)}` : null,
    etaWords(share.etaMs),
  ]);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-xl font-semibold tracking-tight wrap-anywhere sm:text-2xl">
          <bdi>{share.name || 'Unnamed share'}</bdi>
        </h1>
        <p className="mt-1 text-quiet tabular-nums">
          {joinFacts([
            totalLength === null ? unknownSize : formatBytes(totalLength),
            share.files.length > 1 ? formatCount(share.files.length, 'file') : null,
            share.claimed && state !== 'hashing' ? 'says the link, not verified yet' : null,
          ])}
        </p>
      </div>
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <p role="status" className="font-medium">
            {stateWords(share)}
          </p>
          <p className="text-sm text-quiet tabular-nums">{facts}</p>
        </div>
        {moves && state !== 'joining' && (
          <>
            <ProgressBar value={progress} label={state === 'hashing' ? 'Prepared' : 'Downloaded'} />
            <p className="flex justify-between text-sm text-quiet tabular-nums">
              <span>{formatPercent(progress)}</span>
              {wantedLength !== null && (
                <span>
                  {formatBytes(wantedLength * progress)} of {formatBytes(wantedLength)}
                </span>
              )}
            </p>
          </>
        )}
        {share.infoHash !== null && (
          <p className="text-sm text-quiet">
            {joinFacts([
              peopleWords(share),
              share.role === 'viewer'
                ? 'Another tab of this browser runs this share; this tab shows it.'
                : null,
            ])}
          </p>
        )}
        {state === 'seeding' && share.persistence !== null && !share.needsPermission && (
          <p className="text-sm text-quiet">{persistenceWords(share.persistence)}</p>
        )}
        {share.saving !== null && (
          <div className="flex items-center gap-3 text-sm">
            <span className="shrink-0">Saving {formatPercent(share.saving)}</span>
            <div className="grow">
              <ProgressBar value={share.saving} label="Saved" thin />
            </div>
          </div>
        )}
      </div>
    </div>
  );
}
