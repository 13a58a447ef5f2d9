/** A click on a notification that the service worker showed: brings the app back, at the page that its `data.url` names. */

export function answerNotificationClicks(scope: ServiceWorkerGlobalScope): void {
  scope.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(show(scope, urlOf(event.notification.data, scope.location.origin)));
  });
}

async function show({ clients }: ServiceWorkerGlobalScope, url: string): Promise<void> {
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
