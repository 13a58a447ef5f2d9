// The built server in a process of its own, as `npm start` runs it: for the journeys and for the benchmark.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../..', import.meta.url));
/** Far more than it takes: only a server that will never answer reaches it. */
const START_TIMEOUT_MS = 120_000;
const HEALTH_EVERY_MS = 50;
/** Where it keeps its certificate: journeys need none of yesterday's. */
const STATE = fileURLToPath(new URL('../../test-results/state', import.meta.url));
/** What a developer's shell may say of their own deployment must not reach a server that is tested or measured. */
const DEPLOYMENT = ['ALLOWED_ORIGINS', 'REDIS_URL', 'STUN_URLS', 'TRUST_PROXY', 'TURN_SECRET', 'TURN_URLS'];

/**
 * @typedef {object} Options
 * @property {string} [host] it listens at this one alone; `0.0.0.0` is all of IPv4
 * @property {boolean} [https] with a certificate of its own making
 * @property {string} [root] where app and server are built, else here
 */

const ANY_HOST = '0.0.0.0';

const LEAST_PORT = 20_000;
const LEAST_OUTGOING_PORT = 32_768;

/**
 * Those that run: a test that fails stops nothing, and they would go on behind all that comes later.
 * @type {Set<import('node:child_process').ChildProcess>}
 */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill();
});

export class Server {
  /** @readonly @type {number} */
  port;
  /** @type {import('node:child_process').ChildProcess | null} */
  #process = null;
  #log = '';
  /** @readonly @type {Required<Options>} */
  #options;

  /** @param {number} port @param {Options} options */
  constructor(port, { host = 'localhost', https = false, root = BUILT }) {
    this.port = port;
    this.#options = { host, https, root };
  }

  /**
   * @param {Options} [options]
   * @returns {Promise<Server>} up, on a port of its own
   */
  static async start(options = {}) {
    const server = new Server(await freePort(options.host), options);
    await server.up();
    return server;
  }

  /** @returns {string} without a slash at its end */
  get url() {
    const { host, https } = this.#options;
    return `${https ? 'https' : 'http'}://${host === ANY_HOST ? 'localhost' : host}:${this.port}`;
  }

  /** @returns {Promise<void>} when it answers; rejects with its log when it ends first, or never does */
  async up() {
    const { host, https, root } = this.#options;
    const main = join(root, 'signaling/dist/main.js');
    const child = spawn(process.execPath, [main, ...(https ? ['--https'] : [])], {
      env: environment(this.port, host),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    running.add(child);
    child.on('exit', () => running.delete(child));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        this.#log += chunk.toString();
      });
    }
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await this.#isHealthy())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        child.kill();
        throw new Error(`the server did not start:\n${this.#log}`);
      }
      await new Promise((resolve) => setTimeout(resolve, HEALTH_EVERY_MS));
    }
  }

  /** Asks it to stop, as a deployment does. @returns {Promise<void>} when it has */
  async down() {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }

  async #isHealthy() {
    const { get } = this.#options.https ? https : http;
    return new Promise((resolve) => {
      get(`${this.url}/healthz`, { rejectUnauthorized: false }, (response) => {
        response.destroy();
        resolve(response.statusCode === 200);
      }).on('error', () => resolve(false));
    });
  }
}

/** @param {number} port @param {string} host @returns {NodeJS.ProcessEnv} */
function environment(port, host) {
  const ours = Object.entries(process.env).filter(([name]) => !DEPLOYMENT.includes(name));
  return { ...Object.fromEntries(ours), PORT: String(port), HOST: host, STATE_DIR: STATE };
}

/**
 * A server that is down has to get its port back, so it lies below those that the system gives to connections that go out.
 * @param {string} [host]
 */
async function freePort(host = 'localhost') {
  for (;;) {
    const port = randomInt(LEAST_PORT, LEAST_OUTGOING_PORT);
    const probe = createServer().listen(port, host);
    try {
      await once(probe, 'listening');
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE') continue;
      throw error;
    }
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
