import { fileURLToPath } from 'node:url';
import { type BrowserContext, test as base, expect } from '@playwright/test';
import { Files } from '../support/files.ts';
import { Person } from '../support/person.ts';
import { Browsers } from './browsers.ts';
import { Coturn, STUN_URL, TURN_SECRET, TURN_URLS } from './coturn.ts';
import { Network, type Place, SERVER_ADDRESS, whyNoLab } from './network.ts';
import { observe } from './observer.ts';
import { Service } from './service.ts';

export const SERVER_PORT = 8080;
const ORIGIN = `http://${SERVER_ADDRESS}:${SERVER_PORT}`;
const MAIN = fileURLToPath(new URL('../../signaling/dist/main.js', import.meta.url));
const WHY_NOT = whyNoLab();

interface Lab {
  readonly network: Network;
  readonly coturn: Coturn;
  readonly server: Service;
  readonly browsers: Browsers;
}

interface Fixtures {
  readonly files: Files;
  /** Someone new at a place, with a browser profile of their own; `prepare` runs before their first page. */
  readonly someone: (place: Place, prepare?: (context: BrowserContext) => Promise<void>) => Promise<Person>;
}

/** Tests whose people sit behind routers. There is one lab for all: each test makes the routers what it needs. */
export const test = base.extend<Fixtures, { lab: Lab }>({
  lab: [
    async ({ browserName: _ }, use) => {
      const network = new Network();
      const coturn = new Coturn(network);
      const server = new Service({
        command: [...network.at('public'), process.execPath, MAIN],
        env: {
          PORT: String(SERVER_PORT),
          HOST: SERVER_ADDRESS,
          STUN_URLS: STUN_URL,
          TURN_URLS: TURN_URLS.join(','),
          TURN_SECRET,
        },
        ready: /Flockdrop is at/,
      });
      const browsers = new Browsers(network, { origin: ORIGIN, keyHash: coturn.keyHash });
      try {
        await Promise.all([coturn.up(), server.up()]);
        await use({ network, coturn, server, browsers });
      } finally {
        await browsers.close();
        await Promise.all([server.down(), coturn.down()]);
        coturn.remove();
        network.remove();
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

export { expect };
