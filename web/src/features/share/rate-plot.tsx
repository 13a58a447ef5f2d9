import { useEffect, useRef, useState } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { addSample, highestBps, linePath, type RateSample, scaleTop } from './rate-history.ts';

const SAMPLE_EVERY_MS = 1_000;

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
          className="block h-20 w-full border-y border-line"
        >
          <Line path={down} look="stroke-accent" />
          <Line path={up} look="stroke-warn" />
        </svg>
        <span aria-hidden className="absolute top-1 left-0 text-xs text-quiet tabular-nums">
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

/** One a second while the page can be seen. */
function useSamples(share: ShareSnapshot): readonly RateSample[] {
  const [samples, setSamples] = useState<readonly RateSample[]>([]);
  const latest = useRef(share);
  useEffect(() => {
    latest.current = share;
  }, [share]);
  useEffect(() => {
    const sample = () => {
      const { downBps, upBps } = latest.current;
      if (!document.hidden)
        setSamples((before) => addSample(before, { atMs: performance.now(), downBps, upBps }));
    };
    sample();
    const timer = setInterval(sample, SAMPLE_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return samples;
}
