import { afterEach, expect, test, vi } from 'vitest';
import { refusalWords } from '../../src/worker/refusals.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  [['de-AT', 'en'], /vorbei/],
  [['fr', 'ar-EG'], /انتهى/],
  [['fr'], /is over/],
  [['constructor'], /is over/],
])('a browser that prefers %j is told so', (languages, words) => {
  vi.stubGlobal('navigator', { languages });
  expect(refusalWords('download-over')).toMatch(words);
});
