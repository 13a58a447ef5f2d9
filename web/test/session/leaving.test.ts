import { describe, expect, test } from 'vitest';
import { dependsOnThisTab, isMoving } from '../../src/session/leaving.ts';
import type { ShareSnapshot } from '../../src/session/snapshot.ts';
import { peer, share } from '../ui/snapshots.ts';

type Change = Partial<ShareSnapshot>;
const QUIET: Change = { downBps: 0, upBps: 0 };
const SAVING = { bytes: 0, length: 9, folder: null, isWaiting: false };
const LEECH = peer({ progress: 0.3, upBps: 1_000 });
const SEED = peer({ progress: 1, upBps: 0 });

describe('leaving is worth a question', () => {
  test.each<[string, Change]>([
    ['a download moves here', { state: 'downloading', downBps: 1 }],
    ['someone is served who has nobody else with all of it', { ...QUIET, state: 'seeding', peers: [LEECH] }],
    [
      'the same, of files that are open here alone',
      { state: 'seeding', persistence: 'memory', peers: [LEECH] },
    ],
    [
      'the same, of files that another tab could not read',
      { state: 'seeding', persistence: 'storing', hasStandIn: true, peers: [LEECH] },
    ],
    [
      'one that has all of it is only being connected to',
      { ...QUIET, state: 'seeding', peers: [LEECH, { ...SEED, connection: 'connecting' }] },
    ],
    [
      'one that has all of it is banned',
      { ...QUIET, state: 'seeding', peers: [LEECH, { ...SEED, state: 'banned' }] },
    ],
    ['a file is being saved from here', { ...QUIET, role: 'viewer', state: 'complete', saving: SAVING }],
  ])('%s', (_, change) => {
    expect(dependsOnThisTab(share(change))).toBe(true);
  });
});

describe('leaving is nobody’s loss', () => {
  test.each<[string, Change]>([
    ['everything is here and nobody fetches', { ...QUIET, state: 'seeding', peers: [SEED] }],
    ['nobody is here', { ...QUIET, state: 'seeding' }],
    ['a download waits for someone to come', { ...QUIET, state: 'joining' }],
    ['a download stands still', { ...QUIET, state: 'downloading' }],
    ['someone else has all of it', { ...QUIET, state: 'seeding', peers: [LEECH, SEED] }],
    ['who is served has all of it by now', { ...QUIET, state: 'seeding', peers: [{ ...SEED, upBps: 9 }] }],
    ['whoever is there takes nothing', { ...QUIET, state: 'seeding', peers: [{ ...LEECH, upBps: 0 }] }],
    ['another tab runs it', { role: 'viewer', peers: [LEECH] }],
    ['another tab goes on with the upload', { state: 'seeding', hasStandIn: true, peers: [LEECH] }],
    ['another tab goes on with the download', { persistence: null, hasStandIn: true }],
    ['it is paused', { ...QUIET, state: 'paused' }],
    [
      'saving waits for what is not here',
      { ...QUIET, state: 'joining', saving: { ...SAVING, isWaiting: true } },
    ],
  ])('%s', (_, change) => {
    expect(dependsOnThisTab(share(change))).toBe(false);
  });
});

test.each<[string, Change, boolean]>([
  ['hashes', { ...QUIET, state: 'hashing' }, true],
  ['receives', { ...QUIET, downBps: 1 }, true],
  ['sends', { ...QUIET, state: 'seeding', upBps: 1 }, true],
  ['is being saved', { ...QUIET, state: 'complete', saving: SAVING }, true],
  ['moves in another tab', { ...QUIET, role: 'viewer', downBps: 1 }, true],
  ['waits', { ...QUIET, state: 'joining' }, false],
  ['is done', { ...QUIET, state: 'complete' }, false],
])('a share that %s keeps the screen on: %o', (_, change, expected) => {
  expect(isMoving(share(change))).toBe(expected);
});
