import type { BrowserContext, Page } from '@playwright/test';

/** Adds up what moves on each page of the context without having been asked to: a layout shift's value, as CLS counts it. */
export async function watchShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Object.assign(globalThis, { shifted: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & {
          readonly value: number;
          readonly hadRecentInput: boolean;
        };
        if (!hadRecentInput)
          Object.assign(globalThis, { shifted: Reflect.get(globalThis, 'shifted') + value });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** The sum until now, what the last frame moved included. */
export async function shifted(page: Page): Promise<number> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  return page.evaluate(() => Reflect.get(globalThis, 'shifted'));
}
