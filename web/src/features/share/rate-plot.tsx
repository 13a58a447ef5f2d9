import { useEffect, useState } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { addSample, highestBps, linePath, type RateSample, scaleTop } from './rate-history.ts';

/** A little less than a second: the fourth of the snapshots, and not the fifth, brings it. */
const SAMPLE_EVERY_MS = 900;
/** The share tells nothing while nothing changes. */
const SILENT_MS = 1_400;

/** Rates of the last two minutes, as far as this page was open and seen. */
export function RatePlot({ share }: { readonly share: ShareSnapshot }) {
  const text = useText();
  const samples = useSamples(share);
  const highest = highestBps(samples);
  const top = scaleTop(highest);
  const down = linePath(samples, ({ downBps }) => downBps, top);
  const up = linePath(samples, ({ upBps }) => upBps, top);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-semibold">{text('rate.title')}</h2>
        <p className="flex gap-x-4 text-sm text-quiet">
          <Direction look="bg-accent" words={text('rate.received')} />
          <Direction look="bg-warn" words={text('rate.sent')} />
        </p>
      </div>
      <div className="relative">
        <svg
          role="img"
          aria-label={text('rate.plot', { highest: text.rate(highest) })}
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="block h-20 w-full border-y border-line rtl:-scale-x-100"
        >
          <Line path={down} look="stroke-accent" />
          <Line path={up} look="stroke-warn" />
        </svg>
        <span aria-hidden className="absolute start-0 top-1 text-xs text-quiet tabular-nums">
          {text.rate(top)}
        </span>
      </div>
      <p aria-hidden className="-mt-2 flex justify-between text-xs text-quiet">
        <span>{text('rate.ago')}</span>
        <span>{text('rate.now')}</span>
      </p>
    </div>
  );
}

function Line({ path, look }: { readonly path: string; readonly look: string }) {
  return (
    <path
      d={path}
      fill="none"
      strokeWidth={2}
      strokeLinejoin="round"
      strokeLinecap="round"
      vectorEffect="non-scaling-stroke"
      className={look}
    />
  );
}

function Direction({ look, words }: { readonly look: string; readonly words: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden className={`h-0.5 w-3 rounded-full ${look}`} />
      {words}
    </span>
  );
}

/**
 * One a second while the page can be seen. It comes with what the share tells, so that the page is not drawn for it alone;
 * only where that is silent it is taken by the clock.
 */
function useSamples(share: ShareSnapshot): readonly RateSample[] {
  const [samples, setSamples] = useState<readonly RateSample[]>([]);
  const [sampled, setSampled] = useState<ShareSnapshot | null>(null);
  if (samples.length > 0 && sampled !== share && isDue(samples, SAMPLE_EVERY_MS)) {
    setSampled(share);
    setSamples(withSample(samples, share));
  }
  useEffect(() => {
    const sample = () =>
      setSamples((before) => (isDue(before, SILENT_MS) ? withSample(before, share) : before));
    if (samples.length === 0) sample();
    const timer = setInterval(sample, SAMPLE_EVERY_MS);
    return () => clearInterval(timer);
  }, [share, samples.length]);
  return samples;
}

function isDue(samples: readonly RateSample[], afterMs: number): boolean {
  return (
    !document.hidden && performance.now() - (samples.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) >= afterMs
  );
}

function withSample(
  samples: readonly RateSample[],
  { downBps, upBps }: ShareSnapshot,
): readonly RateSample[] {
  return addSample(samples, { atMs: performance.now(), downBps, upBps });
}
