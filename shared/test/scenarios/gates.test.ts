import { describe, expect, test } from 'vitest';
import { flashCrowd, freeRiders, heterogeneous, hostile } from '../sim/crowds.ts';

/** The gates of `npm run sim`, at a size that takes seconds. That nobody honest is banned, every world checks itself. */
const SMALL = { seed: 7, pieces: 200, pieceLength: 256 * 1024, checkEvery: 200 };

describe('a flash crowd of fifty with equal uplinks', () => {
  const report = flashCrowd({ ...SMALL, peers: 50 });

  test('ends within 1.15 of the chunked bound', () => expect(report.ratio).toBeLessThan(1.15));

  test('fetches hardly anything twice, and says little', () => {
    expect(report.duplicateShare).toBeLessThan(0.01);
    expect(report.controlShare).toBeLessThan(0.02);
  });

  test('the same seed gives the same trace, another seed another', () => {
    const tiny = { ...SMALL, peers: 8, pieces: 40 };
    const digests = [7, 7, 8].map((seed) => flashCrowd({ ...tiny, seed }).digest);
    expect(digests[1]).toBe(digests[0]);
    expect(digests[2]).not.toBe(digests[0]);
  });
});

// A quarter of a minute of work, and several times that where others work, too.
test('uplinks of 10 : 1 and churn: within 1.35 of the fluid bound', { timeout: 120_000 }, () => {
  const report = heterogeneous({ ...SMALL, peers: 40 });
  expect(report.ratio).toBeLessThan(1.35);
  expect(report.duplicateShare).toBeLessThan(0.01);
  expect(report.controlShare).toBeLessThan(0.02);
});

test('a fifth that corrupts and a tenth that is mute keep no honest peer from completing', () => {
  const report = hostile({ ...SMALL, peers: 40 });
  expect(report.banned).toEqual(Array.from({ length: 8 }, (_, at) => `corrupter-${at}`).sort());
});

test('who only takes gets clearly less than who gives, while there is not enough for all', () => {
  const report = freeRiders({ ...SMALL, peers: 40 });
  expect(report.riderShare).toBeLessThan(0.7);
});

test('work for each piece does not grow with the crowd beyond its links', () => {
  const sizes = [10, 40];
  const [few = 0, many = 0] = sizes.map(
    (peers) => flashCrowd({ ...SMALL, peers, pieces: 60 }).eventsPerPiece,
  );
  // Each link costs one `have` a piece; links stop growing at the connection budget.
  expect(many / few).toBeLessThan(2.5);
});
