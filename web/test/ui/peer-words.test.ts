import { expect, test } from 'vitest';
import { activityWords, pathWords } from '../../src/features/share/peer-words.ts';
import type { PeerSnapshot } from '../../src/session/snapshot.ts';
import { english } from '../text/english.ts';
import { peer } from './snapshots.ts';

const STILL = { downBps: 0, upBps: 0 };

test.each<[Partial<PeerSnapshot>, string]>([
  [{ state: 'banned', connection: 'connecting' }, 'Shut out: sent bad data'],
  [{ state: 'banned', ban: 'bad-hashes' }, 'Shut out: sent false checksums'],
  [{ state: 'banned', ban: 'bad-metadata' }, 'Shut out: sent a false list of files'],
  [{ ...STILL, waiting: 'them', stingy: true }, 'Takes much and gives little: others come first'],
  [{ ...STILL, state: 'idle', spared: true }, 'In reserve: enough comes directly'],
  [{ connection: 'connecting', ...STILL }, 'Being connected'],
  [{ snubbed: true }, 'Gone quiet: others are asked instead'],
  [{}, 'Gives and takes'],
  [{ upBps: 0 }, 'Gives'],
  [{ downBps: 0, waiting: 'us' }, 'Takes'],
  [{ ...STILL, state: 'choked', waiting: 'us' }, 'Busy with others: we wait for a turn'],
  [{ ...STILL, state: 'choked', waiting: 'them' }, 'Waits for a turn'],
  [{ ...STILL, state: 'choked', waiting: 'both' }, 'Both wait for a turn'],
  [{ ...STILL }, 'About to begin'],
  [{ ...STILL, state: 'idle' }, 'Nothing to exchange'],
])('%j: %s', (change, words) => expect(activityWords(english, peer(change))).toBe(words));

test('a path says how it goes, and over how many lanes where there are several', () => {
  expect(pathWords(english, peer({ connection: 'lan' }))).toBe('Same network');
  expect(pathWords(english, peer({ connection: 'relay', lanes: 4 }))).toBe('Relayed, 4 lanes');
});
