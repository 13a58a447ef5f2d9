/** The last two minutes of a transfer, and how they are drawn. Pure: it is told the time. */

export const HISTORY_MS = 120_000;

/** Longer without a sample means that nobody looked: nothing is drawn of it. */
const GAP_MS = 3_500;

export interface RateSample {
  /** Of any clock that never goes back. */
  readonly atMs: number;
  readonly downBps: number;
  readonly upBps: number;
}

/** With what is too old to be shown left out. */
export function addSample(samples: readonly RateSample[], sample: RateSample): readonly RateSample[] {
  return [...samples.filter(({ atMs }) => sample.atMs - atMs <= HISTORY_MS), sample];
}

export function highestBps(samples: readonly RateSample[]): number {
  return samples.reduce((most, { downBps, upBps }) => Math.max(most, downBps, upBps), 0);
}

/** The top of a scale: 1, 2 or 5 and zeros, so that it changes seldom; 1 kB/s at least. */
export function scaleTop(bps: number): number {
  for (let power = 1_000; ; power *= 10) {
    const step = [1, 2, 5].find((factor) => factor * power >= bps);
    if (step !== undefined) return step * power;
  }
}

/**
 * Lines through all samples for an SVG path, in a box of 100 × 100: the newest at the right edge, 0 at the bottom.
 * @param top the rate at the upper edge
 */
export function linePath(
  samples: readonly RateSample[],
  bpsOf: (sample: RateSample) => number,
  top: number,
): string {
  const newestMs = samples.at(-1)?.atMs ?? 0;
  return samples
    .map((sample, at) => {
      const before = samples[at - 1];
      const isFirst = before === undefined || sample.atMs - before.atMs > GAP_MS;
      const x = 100 - ((newestMs - sample.atMs) / HISTORY_MS) * 100;
      const y = 100 - (bpsOf(sample) / top) * 100;
      return `${isFirst ? 'M' : 'L'}${rounded(x)} ${rounded(y)}`;
    })
    .join('');
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
