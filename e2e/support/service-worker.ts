import type { Page } from '@playwright/test';

/** The app's service worker at once; a page registers the same one when it has nothing better to do. */
export async function registerWorker(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js', { scope: '/' });
    await navigator.serviceWorker.ready;
  });
}
