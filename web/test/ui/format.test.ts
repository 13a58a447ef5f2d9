import { expect, test } from 'vitest';
import { joinFacts } from '../../src/ui/format.ts';

test('facts stand side by side; what is not known leaves no gap', () =>
  expect(joinFacts(['Paused', null, '42%', ''])).toBe('Paused\u00a0· 42%'));
