// A long path on one machine: two network namespaces, joined by a forwarder that delays, loses and queues as told.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FORWARDER = fileURLToPath(new URL('./forwarder.py', import.meta.url));
/** For Playwright's `executablePath`, with what `inNamespace` returns as its environment. */
export const RUN_IN = fileURLToPath(new URL('./run-in.sh', import.meta.url));
const DEVICE = 'path0';
const MIN_QUEUE_BYTES = 64 * 1024;
/** The kernel's own queue before the forwarder must never be the one that drops. */
const DEVICE_QUEUE_PACKETS = 20_000;

/**
 * @typedef {object} Conditions
 * @property {number} rttMs both ways together, without any queue
 * @property {number} rateBps bits a second, each way
 * @property {number} loss of packets, 0 to 1, each way
 * @property {number} [queueBytes] one bandwidth × round trip where nothing is told, at least 64 KiB
 * @property {number} [seed] of the losses
 */
/** @typedef {{ packets: number, bytes: number, lost: number, dropped: number }} Figures `lost` at random, `dropped` by a full queue */
/** @typedef {{ there: Figures, back: Figures, cpuSeconds: number }} Report `there`: from left to right */
/** @typedef {'left' | 'right'} Side */

/** @returns {string | null} why there can be no emulated path here, or `null` */
export function pathProblem() {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  if (!existsSync('/dev/net/tun')) return 'there is no /dev/net/tun';
  for (const [program, args] of [
    ['ip', ['-V']],
    ['python3', ['-V']],
  ]) {
    try {
      execFileSync(program, args, { stdio: 'ignore' });
    } catch {
      return `there is no ${program}`;
    }
  }
  const probe = `fd-path-probe-${process.pid}`;
  try {
    ip('netns', 'add', probe);
    ip('netns', 'del', probe);
  } catch {
    return 'this container may not make network namespaces';
  }
  return null;
}

export class EmulatedPath {
  static #count = 0;

  /** Both sides' addresses. @readonly @type {Readonly<Record<Side, string>>} */
  addresses = { left: '10.231.0.1', right: '10.231.0.2' };
  /** @readonly @type {Readonly<Record<Side, string>>} */
  namespaces;
  /** @type {import('node:child_process').ChildProcess | null} */
  #forwarder = null;
  /** @type {string[]} */
  #said = [];

  /** @param {Readonly<Record<Side, string>>} namespaces */
  constructor(namespaces) {
    this.namespaces = namespaces;
  }

  /**
   * @param {Conditions} conditions
   * @returns {Promise<EmulatedPath>} ready for packets
   */
  static async open(conditions) {
    const name = `fd-path-${process.pid}-${EmulatedPath.#count++}`;
    const path = new EmulatedPath({ left: `${name}-l`, right: `${name}-r` });
    try {
      await path.#build(conditions);
    } catch (error) {
      await path.close();
      throw error;
    }
    return path;
  }

  /** @param {Side} side @param {string} program @returns {[command: string, args: string[]]} that runs it on that side */
  command(side, program, ...args) {
    return ['ip', ['netns', 'exec', this.namespaces[side], program, ...args]];
  }

  /** What `RUN_IN` needs to know. @param {Side} side @param {string} program @returns {Record<string, string>} */
  inNamespace(side, program) {
    return { PATH_NAMESPACE: this.namespaces[side], PATH_PROGRAM: program };
  }

  /** Idempotent. @returns {Promise<Report | null>} what went through, when it was open */
  async close() {
    const forwarder = this.#forwarder;
    this.#forwarder = null;
    if (forwarder !== null && forwarder.exitCode === null && forwarder.signalCode === null) {
      const gone = once(forwarder, 'close');
      forwarder.kill('SIGTERM');
      await gone;
    }
    for (const namespace of Object.values(this.namespaces)) {
      if (existsSync(`/var/run/netns/${namespace}`)) ip('netns', 'del', namespace);
    }
    const last = this.#said.pop();
    this.#said = [];
    return last?.startsWith('{') ? JSON.parse(last) : null;
  }

  /** @param {Conditions} conditions */
  async #build({ rttMs, rateBps, loss, queueBytes, seed = 1 }) {
    const product = Math.round(((rateBps / 8) * rttMs) / 1_000);
    const { left, right } = this.namespaces;
    for (const namespace of [left, right]) {
      ip('netns', 'add', namespace);
      ip('-n', namespace, 'link', 'set', 'lo', 'up');
      // One address a side: nothing is negotiated over another family meanwhile.
      execFileSync('ip', ['netns', 'exec', namespace, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1']);
    }
    const args = {
      left,
      right,
      device: DEVICE,
      'delay-ms': rttMs / 2,
      loss,
      'rate-bps': rateBps,
      'queue-bytes': queueBytes ?? Math.max(product, MIN_QUEUE_BYTES),
      seed,
    };
    await this.#start(Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)]));
    for (const [side, other] of /** @type {[Side, Side][]} */ ([
      ['left', 'right'],
      ['right', 'left'],
    ])) {
      const namespace = this.namespaces[side];
      ip('-n', namespace, 'addr', 'add', `${this.addresses[side]}/24`, 'dev', DEVICE);
      ip('-n', namespace, 'link', 'set', DEVICE, 'txqueuelen', String(DEVICE_QUEUE_PACKETS), 'up');
      // Without one Chromium takes itself to be offline, and gathers no candidate.
      ip('-n', namespace, 'route', 'add', 'default', 'via', this.addresses[other]);
    }
  }

  /** @param {string[]} args */
  async #start(args) {
    const forwarder = spawn('python3', [FORWARDER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#forwarder = forwarder;
    let complaint = '';
    forwarder.stderr.on('data', (chunk) => {
      complaint += chunk.toString();
    });
    await new Promise((resolve, reject) => {
      createInterface(forwarder.stdout).on('line', (line) => {
        this.#said.push(line);
        if (line === 'ready') resolve(undefined);
      });
      forwarder.once('error', reject);
      forwarder.once('close', () => reject(new Error(`the forwarder ended: ${complaint}`)));
    });
  }
}

/** @param {...string} args */
function ip(...args) {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
