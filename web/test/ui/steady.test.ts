import { expect, test } from 'vitest';
import { isLike } from '../../src/features/share/use-steady.ts';
import type { ShareSnapshot } from '../../src/session/snapshot.ts';
import { file, peer, share } from './snapshots.ts';

const before = share({ progress: 0.51 });

test.each<[Partial<ShareSnapshot>, boolean]>([
  [{ downBps: 7, etaMs: 9, heldLength: 1_010, progress: 0.54, files: [file(0)], peers: [peer()] }, true],
  [{ progress: 0.56 }, false],
  [{ progress: 1, state: 'complete', upBps: 0 }, false],
  [{ wantedFiles: 1 }, false],
  [{ problem: { code: 'x', message: 'y' } }, false],
  [{ state: 'paused', upBps: 0, heldLength: 1_001 }, false],
])('%j shows nothing new to what shows no numbers: %s', (change, same) =>
  expect(isLike(before, { ...before, ...change })).toBe(same),
);
