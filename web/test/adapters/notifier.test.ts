import { afterEach, expect, test, vi } from 'vitest';
import { askToNotify, notify, permissionToNotify } from '../../src/adapters/notifier.ts';

const NOTICE = { title: 'film.bin', body: 'Done.', tag: 'ab', url: 'https://flock.example/#s=abc' };

interface Shown {
  onclick: (() => void) | null;
}

/** A browser that answers so when it is asked. */
function browser(before: NotificationPermission, answer = before, constructs = true) {
  const shown: { title: string; options: NotificationOptions; one: Shown }[] = [];
  class FakeNotification implements Shown {
    static permission = before;
    static requestPermission = vi.fn(async () => {
      FakeNotification.permission = answer;
      return answer;
    });
    onclick = null;
    close = () => undefined;
    constructor(title: string, options: NotificationOptions) {
      if (!constructs) throw new TypeError('Illegal constructor. Use ServiceWorkerRegistration');
      shown.push({ title, options, one: this });
    }
  }
  const byWorker = vi.fn(async () => undefined);
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('Notification', FakeNotification);
  vi.stubGlobal('navigator', {
    serviceWorker: { getRegistration: async () => ({ showNotification: byWorker }) },
  });
  return { shown, byWorker, ask: FakeNotification.requestPermission };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('the person is asked once, and not again after an answer', async () => {
  const { ask } = browser('default', 'granted');
  expect(permissionToNotify()).toBe('default');
  expect(await askToNotify()).toBe('granted');
  expect(await askToNotify()).toBe('granted');
  expect(ask).toHaveBeenCalledOnce();
});

test('what is allowed is shown, and a click leads to what it is about', async () => {
  const { shown } = browser('granted');
  const focus = vi.fn();
  const location = { href: '' };
  vi.stubGlobal('window', { focus });
  vi.stubGlobal('location', location);
  await notify(NOTICE);
  expect(shown).toMatchObject([{ title: 'film.bin', options: { body: 'Done.', tag: 'ab' } }]);
  shown[0]?.one.onclick?.();
  expect(focus).toHaveBeenCalledOnce();
  expect(location.href).toBe(NOTICE.url);
});

test('where pages may show none the service worker does', async () => {
  const { byWorker } = browser('granted', 'granted', false);
  await notify(NOTICE);
  expect(byWorker).toHaveBeenCalledWith(
    'film.bin',
    expect.objectContaining({ tag: 'ab', data: { url: NOTICE.url } }),
  );
});

test('what is not allowed is not shown', async () => {
  for (const permission of ['denied', 'default'] as const) {
    const { shown, byWorker } = browser(permission);
    await notify(NOTICE);
    expect(shown).toEqual([]);
    expect(byWorker).not.toHaveBeenCalled();
  }
  vi.stubGlobal('isSecureContext', false);
  expect(permissionToNotify()).toBe('unsupported');
  expect(await askToNotify()).toBe('unsupported');
});
