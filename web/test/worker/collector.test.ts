import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hastenCollector } from '../../src/worker/collector.ts';

const MIB = 1024 * 1024;
let made: number[];

beforeEach(() => {
  made = [];
  vi.stubGlobal(
    'ArrayBuffer',
    class {
      constructor(length: number) {
        made.push(length);
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

describe('the buffer that makes the collector come sooner', () => {
  test('is as large as what was stored asks for, up to a bound', () => {
    vi.stubGlobal('navigator', { userAgentData: {} });
    for (const bytes of [16_384, MIB, 1024 * MIB]) hastenCollector(bytes);
    expect(made).toEqual([262_144, 16 * MIB, 64 * MIB]);
  });

  test.each([
    ['another browser', {}],
    ['nothing that is one', undefined],
  ])('is not made in %s', (_, navigator) => {
    vi.stubGlobal('navigator', navigator);
    hastenCollector(MIB);
    expect(made).toEqual([]);
  });

  test('is done without where no such stretch of addresses is free', () => {
    vi.stubGlobal('navigator', { userAgentData: {} });
    vi.stubGlobal('ArrayBuffer', function fail() {
      throw new RangeError('Array buffer allocation failed');
    });
    expect(() => hastenCollector(MIB)).not.toThrow();
  });
});
