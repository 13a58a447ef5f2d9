import type { BrowserContext } from '@playwright/test';

/** What a person told their browser to prefer, the dearest first. */
export async function reads(context: BrowserContext, ...languages: string[]): Promise<void> {
  await context.addInitScript((tags) => {
    Object.defineProperty(navigator, 'languages', { get: () => tags });
    Object.defineProperty(navigator, 'language', { get: () => tags[0] });
  }, languages);
}
