import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from '../support/browser.mjs';
import type { Network, Place } from './network.ts';

/** One Chromium at each place, started when somebody first needs it. */
export class Browsers {
  readonly #network: Network;
  readonly #origins: string[];
  readonly #keyHash: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'flockdrop-lab-'));
  readonly #browsers = new Map<Place, Promise<Browser>>();

  /** @param trust the page's origin, to be a secure context though it is plain http, and the TURN server's key */
  constructor(network: Network, trust: { readonly origin: string; readonly keyHash: string }) {
    this.#network = network;
    this.#origins = [trust.origin];
    this.#keyHash = trust.keyHash;
  }

  /** One more origin that is to be a secure context, for browsers that are not started yet. */
  trust(origin: string): void {
    this.#origins.push(origin);
  }

  at(place: Place): Promise<Browser> {
    const browser = this.#browsers.get(place) ?? this.#launch(place);
    this.#browsers.set(place, browser);
    return browser;
  }

  async close(): Promise<void> {
    for (const browser of this.#browsers.values()) await (await browser).close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #launch(place: Place): Promise<Browser> {
    const path = findChromium();
    if (path === null) throw new Error('there is no Chromium');
    const wrapper = join(this.#folder, place);
    writeFileSync(wrapper, `#!/bin/sh\nexec ${this.#network.at(place).join(' ')} '${path}' "$@"\n`);
    chmodSync(wrapper, 0o755);
    const args = [
      ...chromiumArgs,
      `--unsafely-treat-insecure-origin-as-secure=${this.#origins.join(',')}`,
      `--ignore-certificate-errors-spki-list=${this.#keyHash}`,
    ];
    return chromium.launch({ executablePath: wrapper, args });
  }
}
