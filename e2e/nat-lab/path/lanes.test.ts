// Several connections to one peer, over paths that call for them and paths that do not.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { findChromium } from '../../support/browser.mjs';
import { type Conditions, type EmulatedPath, pathProblem } from './emulated-path.mjs';
import { type Ends, overPath } from './two-browsers.mjs';

const APP = fileURLToPath(new URL('./serve-app.mjs', import.meta.url));
const PROBE = fileURLToPath(new URL('./probe.mjs', import.meta.url));
const MIB = 2 ** 20;
const RATE_BPS = 50e6;

/** Node cannot say by which rules its stream goes. */
const CUBIC_STREAM = `
import socket, sys
stream = socket.socket()
stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b'cubic')
stream.connect((sys.argv[1], int(sys.argv[2])))
while True: stream.sendall(bytes(65536))
`;

const executablePath = findChromium();
const problem = executablePath === null ? 'there is no Chromium' : pathProblem();
test.skip(problem !== null, `no emulated path: ${problem}`);

/** Shares so many bytes on the left and downloads them on the right. Resolves to the most lanes that the page showed. */
async function transfer({ left, right, urls }: Ends, length: number): Promise<number> {
  const sharing = await left.newPage();
  await sharing.goto(`${urls.app}/`);
  const file = { name: 'bytes.bin', mimeType: 'application/octet-stream', buffer: randomBytes(length) };
  await sharing.getByTestId('file-input').setInputFiles(file);
  const link = await sharing.getByTestId('share-link').getAttribute('data-link');
  const receiving = await right.newPage();
  await receiving.goto(link ?? '');
  await watchLanes(receiving);
  await receiving.getByTestId('start-download').click();
  await expect(receiving.getByTestId('share')).toHaveAttribute('data-progress', '1');
  return receiving.evaluate(() => Number(document.documentElement.dataset.mostLanes ?? 1));
}

async function watchLanes(page: Page): Promise<void> {
  await page.evaluate(() => {
    const root = document.documentElement;
    new MutationObserver(() => {
      for (const row of document.querySelectorAll<HTMLElement>('[data-testid=peer-row]')) {
        root.dataset.mostLanes = String(
          Math.max(Number(root.dataset.mostLanes ?? 1), Number(row.dataset.lanes)),
        );
      }
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-lanes'] });
  });
}

function run<T>(conditions: Conditions, use: (ends: Ends) => Promise<T>): Promise<T> {
  return overPath({ executablePath: executablePath ?? '', conditions, server: APP }, use);
}

/** A TCP stream from left to right, by the rules that most machines follow, that takes what it gets until it is stopped. */
async function startStream(path: EmulatedPath): Promise<() => void> {
  const [server, serverArgs] = path.command('right', process.execPath, PROBE, 'serve');
  const serving = spawn(server, serverArgs, { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>((resolve) => createInterface(serving.stdout).once('line', resolve));
  const [sender, senderArgs] = path.command(
    'left',
    'python3',
    '-c',
    CUBIC_STREAM,
    path.addresses.right,
    port,
  );
  const sending = spawn(sender, senderArgs, { stdio: 'ignore' });
  return () => {
    sending.kill();
    serving.kill();
  };
}

test('below five milliseconds one lane carries everything', async () => {
  const lanes = await run({ rttMs: 2, rateBps: RATE_BPS, loss: 0 }, (ends) => transfer(ends, 10 * MIB));
  expect(lanes).toBe(1);
});

test('a long path gets several lanes', async () => {
  const conditions: Conditions = { rttMs: 40, rateBps: RATE_BPS, loss: 0.001 };
  const lanes = await run(conditions, (ends) => transfer(ends, 15 * MIB));
  expect(lanes).toBeGreaterThanOrEqual(4);
  expect(lanes).toBeLessThanOrEqual(6);
});

test('beside a TCP stream on the same bottleneck it takes at most three quarters', async () => {
  const length = 15 * MIB;
  const total = await run({ rttMs: 40, rateBps: RATE_BPS, loss: 0 }, async (ends) => {
    const stop = await startStream(ends.path);
    await transfer(ends, length);
    stop();
    return (await ends.path.close())?.there.bytes ?? 0;
  });
  // All that is not ours is the stream's, but for the page itself, which is far less.
  expect(length / total).toBeLessThan(0.75);
});
