import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Network, RELAY_ADDRESS } from './network.ts';
import { Service } from './service.ts';

export const TURN_SECRET = 'the lab and nobody else';
export const STUN_URL = `stun:${RELAY_ADDRESS}:3478`;
export const TURN_URLS = [
  `turn:${RELAY_ADDRESS}:3478?transport=udp`,
  `turn:${RELAY_ADDRESS}:3478?transport=tcp`,
  `turns:${RELAY_ADDRESS}:443?transport=tcp`,
];

/** The safeguards of a real deployment, but that the public network of the lab is a range for documentation. */
const configuration = (folder: string) => `
listening-ip=${RELAY_ADDRESS}
relay-ip=${RELAY_ADDRESS}
listening-port=3478
tls-listening-port=443
min-port=49152
max-port=50151
cert=${folder}/cert.pem
pkey=${folder}/key.pem
no-tlsv1
no-tlsv1_1
no-dtls
fingerprint
use-auth-secret
static-auth-secret=${TURN_SECRET}
realm=lab.invalid
stale-nonce=600
user-quota=100
total-quota=600
max-bps=50000000
no-multicast-peers
denied-peer-ip=0.0.0.0-0.255.255.255
denied-peer-ip=10.0.0.0-10.255.255.255
denied-peer-ip=100.64.0.0-100.127.255.255
denied-peer-ip=127.0.0.0-127.255.255.255
denied-peer-ip=169.254.0.0-169.254.255.255
denied-peer-ip=172.16.0.0-172.31.255.255
denied-peer-ip=192.168.0.0-192.168.255.255
denied-peer-ip=::1
denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
denied-peer-ip=fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
no-cli
userdb=${folder}/users
pidfile=${folder}/pid
log-file=stdout
simple-log
`;

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
