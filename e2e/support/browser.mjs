// Finds Chromium, or installs it: Debian's own as root on Debian, else the one Playwright brings.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

/** What every browser here is started with: no network of its own, and addresses that resolve between contexts. */
export const chromiumArgs = Object.freeze([
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
]);

const CANDIDATES = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  chromium.executablePath(),
];

/** @returns {string | null} path of a Chromium, or `null` when there is none */
export function findChromium() {
  return CANDIDATES.find((path) => path !== '' && existsSync(path)) ?? null;
}

function install() {
  const asRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  const run = (/** @type {string} */ command, /** @type {string[]} */ args) =>
    execFileSync(command, args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  if (asRoot) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji']);
  } else {
    run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', '--with-deps', 'chromium']);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href && findChromium() === null) {
  console.log('no Chromium found: installing one for the browser journeys');
  install();
  if (findChromium() === null) throw new Error('Chromium could not be installed; set CHROMIUM_PATH to one');
}
