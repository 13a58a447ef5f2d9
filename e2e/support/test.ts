import { type BrowserContext, test as base } from '@playwright/test';
import { Files } from './files.ts';
import { Person } from './person.ts';
import { Server } from './server.mjs';

interface Fixtures {
  /** Files made for this journey. */
  readonly files: Files;
  /** Someone new, with a browser profile of their own; `prepare` runs before their first page. */
  readonly someone: (prepare?: (context: BrowserContext) => Promise<void>) => Promise<Person>;
}

interface WorkerFixtures {
  /** One for all journeys of a worker, as it is one for all its people: who takes it down brings it up again. */
  readonly server: Server;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  files: async ({ browserName: _ }, use) => {
    const files = await Files.make();
    await use(files);
    await files.remove();
  },
  server: [
    async ({ browserName: _ }, use) => {
      const server = await Server.start();
      await use(server);
      await server.down();
    },
    { scope: 'worker' },
  ],
  someone: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (prepare) => {
      const context = await browser.newContext({ acceptDownloads: true });
      contexts.push(context);
      await prepare?.(context);
      return new Person(context, await context.newPage(), `${server.url}/`);
    });
    for (const context of contexts) await context.close();
  },
});

export { expect } from '@playwright/test';
