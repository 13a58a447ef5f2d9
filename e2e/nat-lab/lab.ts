import { type BrowserContext, test as base, expect } from '@playwright/test';
import { Files } from '../support/files.ts';
import { Person } from '../support/person.ts';
import { type Place, whyNoLab } from './network.ts';
import { observe } from './observer.ts';
import { ORIGIN, RunningLab, SERVER_PORT } from './running-lab.ts';

const WHY_NOT = whyNoLab();

interface Fixtures {
  readonly files: Files;
  /** Someone new at a place, with a browser profile of their own; `prepare` runs before their first page. */
  readonly someone: (place: Place, prepare?: (context: BrowserContext) => Promise<void>) => Promise<Person>;
}

/** Tests whose people sit behind routers. There is one lab for all: each test makes the routers what it needs. */
export const test = base.extend<Fixtures, { lab: RunningLab }>({
  lab: [
    async ({ browserName: _ }, use) => {
      const lab = new RunningLab();
      try {
        await lab.up();
        await use(lab);
      } finally {
        await lab.down();
      }
    },
    { scope: 'worker' },
  ],
  files: async ({ browserName: _ }, use) => {
    const files = await Files.make();
    await use(files);
    await files.remove();
  },
  someone: async ({ lab }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (place, prepare) => {
      const browser = await lab.browsers.at(place);
      const context = await browser.newContext({ acceptDownloads: true });
      contexts.push(context);
      await observe(context);
      await prepare?.(context);
      // With a fragment: to go home from the settings is no reload, as it is none for a person.
      return new Person(context, await context.newPage(), `${ORIGIN}/#/`);
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** To be called first in each file: skips all of it, and says why, where there can be no lab. */
export function needsLab(): void {
  test.skip(WHY_NOT !== null, `no NAT lab: ${WHY_NOT}`);
}

export { expect, SERVER_PORT };
