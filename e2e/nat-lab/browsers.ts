import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from '../support/browser.mjs';
import type { Network, Place } from './network.ts';

/** One Chromium at each place, started when somebody first needs it. */
export class Browsers {
  readonly #network: Network;
  readonly #args: readonly string[];
  readonly #folder = mkdtempSync(join(tmpdir(), 'flockdrop-lab-'));
  readonly #browsers = new Map<Place, Promise<Browser>>();

  /** @param trust the page's origin, to be a secure context though it is plain http, and the TURN server's key */
  constructor(network: Network, trust: { readonly origin: string; readonly keyHash: string }) {
    this.#network = network;
    this.#args = [
      ...chromiumArgs,
      `--unsafely-treat-insecure-origin-as-secure=${trust.origin}`,
      `--ignore-certificate-errors-spki-list=${trust.keyHash}`,
    ];
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
    return chromium.launch({ executablePath: wrapper, args: [...this.#args] });
  }
}
