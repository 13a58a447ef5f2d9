// The built server in a process of its own, as `npm start` runs it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { portOf } from './pages.mjs';

const MAIN = fileURLToPath(new URL('../../signaling/dist/main.js', import.meta.url));
const START_TIMEOUT_MS = 20_000;

/** @returns {Promise<{ url: string, close: () => Promise<void> }>} */
export async function startServer() {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), HOST: 'localhost' };
  for (const name of ['STUN_URLS', 'TURN_URLS', 'TURN_SECRET', 'REDIS_URL']) delete env[name];
  const child = spawn(process.execPath, [MAIN], { env, stdio: 'ignore' });
  const url = `http://localhost:${port}/`;
  const deadline = Date.now() + START_TIMEOUT_MS;
  while ((await fetch(`${url}healthz`).catch(() => null))?.ok !== true) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill();
      throw new Error('the server did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    async close() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function freePort() {
  const probe = createServer().listen(0, 'localhost');
  await once(probe, 'listening');
  const port = portOf(probe);
  probe.close();
  await once(probe, 'close');
  return port;
}
