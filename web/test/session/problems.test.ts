import { expect, test, vi } from 'vitest';
import { Problems } from '../../src/session/problems.ts';

const problem = (code: string) => ({ code, message: `${code}.` });

test('the gravest problem is shown, and the next one once its source is well again', () => {
  const problems = new Problems(() => undefined);
  problems.put('server', problem('rate'));
  problems.put('storage', problem('storage-full'));
  expect(problems.shown?.code).toBe('storage-full');
  problems.put('storage', null);
  expect(problems.shown?.code).toBe('rate');
  problems.clear('server', 'save');
  expect(problems.shown).toBeNull();
});

test('what was read goes, unless nothing can go on', () => {
  const problems = new Problems(() => undefined);
  problems.put('save', problem('save-failed'));
  problems.dismiss();
  expect(problems.shown).toBeNull();
  problems.put('fatal', problem('bad-torrent'));
  problems.dismiss();
  expect([problems.shown?.code, problems.isFatal]).toEqual(['bad-torrent', true]);
});

test('only a change is news', () => {
  const changed = vi.fn();
  const problems = new Problems(changed);
  problems.clear('save');
  problems.put('server', null);
  expect(changed).not.toHaveBeenCalled();
  problems.put('server', problem('rate'));
  problems.put('server', null);
  expect(changed).toHaveBeenCalledTimes(2);
});
