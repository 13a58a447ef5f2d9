import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  joinFacts,
} from '../../src/ui/format.ts';

/** Numbers stay with their units: the space between them does not break. */
const bound = (text: string) => text.replaceAll(/(?<=\d) /g, '\u00a0');

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [1_234_567, '1.23 MB'],
    [31_457_280, '31.5 MB'],
    [999_999, '1 MB'],
    [1_073_741_824, '1.07 GB'],
    [-5, '0 B'],
  ])('%i is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(bound(text)));
});

test('a rate says per second', () => expect(formatRate(2_500_000)).toBe(bound('2.5 MB/s')));

test.each([
  [0, '0%'],
  [0.0001, '1%'],
  [0.999, '99%'],
  [1, '100%'],
])('progress %d is %s: never done before it is, never nothing after it began', (progress, text) =>
  expect(formatPercent(progress)).toBe(text),
);

test.each([
  [200, '1 s'],
  [59_000, '59 s'],
  [150_000, '3 min'],
  [7_800_000, '2 h 10 min'],
  [7_200_000, '2 h'],
  [345_600_000, '4 days'],
])('%i ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(bound(text)));

test('one is one, several are many', () => {
  expect([formatCount(1, 'file'), formatCount(1_200, 'file'), formatCount(0, 'person', 'people')]).toEqual([
    '1 file',
    '1,200 files',
    '0 people',
  ]);
});

test('facts stand side by side; what is not known leaves no gap', () =>
  expect(joinFacts(['Paused', null, '42%', ''])).toBe('Paused\u00a0· 42%'));
