import type { BrowserContext, Page } from '@playwright/test';

/** What hashes files, as the build names it. */
export const HASHER = /\/hash-[\w-]+\.js$/;

/**
 * A network that keeps scripts until it is told to let them come.
 * @returns lets them come
 */
export async function holdBack(where: BrowserContext | Page, scripts: string | RegExp): Promise<() => void> {
  let arrive = (): void => undefined;
  const late = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await where.route(scripts, async (route) => {
    await late;
    await route.continue();
  });
  return () => arrive();
}
