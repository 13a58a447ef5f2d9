import { useState } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { joinFacts } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SavingStatus } from './saving-status.tsx';
import { etaWords, peopleWords, stateWords } from './wording.ts';

const WITH_BAR: ReadonlySet<string> = new Set(['hashing', 'downloading', 'paused']);

/** Name, size, state, progress, rates: the whole story at a glance. */
export function ShareSummary({ share }: { readonly share: ShareSnapshot }) {
  const text = useText();
  const { state, progress, totalLength, wantedLength } = share;
  // What has been complete all along needs none. What became so before a person's eyes keeps its own, and all below it its place.
  const [wasWatched, setWatched] = useState(false);
  if (!wasWatched && state === 'downloading') setWatched(true);
  const hasBar =
    WITH_BAR.has(state) || (state === 'joining' && progress < 1) || (state === 'complete' && wasWatched);
  const fileCount = state === 'hashing' ? share.wantedFiles : share.files.length;
  const unknownSize = state === 'error' ? null : text('share.unknown-size');
  const facts = joinFacts([
    share.downBps > 0 ? `↓ ${text.rate(share.downBps)}` : null,
    share.upBps > 0 ? `↑ ${text.rate(share.upBps)}` : null,
    etaWords(text, share.etaMs),
  ]);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-xl font-semibold tracking-tight wrap-anywhere sm:text-2xl">
          <bdi>{share.name || text('share.unnamed')}</bdi>
        </h1>
        <p className="mt-1 text-quiet tabular-nums">
          {joinFacts([
            totalLength === null ? unknownSize : text.bytes(totalLength),
            fileCount > 1 ? text('file.count', { count: fileCount }) : null,
            share.claimed && state !== 'hashing' ? text('share.claimed') : null,
          ])}
        </p>
      </div>
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <p role="status" className="font-medium">
            {stateWords(text, share)}
          </p>
          <p className="text-sm text-quiet tabular-nums">{facts}</p>
        </div>
        {hasBar && (
          <>
            <ProgressBar
              value={progress}
              label={text(state === 'hashing' ? 'share.prepared' : 'share.downloaded')}
            />
            <p className="flex justify-between text-sm text-quiet tabular-nums">
              <span>{text.percent(progress)}</span>
              {wantedLength !== null && (
                <span>
                  {text('share.part', {
                    done: text.bytes(wantedLength * progress),
                    all: text.bytes(wantedLength),
                  })}
                </span>
              )}
            </p>
          </>
        )}
        {share.infoHash !== null && (
          <p className="text-sm text-quiet">
            {joinFacts([peopleWords(text, share), share.role === 'viewer' ? text('share.viewer') : null])}
          </p>
        )}
        {state === 'seeding' && share.persistence !== null && !share.needsPermission && (
          <p className="text-sm text-quiet">{text(`share.keep.${share.persistence}`)}</p>
        )}
        <SavingStatus share={share} />
      </div>
    </div>
  );
}
