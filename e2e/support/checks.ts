import type { Page } from '@playwright/test';
import axe from 'axe-core';

const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * One line for each element that breaks a rule. axe comes into a page once and stays: parsing it took most of the time that
 * its looking takes. It looks into no frame: the app has none but the browser's own.
 *
 * @param rules tags of axe's; none: all that it has on
 */
export async function violations(
  page: Page,
  rules: readonly string[] | null = WCAG_AA,
): Promise<readonly string[]> {
  const options: axe.RunOptions = {
    ...(rules === null ? {} : { runOnly: [...rules] }),
    resultTypes: ['violations'],
    preload: false,
    iframes: false,
  };
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (chosen) =>
      (await (globalThis as unknown as { axe: typeof axe }).axe.run(document, chosen)).violations,
    options,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** What a person would have to scroll sideways for. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
