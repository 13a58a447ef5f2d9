import { expect, test } from 'vitest';
import { iconOf, markOf } from '../../src/features/app/tab-mark.ts';
import type { ShareSnapshot } from '../../src/session/snapshot.ts';
import { english } from '../text/english.ts';
import { share } from './snapshots.ts';

const NONE: ReadonlySet<string> = new Set();
const titleOf = (shown: ShareSnapshot, unseen = NONE) => markOf(english, [shown], shown, unseen).title;

test.each<[Partial<ShareSnapshot>, string]>([
  [{ progress: 0.429 }, '42% · Holiday · Flockdrop'],
  [{ state: 'hashing', progress: 0.1 }, '10% · Holiday · Flockdrop'],
  [{ state: 'paused' }, 'Holiday · Flockdrop'],
  [{ state: 'complete', progress: 1 }, 'Holiday · Flockdrop'],
  [{ name: '', state: 'joining' }, 'Flockdrop'],
])('the page of a share that is %j: %s', (change, title) => expect(titleOf(share(change))).toBe(title));

test('what was completed while nobody looked is marked', () => {
  const done = share({ state: 'complete', progress: 1 });
  expect(titleOf(done, new Set(['k']))).toBe('✓ · Holiday · Flockdrop');
  expect(titleOf(done, new Set(['another']))).toBe('Holiday · Flockdrop');
  expect(markOf(english, [done], done, new Set(['k'])).icon.kind).toBe('done');
});

test('other pages tell of all that is under way together, by its bytes', () => {
  const small = share({ key: 'a', progress: 1, wantedLength: 100 });
  const large = share({ key: 'b', progress: 0, wantedLength: 300 });
  const still = share({ key: 'c', state: 'seeding', progress: 1, wantedLength: 9_000 });
  const mark = markOf(english, [small, large, still], null, NONE);
  expect(mark.title).toBe('25% · Flockdrop');
  expect(mark.icon).toEqual({ kind: 'progress', progress: 0.25 });
  expect(markOf(english, [still], null, NONE)).toEqual({ title: 'Flockdrop', icon: { kind: 'none' } });
});

test('the picture changes with every percent, and is the own one of the app while nothing happens', () => {
  const at = (progress: number) => iconOf({ title: '', icon: { kind: 'progress', progress } });
  expect(at(0.501)).toBe(at(0.499));
  expect(at(0.51)).not.toBe(at(0.5));
  expect(decodeURIComponent(at(0.5) ?? '')).toContain('stroke-dasharray="50 100"');
  expect(iconOf({ title: '', icon: { kind: 'none' } })).toBeNull();
});
