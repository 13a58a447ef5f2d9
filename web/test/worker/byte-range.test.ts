import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRange, rangeOf } from '../../src/worker/byte-range.ts';

const LENGTH = 1_000;
const part = (first: number, last: number) => ({ kind: 'part', first, last });
const whole = { kind: 'whole' };
const unsatisfiable = { kind: 'unsatisfiable' };

test.each([
  ['bytes=0-0', part(0, 0)],
  // How Safari asks whether ranges are known here.
  ['bytes=0-1', part(0, 1)],
  ['bytes=0-', part(0, 999)],
  ['bytes=999-', part(999, 999)],
  ['bytes=500-99999', part(500, 999)],
  ['bytes=-1', part(999, 999)],
  ['bytes=-1000', part(0, 999)],
  ['bytes=-5000', part(0, 999)],
  ['BYTES = 10 - 19 ', part(10, 19)],
  ['bytes=10-19,', part(10, 19)],
  [`bytes=0-${'9'.repeat(400)}`, part(0, 999)],
  ['bytes=1000-', unsatisfiable],
  ['bytes=1000-1001', unsatisfiable],
  ['bytes=-0', unsatisfiable],
  [`bytes=${'9'.repeat(400)}-`, unsatisfiable],
  [null, whole],
  ['', whole],
  ['bytes', whole],
  ['bytes=', whole],
  ['bytes=-', whole],
  ['bytes=a-b', whole],
  ['bytes=0x10-20', whole],
  ['bytes=1.5-3', whole],
  ['bytes=--5', whole],
  ['bytes=20-10', whole],
  ['seconds=0-10', whole],
  ['bytes=0-1,5-6', whole],
])('%s', (header, expected) => {
  expect(parseRange(header, LENGTH)).toEqual(expected);
});

test('of an empty file there is no part', () => {
  expect(parseRange('bytes=0-', 0)).toEqual(unsatisfiable);
  expect(parseRange('bytes=-1', 0)).toEqual(whole);
});

test('whatever is asked for, what is given lies in the file', () => {
  const number = fc.oneof(
    fc.constant(''),
    fc.bigInt({ min: 0n, max: 2n ** 80n }).map(String),
    fc.nat(3_000).map(String),
  );
  fc.assert(
    fc.property(number, number, fc.nat(2_000), (first, last, length) => {
      const range = parseRange(`bytes=${first}-${last}`, length);
      if (range.kind !== 'part') return;
      expect(range.first).toBeGreaterThanOrEqual(0);
      expect(range.last).toBeGreaterThanOrEqual(range.first);
      expect(range.last).toBeLessThan(length);
      if (first !== '') expect(range.first).toBe(Number(first));
    }),
  );
  fc.assert(fc.property(fc.string(), fc.nat(), (header, length) => void parseRange(header, length)));
});

test('a part of another file than ours is no part: the whole is', () => {
  const range = (condition: string) =>
    rangeOf(new Headers({ Range: 'bytes=5-9', 'If-Range': condition }), '"ours"', LENGTH);
  expect(range('"ours"')).toEqual(part(5, 9));
  for (const other of ['"theirs"', 'W/"ours"', 'Wed, 21 Oct 2015 07:28:00 GMT'])
    expect(range(other)).toEqual(whole);
});
