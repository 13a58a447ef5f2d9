import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { LOOKS, takeLook } from '../support/looks.ts';
import { playAllScenes } from '../support/scenes.ts';
import { expect, test } from '../support/test.ts';

const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Both widths and both schemes, each once: colours do not depend on the width, nor the layout on the scheme, and all
 * four would take twice as long.
 */
const LOOKED_AT = LOOKS.filter(({ scheme, width }) => (scheme === 'light') === (width === 390));

/** One line for each element that breaks a rule. */
async function violations(page: Page): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page })
    .options({ runOnly: WCAG_AA, resultTypes: ['violations'], preload: false })
    .setLegacyMode();
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** What a person would have to scroll sideways for. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test('no page in any state breaks a rule of WCAG 2.2 AA or needs scrolling sideways, on a phone by day or on a desktop by night', async ({
  files,
  server,
  someone,
}) => {
  await playAllScenes({ files, server, someone }, async (scene, page) => {
    for (const look of LOOKED_AT) {
      await takeLook(page, look);
      expect.soft(await violations(page), `${scene}, ${look.name}`).toEqual([]);
      expect.soft(await overflow(page), `${scene}, ${look.name}: pixels too wide`).toBe(0);
    }
  });
});
