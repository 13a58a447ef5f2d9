/** A click on a notification that the service worker showed: brings the app back, at the page that its `data.url` names. */

interface Tab {
  readonly url: string;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}

interface Click {
  readonly notification: { readonly data: unknown; close(): void };
  waitUntil(work: Promise<unknown>): void;
}

/** The part of a service worker that it takes. */
export interface ClickScope {
  readonly location: { readonly origin: string };
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly Tab[]>;
    openWindow(url: string): Promise<unknown>;
    claim(): Promise<void>;
  };
  addEventListener(type: 'notificationclick', listener: (event: Click) => void): void;
}

export function answerNotificationClicks(scope: ClickScope): void {
  scope.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(show(scope, urlOf(event.notification.data, scope.location.origin)));
  });
}

async function show({ clients }: ClickScope, url: string): Promise<void> {
  const tabs = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const tab = tabs.find((one) => one.url === url) ?? tabs[0];
  if (tab === undefined) {
    await clients.openWindow(url);
    return;
  }
  if (tab.url !== url) {
    // Only what is ours can be led elsewhere, and a page that began without us is not yet.
    await clients.claim();
    await tab.navigate(url).catch(() => null);
  }
  await tab.focus();
}

/** Where a notification leads is our own page, or nowhere else. */
function urlOf(data: unknown, origin: string): string {
  const home = `${origin}/`;
  if (typeof data !== 'object' || data === null || !('url' in data)) return home;
  return typeof data.url === 'string' && data.url.startsWith(home) ? data.url : home;
}
