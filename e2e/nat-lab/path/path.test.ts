// The emulated path itself, proven with plain UDP and TCP: what is measured over it is worth as much as it is.
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { type Conditions, EmulatedPath, pathProblem, type Report } from './emulated-path.mjs';

const PROBE = fileURLToPath(new URL('./probe.mjs', import.meta.url));
const RATE_BPS = 50e6;

const problem = pathProblem();
test.skip(problem !== null, `no emulated path: ${problem}`);

/** Runs against a probe on the right side. */
async function onPath(
  conditions: Conditions,
  use: (probe: (role: string, ...args: string[]) => string) => void,
): Promise<Report> {
  const path = await EmulatedPath.open(conditions);
  try {
    await withServer(path, (port) =>
      use((role, ...args) => {
        const node = [PROBE, role, path.addresses.right, port, ...args];
        return execFileSync(...path.command('left', process.execPath, ...node), { encoding: 'utf8' });
      }),
    );
    const report = await path.close();
    if (report === null) throw new Error('the forwarder said nothing at its end');
    return report;
  } finally {
    await path.close();
  }
}

async function withServer(path: EmulatedPath, use: (port: string) => void): Promise<void> {
  const [command, args] = path.command('right', process.execPath, PROBE, 'serve');
  const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      createInterface(server.stdout).once('line', resolve);
      server.once('close', () => reject(new Error('the probe ended')));
    });
    use(port);
  } finally {
    server.kill();
  }
}

test('delays by the round trip, carries one TCP stream at nearly the rate and leaves the processor idle', async () => {
  const bytes = 16 * 2 ** 20;
  let streamMs = 0;
  const report = await onPath({ rttMs: 40, rateBps: RATE_BPS, loss: 0 }, (probe) => {
    const ping = JSON.parse(probe('ping', '400'));
    expect(ping.back).toBe(400);
    expect(ping.rttMs).toBeGreaterThanOrEqual(40);
    expect(ping.rttMs).toBeLessThan(50);
    streamMs = Number(probe('stream', String(bytes)));
  });
  const bps = (8_000 * bytes) / streamMs;
  expect(bps).toBeGreaterThan(0.7 * RATE_BPS);
  expect(bps).toBeLessThan(RATE_BPS);
  expect(report.there.lost + report.back.lost).toBe(0);
  expect(report.there.bytes).toBeGreaterThan(bytes);
  expect(report.cpuSeconds).toBeLessThan(streamMs / 1_000 / 2);
});

test('loses what it is told to lose, and the same every time', async () => {
  const lossy: Conditions = { rttMs: 10, rateBps: RATE_BPS, loss: 0.05, seed: 7 };
  const back: number[] = [];
  for (let round = 0; round < 2; round++) {
    await onPath(lossy, (probe) => back.push(JSON.parse(probe('ping', '2000')).back));
  }
  // 0.95² of 2,000 are 1,805, with a standard deviation of 13.
  expect(back[0]).toBeGreaterThan(1_740);
  expect(back[0]).toBeLessThan(1_870);
  expect(back[1]).toBe(back[0]);
});

test('drops the tail of what is longer than its queue', async () => {
  const narrow: Conditions = { rttMs: 10, rateBps: 1e6, loss: 0, queueBytes: 20 * 92 };
  const report = await onPath(narrow, (probe) => {
    const { back } = JSON.parse(probe('ping', '400'));
    expect(back).toBeGreaterThan(20);
    expect(back).toBeLessThan(400);
  });
  expect(report.there.dropped).toBeGreaterThan(0);
  expect(report.there.packets + report.there.dropped).toBe(400);
});
