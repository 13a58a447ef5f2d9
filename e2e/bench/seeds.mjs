// One downloader, and one seed or more without limits. Each seed has been given the same file, and so the same torrent.
import * as flockdrop from './flockdrop.mjs';
import { withTabs } from './tabs.mjs';

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {{ app: string, file: string, seeds: number }} options
 * @returns {Promise<{ ms: number, givers: number }>} `givers`: peers from whom something came, by their rows
 */
export function fromSeeds(browser, { app, file, seeds }) {
  return withTabs(browser, 1 + seeds, async ([receiver, ...sharers]) => {
    let link = '';
    for (const page of sharers) {
      link = (await flockdrop.share(page, app, file)).link;
      await page.locator('[data-testid=share][data-state=seeding]').waitFor();
    }
    const torrents = await Promise.all(
      sharers.map((page) => page.getByTestId('share').getAttribute('data-infohash')),
    );
    if (new Set(torrents).size !== 1) throw new Error('the seeds share different torrents');
    await flockdrop.visit(receiver, link);
    await receiver.evaluate(watchPeers);
    const { start, end } = await flockdrop.startAt(receiver);
    return { ms: end - start, givers: await receiver.evaluate(() => globalThis.benchGivers.size) };
  });
}

/** Runs in the tab. A rate is a moment's: who ever had one has given. */
function watchPeers() {
  globalThis.benchGivers = new Set();
  new MutationObserver(() => {
    for (const row of document.querySelectorAll('[data-testid=peer-row]'))
      if (Number(row.getAttribute('data-down-bps')) > 0)
        globalThis.benchGivers.add(row.getAttribute('data-peer'));
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-down-bps'],
  });
}
