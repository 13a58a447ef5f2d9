// Finds a Chromium that runs, or installs one: Debian's own as root on Debian, else the one that Playwright brings. And
// a stock Firefox, which is installed only as root on Debian: without one the journeys that need it are left out.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
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
  `--disable-features=${[
    'WebRtcHideLocalIpsWithMdns',
    // Pages of the browser's own beside each window, in processes of their own: half of what a short journey costs.
    'WebUIOmniboxPopup',
    'WebUIOmniboxAimPopup',
    'SpareRendererForSitePerProcess',
  ].join()}`,
]);

const PLAYWRIGHT = fileURLToPath(new URL('../../node_modules/@playwright/test/cli.js', import.meta.url));
const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  chromium.executablePath(),
];
const FIREFOXES = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];
/** A browser says its version at once, even on a slow machine. */
const PROBE_LIMIT_MS = 60_000;

/**
 * @returns {string | null} path of a Chromium that runs, or `null` when there is none
 * @throws when `CHROMIUM_PATH` names one that does not run: who set it wants no other
 */
export function findChromium() {
  const wanted = process.env.CHROMIUM_PATH ?? '';
  if (wanted === '') return CANDIDATES.find(runs) ?? null;
  if (!runs(wanted)) throw new Error(`CHROMIUM_PATH names no Chromium that runs: ${wanted}`);
  return wanted;
}

/**
 * @returns {string | null} path of a stock Firefox that runs, or `null` when there is none
 * @throws when `FIREFOX_PATH` names one that does not run
 */
export function findFirefox() {
  const wanted = process.env.FIREFOX_PATH ?? '';
  if (wanted === '') return FIREFOXES.find(runs) ?? null;
  if (!runs(wanted)) throw new Error(`FIREFOX_PATH names no Firefox that runs: ${wanted}`);
  return wanted;
}

/**
 * Whether it can say its version. Ubuntu's package is a stub that asks for a snap, and one without its libraries is
 * there as well and does not start.
 * @param {string} path
 */
function runs(path) {
  if (!existsSync(path)) return false;
  try {
    const said = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: PROBE_LIMIT_MS,
    });
    return /\d+\.\d+\.\d+/.test(said);
  } catch {
    return false;
  }
}

/**
 * Whether the system's own packages are browsers. Ubuntu and those built on it call themselves like Debian, and are not
 * in this.
 */
function hasDebianBrowsers() {
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/etc/os-release')) return false;
  const system = readFileSync('/etc/os-release', 'utf8');
  const names = [...system.matchAll(/^ID(?:_LIKE)?=['"]?([^'"\n]*)/gm)].flatMap(([, list]) =>
    list?.split(' '),
  );
  return names.includes('debian') && !names.includes('ubuntu');
}

/** @param {string} command @param {readonly string[]} args */
function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync(command, args, { stdio: 'inherit', env });
}

/** @param {readonly string[]} names */
function installPackages(...names) {
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names]);
}

/** Ways to install one, the least intrusive first. System libraries need root, or a password. */
function waysToInstall() {
  const isRoot = process.getuid?.() === 0;
  const debian = () => installPackages('chromium', 'fonts-noto-color-emoji');
  const alone = () => run(process.execPath, [PLAYWRIGHT, 'install', 'chromium']);
  const withLibraries = () => run(process.execPath, [PLAYWRIGHT, 'install', '--with-deps', 'chromium']);
  if (!isRoot) return [alone, withLibraries];
  return hasDebianBrowsers() ? [debian, withLibraries] : [withLibraries];
}

function install() {
  for (const way of waysToInstall()) {
    try {
      way();
    } catch (error) {
      console.error(`that did not work: ${error instanceof Error ? error.message : error}`);
    }
    if (findChromium() !== null) return;
  }
  throw new Error('Chromium could not be installed; set CHROMIUM_PATH to one');
}

/** One is no condition of anything: what cannot be had is only told. */
function installFirefox() {
  if (process.getuid?.() !== 0 || !hasDebianBrowsers()) {
    console.log('no Firefox found: its journeys will be left out');
    return;
  }
  console.log('no Firefox found: installing one for its journeys');
  try {
    installPackages('firefox-esr');
  } catch (error) {
    console.error(`that did not work: ${error instanceof Error ? error.message : error}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (findChromium() === null) {
    console.log('no Chromium found: installing one for the browser journeys');
    install();
  }
  if (findFirefox() === null) installFirefox();
}
