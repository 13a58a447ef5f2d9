import { afterEach, expect, test, vi } from 'vitest';
import { firstSign } from '../../src/adapters/first-sign.ts';

afterEach(() => vi.unstubAllGlobals());

function watched() {
  const page = new EventTarget();
  const signals: AbortSignal[] = [];
  vi.stubGlobal(
    'addEventListener',
    (type: string, heard: (event: Event) => void, options: { signal: AbortSignal; capture: boolean }) => {
      // A part of the page may keep what happens in it to itself.
      expect(options.capture).toBe(true);
      signals.push(options.signal);
      page.addEventListener(type, heard);
    },
  );
  let isSeen = false;
  const sign = firstSign().then(() => {
    isSeen = true;
  });
  return { page, signals, sign, isSeen: () => isSeen };
}

test.each([
  'pointermove',
  'pointerdown',
  'input',
  'keydown',
  'focusin',
  'dragenter',
  'drop',
  'paste',
  'change',
  'click',
  'hashchange',
])('%s is a sign, and nothing is listened for after it', async (type) => {
  const { page, signals, sign } = watched();
  expect(signals.some(({ aborted }) => aborted)).toBe(false);
  page.dispatchEvent(new Event(type));
  await sign;
  expect(signals.every(({ aborted }) => aborted)).toBe(true);
});

test('to read, scroll or look elsewhere is none', async () => {
  const { page, isSeen } = watched();
  for (const type of ['scroll', 'wheel', 'focus', 'blur', 'visibilitychange', 'resize'])
    page.dispatchEvent(new Event(type));
  await new Promise(setImmediate);
  expect(isSeen()).toBe(false);
});

test('a finger that is about to scroll is none, its click is', async () => {
  const { page, sign, isSeen } = watched();
  const byTouch = (type: string) => Object.assign(new Event(type), { pointerType: 'touch' });
  page.dispatchEvent(byTouch('pointerdown'));
  page.dispatchEvent(byTouch('pointermove'));
  await new Promise(setImmediate);
  expect(isSeen()).toBe(false);
  page.dispatchEvent(byTouch('click'));
  await sign;
});
