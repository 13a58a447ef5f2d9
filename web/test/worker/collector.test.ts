import { afterEach, describe, expect, test, vi } from 'vitest';
import { Collector } from '../../src/worker/collector.ts';

const MIB = 1024 * 1024;

afterEach(() => vi.unstubAllGlobals());

describe('what makes the collector come sooner', () => {
  test('grows with what was stored, up to a bound, and takes the place of the one before', () => {
    vi.stubGlobal('navigator', { userAgentData: {} });
    const collector = new Collector();
    expect(collector.untouched).toBe(0);
    collector.hasten(MIB);
    expect(collector.untouched).toBe(16 * MIB);
    collector.hasten(1024 * MIB);
    expect(collector.untouched).toBe(64 * MIB);
    collector.hasten(16_384);
    expect(collector.untouched).toBe(262_144);
  });

  test.each([
    ['another browser', {}],
    ['nothing that is one', undefined],
  ])('is left alone in %s', (_, navigator) => {
    vi.stubGlobal('navigator', navigator);
    const collector = new Collector();
    collector.hasten(MIB);
    expect(collector.untouched).toBe(0);
  });

  test('is done without where no such stretch of addresses is free', () => {
    vi.stubGlobal('navigator', { userAgentData: {} });
    const collector = new Collector();
    vi.stubGlobal('ArrayBuffer', function fail() {
      throw new RangeError('Array buffer allocation failed');
    });
    collector.hasten(MIB);
    expect(collector.untouched).toBe(0);
  });
});
