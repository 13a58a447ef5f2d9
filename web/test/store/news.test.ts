import { describe, expect, test } from 'vitest';
import type { ShareSnapshot } from '../../src/session/snapshot.ts';
import { newlyComplete, newlySaved } from '../../src/store/index.ts';
import { app, share } from '../ui/snapshots.ts';

type Change = Partial<ShareSnapshot>;
const between = (was: Change, is: Change) =>
  [app({ shares: [share(was)] }), app({ shares: [share(is)] })] as const;
const DONE: Change = { state: 'complete', progress: 1, heldLength: 100, downloaded: 100 };

describe('a download is news when it', () => {
  test.each<[string, Change, Change]>([
    ['was fetched to its end', { state: 'downloading', progress: 0.9, heldLength: 90 }, DONE],
    ['came in one step', { state: 'joining', progress: 0, heldLength: 0 }, DONE],
  ])('%s', (_, was, is) => {
    expect(newlyComplete(...between(was, is))).toHaveLength(1);
  });

  test.each<[string, Change, Change]>([
    ['goes on', { progress: 0.1 }, { progress: 0.2 }],
    ['was complete already', DONE, { ...DONE, upBps: 5 }],
    ['is complete and resumed', { ...DONE, state: 'joining' }, { ...DONE, state: 'seeding' }],
    ['is hashed', { state: 'hashing', progress: 0.9 }, { state: 'seeding', progress: 1 }],
    ['failed', {}, { state: 'error', progress: 1 }],
    ['is only less that is wanted', { state: 'downloading', progress: 0.5, heldLength: 100 }, DONE],
    [
      'is found here after a reload',
      { state: 'joining', progress: 0, heldLength: 0 },
      { ...DONE, downloaded: 0 },
    ],
    ['is our own', { state: 'joining', progress: 0, heldLength: 0 }, { ...DONE, state: 'seeding' }],
  ])('not when it %s', (_, was, is) => {
    expect(newlyComplete(...between(was, is))).toEqual([]);
  });

  test('not when it is there from the beginning', () => {
    const now = app({ shares: [share(DONE)] });
    expect(newlyComplete(null, now)).toEqual([]);
    expect(newlyComplete(app(), now)).toEqual([]);
  });
});

const SAVING = { bytes: 1, length: 2, folder: null, isWaiting: false };

test('a save is news when one more has come to its end', () => {
  expect(newlySaved(...between({ saving: SAVING, saved: 1 }, { saved: 2 }))).toHaveLength(1);
  expect(newlySaved(...between({ saving: SAVING, saved: 1 }, { saved: 1 }))).toEqual([]);
});
