import { expect, test, vi } from 'vitest';
import { answerNotificationClicks, type ClickScope } from '../../src/worker/notification-click.ts';

const ORIGIN = 'https://flock.example';
const LINK = `${ORIGIN}/#s=abc`;

/** A service worker whose app is open at these addresses. */
function scopeWith(...urls: readonly string[]) {
  const tabs = urls.map((url) => ({
    url,
    focus: vi.fn(async () => undefined),
    navigate: vi.fn(async () => null),
  }));
  const openWindow = vi.fn(async () => null);
  const claim = vi.fn(async () => undefined);
  let click: Parameters<ClickScope['addEventListener']>[1] = () => undefined;
  answerNotificationClicks({
    location: { origin: ORIGIN },
    clients: { matchAll: async () => tabs, openWindow, claim },
    addEventListener: (_type, listener) => {
      click = listener;
    },
  });
  const clicked = async (data: unknown) => {
    const close = vi.fn();
    let done: Promise<void> = Promise.resolve();
    click({
      notification: { data, close },
      waitUntil: (work: Promise<void>) => {
        done = work;
      },
    });
    await done;
    expect(close).toHaveBeenCalledOnce();
  };
  return { tabs, openWindow, claim, clicked };
}

test('a click brings the tab back that shows what it is about', async () => {
  const { tabs, openWindow, clicked } = scopeWith(`${ORIGIN}/`, LINK);
  await clicked({ url: LINK });
  expect(tabs[1]?.focus).toHaveBeenCalledOnce();
  expect(tabs[1]?.navigate).not.toHaveBeenCalled();
  expect(tabs[0]?.focus).not.toHaveBeenCalled();
  expect(openWindow).not.toHaveBeenCalled();
});

test('another tab goes there, and without any a new one opens', async () => {
  const open = scopeWith(`${ORIGIN}/#/library`);
  await open.clicked({ url: LINK });
  expect(open.claim).toHaveBeenCalledOnce();
  expect(open.tabs[0]?.navigate).toHaveBeenCalledWith(LINK);
  expect(open.tabs[0]?.focus).toHaveBeenCalledOnce();
  const closed = scopeWith();
  await closed.clicked({ url: LINK });
  expect(closed.openWindow).toHaveBeenCalledWith(LINK);
});

test.each([[{ url: 'https://elsewhere.example/' }], [{ url: 7 }], [null], ['x']])(
  'one that leads elsewhere (%j) leads home',
  async (data) => {
    const { openWindow, clicked } = scopeWith();
    await clicked(data);
    expect(openWindow).toHaveBeenCalledWith(`${ORIGIN}/`);
  },
);
