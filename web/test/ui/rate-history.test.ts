import { describe, expect, test } from 'vitest';
import {
  addSample,
  highestBps,
  linePath,
  type RateSample,
  scaleTop,
} from '../../src/features/share/rate-history.ts';

const sample = (atMs: number, downBps: number, upBps = 0): RateSample => ({ atMs, downBps, upBps });

test('two minutes are kept, and no more', () => {
  let samples: readonly RateSample[] = [];
  for (let second = 0; second <= 300; second++) samples = addSample(samples, sample(second * 1_000, second));
  expect(samples).toHaveLength(121);
  expect([samples[0]?.downBps, samples.at(-1)?.downBps]).toEqual([180, 300]);
});

test('the highest rate is that of either direction', () => {
  expect(highestBps([sample(0, 5, 9), sample(1, 7, 2)])).toBe(9);
  expect(highestBps([])).toBe(0);
});

test.each([
  [0, 1_000],
  [1_000, 1_000],
  [1_001, 2_000],
  [2_100_000, 5_000_000],
  [5_000_001, 10_000_000],
])('a scale for %i B/s ends at %i', (bps, top) => expect(scaleTop(bps)).toBe(top));

describe('a line', () => {
  const line = (...samples: RateSample[]) => linePath(samples, ({ downBps }) => downBps, 100);

  test('ends at the right edge, as high as its rate', () =>
    expect(line(sample(0, 0), sample(1_200, 50), sample(2_400, 100))).toBe('M98 100L99 50L100 0'));

  test('breaks where nobody looked', () =>
    expect(line(sample(0, 10), sample(60_000, 10), sample(61_200, 10))).toBe('M49 90M99 90L100 90'));

  test('of nothing is nothing', () => expect(line()).toBe(''));
});
