import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseIceUrl } from '../../src/doctor/ice-url.ts';
import { askStun } from '../../src/doctor/relay.ts';
import { type Certificate, hasOpenssl } from './certificates.ts';

const TEMPLATE = fileURLToPath(new URL('../../deploy/coturn/turnserver.conf', import.meta.url));

const READY_EVERY_MS = 50;
/**
 * From here on the system gives ports to connections that go out, and those of other tests are many: one may take a port between
 * two looks at it, and coturn tries to bind it until it is free, which takes a minute.
 */
const LEAST_OUTGOING_PORT = 32_768;
const LEAST_PORT = 10_000;

/** What a test changes of the template: a value, several, or `null` to leave the setting out. */
export type Settings = Readonly<Record<string, string | readonly string[] | true | null>>;

/** With certificates for its TLS. */
export const hasCoturn = hasOpenssl && spawnSync('turnserver', ['--version']).error === undefined;
/** For the names of tests, so that a skipped one says why. */
export const NEEDS_COTURN = hasCoturn ? '' : ' (skipped: coturn or openssl is not installed)';

/** The template, with the settings in place of its own. Lines of settings that it lacks come last. */
export function render(settings: Settings): string {
  const kept = readFileSync(TEMPLATE, 'utf8')
    .split('\n')
    .filter((line) => !Object.hasOwn(settings, line.split('=')[0]?.trim() ?? ''));
  const added = Object.entries(settings).flatMap(([name, value]) => {
    if (value === null) return [];
    if (value === true) return [name];
    return [value].flat().map((each) => `${name}=${each}`);
  });
  return [...kept, ...added, ''].join('\n');
}

/** The real coturn, on loopback and ports of its own, run with the template and these changes. */
export class Coturn {
  readonly secret: string;
  readonly port: number;
  readonly tlsPort: number;
  /** What it said while it started. */
  readonly log: string;
  readonly #stop: () => Promise<void>;

  private constructor(
    { secret, port, tlsPort, log }: Pick<Coturn, 'secret' | 'port' | 'tlsPort' | 'log'>,
    stop: () => Promise<void>,
  ) {
    this.secret = secret;
    this.port = port;
    this.tlsPort = tlsPort;
    this.log = log;
    this.#stop = stop;
  }

  static async start(certificate: Certificate, settings: Settings = {}): Promise<Coturn> {
    const folder = mkdtempSync(join(tmpdir(), 'flockdrop-coturn-'));
    const [port, tlsPort] = [await freePort(), await freePort()];
    const secret = 'a secret of the tests';
    const file = join(folder, 'turnserver.conf');
    const here: Settings = {
      'listening-ip': ['127.0.0.1', '::1'],
      'listening-port': String(port),
      'tls-listening-port': String(tlsPort),
      'static-auth-secret': secret,
      cert: certificate.cert,
      pkey: certificate.key,
      userdb: join(folder, 'turndb'),
      pidfile: join(folder, 'turnserver.pid'),
      'proc-user': null,
      'proc-group': null,
      syslog: null,
      'log-file': 'stdout',
    };
    writeFileSync(file, render({ ...here, ...settings }));
    const child = spawn('turnserver', ['-c', file], { stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = once(child, 'exit');
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        log += String(chunk);
      });
    }
    for (const url of [`stun:127.0.0.1:${port}`, `stuns:127.0.0.1:${tlsPort}`]) {
      while (!(await answers(url))) {
        if (child.exitCode !== null) throw new Error(`coturn ended:\n${log}`);
        await setTimeout(READY_EVERY_MS);
      }
    }
    return new Coturn({ secret, port, tlsPort, log }, async () => {
      child.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true });
    });
  }

  get urls(): string[] {
    const { port, tlsPort } = this;
    return [
      `turn:127.0.0.1:${port}?transport=udp`,
      `turn:127.0.0.1:${port}?transport=tcp`,
      `turns:localhost:${tlsPort}?transport=tcp`,
    ];
  }

  stop(): Promise<void> {
    return this.#stop();
  }
}

async function answers(text: string): Promise<boolean> {
  const url = parseIceUrl(text);
  if (url === null || url === 'dtls') throw new Error(text);
  return (await askStun(url, { timeoutMs: 2_000 })).answered;
}

/** For UDP and TCP. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LEAST_PORT, LEAST_OUTGOING_PORT);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const [tcp, udp] = [createServer(), createSocket('udp4')];
  try {
    await Promise.all([
      once(tcp.listen(port, '127.0.0.1'), 'listening'),
      once(udp.bind(port, '127.0.0.1'), 'listening'),
    ]);
    return true;
  } catch {
    return false;
  } finally {
    await Promise.all([tcp, udp].map((one) => new Promise<unknown>((done) => one.close(done))));
  }
}
