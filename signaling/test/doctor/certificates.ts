import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;
/** For the names of tests, so that a skipped one says why. */
export const NEEDS_OPENSSL = hasOpenssl ? '' : ' (skipped: openssl is not installed)';

/** Paths of PEM files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority for the tests alone, in a folder that goes with it. */
export class Authority {
  readonly #folder = mkdtempSync(join(tmpdir(), 'flockdrop-certificates-'));
  /** PEM file of its own certificate. */
  readonly ca = join(this.#folder, 'ca.pem');
  #made = 0;

  constructor() {
    const subject = ['-subj', '/CN=Authority of the tests'];
    this.#openssl(['req', '-x509', ...this.#newKey('ca.key'), '-out', this.ca, '-days', '2', ...subject]);
  }

  /** For a server of that name (`DNS:localhost`), good for so many days. */
  issue(name: string, days: number): Certificate {
    const [key, cert, request] = ['key', 'pem', 'csr'].map((end) =>
      join(this.#folder, `${this.#made}.${end}`),
    );
    if (key === undefined || cert === undefined || request === undefined) throw new Error('no names');
    const newKey = this.#newKey(`${this.#made++}.key`);
    const subject = ['-subj', '/CN=server', '-addext', `subjectAltName=${name}`];
    this.#openssl(['req', ...newKey, '-out', request, ...subject]);
    const signedBy = ['-CA', this.ca, '-CAkey', join(this.#folder, 'ca.key'), '-CAcreateserial'];
    const made = ['-req', '-in', request, '-out', cert, '-days', String(days), '-copy_extensions', 'copy'];
    this.#openssl(['x509', ...made, ...signedBy]);
    return { cert, key };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #newKey(name: string): string[] {
    return [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      join(this.#folder, name),
    ];
  }

  #openssl(args: readonly string[]): void {
    execFileSync('openssl', args, { stdio: 'ignore' });
  }
}
