// Ourselves, driven only through what the page promises to everyone.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { watchRenderers } from './memory.mjs';
import { withTwo } from './pages.mjs';

const MAIN = fileURLToPath(new URL('../../signaling/dist/main.js', import.meta.url));

/** @returns {Promise<{ url: string, close: () => Promise<void> }>} */
export async function startServer() {
  const port = await freePort();
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: String(port), HOST: 'localhost' },
    stdio: 'ignore',
  });
  const url = `http://localhost:${port}/`;
  while (!(await fetch(`${url}healthz`).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error('the server did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill();
      }),
  };
}

/**
 * Milliseconds from the file given to the link shown.
 * @param {{ browser: import('@playwright/test').Browser, server: string, path: string }} options
 */
export function hashFlockdrop({ browser, server, path }) {
  return withTwo(browser, async (ada) => (await share(ada, server, path)).ms);
}

/**
 * Milliseconds from the click to everything verified and stored.
 * @param {{ browser: import('@playwright/test').Browser, server: string, path: string }} options
 */
export function transferFlockdrop({ browser, server, path }) {
  return withTwo(browser, async (ada, ben) => {
    const { link } = await share(ada, server, path);
    await ben.goto(link);
    await ben.getByTestId('start-download').waitFor();
    return ben.evaluate(clickAndWait);
  });
}

/**
 * By how many bytes each tab's renderer grew at most, over the whole of a transfer.
 * @param {{ browser: import('@playwright/test').Browser, server: string, path: string }} options
 */
export function memoryFlockdrop({ browser, server, path }) {
  return withTwo(browser, async (ada, ben) => {
    await ada.goto(server);
    await ben.goto(server);
    await ada.getByTestId('drop-zone').waitFor();
    await ben.getByTestId('drop-zone').waitFor();
    const watch = await watchRenderers(browser);
    const { link } = await share(ada, null, path);
    await ben.goto(link);
    await ben.getByTestId('start-download').waitFor();
    await ben.evaluate(clickAndWait);
    return watch.stop();
  });
}

/**
 * @param {import('@playwright/test').Page} page @param {string | null} server `null`: it is there already
 * @param {string} path
 */
async function share(page, server, path) {
  if (server !== null) await page.goto(server);
  const input = page.getByTestId('file-input');
  await input.waitFor({ state: 'attached' });
  const shown = page.evaluate(waitForLink);
  await input.setInputFiles(path);
  return shown;
}

/** In the page: from the change of the file input to the link. @returns {Promise<{ ms: number, link: string }>} */
function waitForLink() {
  return new Promise((resolve) => {
    let begun = 0;
    addEventListener(
      'change',
      () => {
        begun = performance.now();
      },
      { capture: true, once: true },
    );
    const observer = new MutationObserver(() => {
      const link = document.querySelector('[data-testid=share-link]')?.getAttribute('data-link') ?? '';
      if (link === '') return;
      observer.disconnect();
      resolve({ ms: performance.now() - begun, link });
    });
    observer.observe(document, { childList: true, subtree: true, attributes: true });
  });
}

/** In the page. @returns {Promise<number>} */
function clickAndWait() {
  return new Promise((resolve) => {
    const begun = performance.now();
    const observer = new MutationObserver(() => {
      const share = document.querySelector('[data-testid=share]');
      if (share?.getAttribute('data-progress') !== '1') return;
      observer.disconnect();
      resolve(performance.now() - begun);
    });
    observer.observe(document, { childList: true, subtree: true, attributes: true });
    /** @type {HTMLElement | null} */ (document.querySelector('[data-testid=start-download]'))?.click();
  });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
