import { overflow, violations } from '../support/checks.ts';
import { LOOKS, takeLook } from '../support/looks.ts';
import { playAllScenes } from '../support/scenes/index.ts';
import { expect, test } from '../support/test.ts';

/**
 * Both widths and both schemes, each once: colours do not depend on the width, nor the layout on the scheme, and all
 * four would take twice as long.
 */
const LOOKED_AT = LOOKS.filter(({ scheme, width }) => (scheme === 'light') === (width === 390));

// Dozens of states, each looked at twice: many minutes where others use the machine, too.
test.setTimeout(1_800_000);

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
