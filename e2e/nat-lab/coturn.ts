import { execFileSync } from 'node:child_process';
import { createHash, createHmac, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Network, RELAY_ADDRESS } from './network.ts';
import { Service } from './service.ts';

export const TURN_SECRET = 'the lab and nobody else';
export const STUN_URL = `stun:${RELAY_ADDRESS}:3478`;
export const TURN_URLS = [
  `turn:${RELAY_ADDRESS}:3478?transport=udp`,
  `turn:${RELAY_ADDRESS}:3478?transport=tcp`,
  `turns:${RELAY_ADDRESS}:443?transport=tcp`,
];

/** For a page that does not get them from our server: credentials in the same form, good for an hour. */
export function iceServers(): RTCIceServer[] {
  const username = `${Math.floor(Date.now() / 1_000) + 3_600}:lab`;
  const credential = createHmac('sha1', TURN_SECRET).update(username).digest('base64');
  return [{ urls: STUN_URL }, { urls: [...TURN_URLS], username, credential }];
}

const TEMPLATE = fileURLToPath(new URL('../../signaling/deploy/coturn/turnserver.conf', import.meta.url));
/** What the template says for others than us, and, of what it denies, the range that is the lab's public network. */
const NOT_HERE =
  /^(realm|server-name|(tls-)?listening-port|(min|max)-port|static-auth-secret|cert|pkey|proc-\w+|syslog|denied-peer-ip=203\.0\.113\.0-203\.0\.113\.255)(=|$)/;

/** The configuration that is there to be deployed, with every safeguard, made to run in the lab. */
function configuration(folder: string): string {
  const kept = readFileSync(TEMPLATE, 'utf8')
    .split('\n')
    .filter((line) => !NOT_HERE.test(line));
  return [
    ...kept,
    'realm=lab.invalid',
    `listening-ip=${RELAY_ADDRESS}`,
    `relay-ip=${RELAY_ADDRESS}`,
    'listening-port=3478',
    'tls-listening-port=443',
    'min-port=49152',
    'max-port=50151',
    `static-auth-secret=${TURN_SECRET}`,
    `cert=${folder}/cert.pem`,
    `pkey=${folder}/key.pem`,
    `userdb=${folder}/users`,
    `pidfile=${folder}/pid`,
    'log-file=stdout',
    '',
  ].join('\n');
}

/** A real TURN server on the public network, with a certificate of its own making. */
export class Coturn extends Service {
  readonly #folder: string;
  /** SHA-256 of the certificate's key, base64: how a browser is told to trust it. */
  readonly keyHash: string;

  constructor(network: Network) {
    const folder = mkdtempSync(join(tmpdir(), 'flockdrop-coturn-'));
    const config = join(folder, 'turnserver.conf');
    super({
      command: [...network.at('public'), 'turnserver', '-c', config],
      ready: /Total General servers/,
    });
    this.#folder = folder;
    writeFileSync(config, configuration(folder));
    this.keyHash = makeCertificate(folder);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function makeCertificate(folder: string): string {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem'];
  const name = ['-subj', `/CN=${RELAY_ADDRESS}`, '-addext', `subjectAltName=IP:${RELAY_ADDRESS}`];
  execFileSync('openssl', ['req', '-x509', ...key, '-out', 'cert.pem', '-days', '2', ...name], {
    cwd: folder,
    stdio: 'pipe',
  });
  const { publicKey } = new X509Certificate(readFileSync(join(folder, 'cert.pem')));
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}
