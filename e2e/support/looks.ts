import type { Page } from '@playwright/test';

/** A phone and a desktop, by day and by night. */
export const LOOKS = (['light', 'dark'] as const).flatMap((scheme) =>
  ([390, 1280] as const).map((width) => ({ scheme, width, name: `${scheme}-${width}` })),
);

export type Look = (typeof LOOKS)[number];

const HEIGHTS = { 390: 844, 1280: 800 } as const;

/** Nothing moves, so that what is measured or drawn is the state itself and not the way to it. */
export async function takeLook(page: Page, { scheme, width }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: HEIGHTS[width] });
  // Where the last click left the pointer, a button would look otherwise than at rest.
  await page.mouse.move(0, 0);
}
