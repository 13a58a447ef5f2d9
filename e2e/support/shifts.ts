import type { BrowserContext, Page } from '@playwright/test';

interface Watched {
  shifts: { readonly observer: PerformanceObserver; sum: number; count(entries: PerformanceEntryList): void };
}

/** Adds up what moves on each page of the context without having been asked to: a layout shift's value, as CLS counts it. */
export async function watchShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const shifts = {
      observer: new PerformanceObserver((list) => shifts.count(list.getEntries())),
      sum: 0,
      count(entries: PerformanceEntryList) {
        for (const entry of entries) {
          const { value, hadRecentInput } = entry as PerformanceEntry & {
            readonly value: number;
            readonly hadRecentInput: boolean;
          };
          if (!hadRecentInput) shifts.sum += value;
        }
      },
    };
    Object.assign(globalThis, { shifts });
    shifts.observer.observe({ type: 'layout-shift', buffered: true });
  });
}

/** The sum until now, what the last frame moved included. */
export async function shifted(page: Page): Promise<number> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  return page.evaluate(() => {
    const { shifts } = globalThis as unknown as Watched;
    shifts.count(shifts.observer.takeRecords());
    return shifts.sum;
  });
}
