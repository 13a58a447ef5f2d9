import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP, isIPv4 } from 'node:net';
import { dirname } from 'node:path';
import { bits, der, integer, objectId, octets, sequence, set, time, utf8, yes } from './der.ts';

/**
 * A certificate that this server signs itself, for the people of one network who want what browsers give to https
 * alone. It vouches for nothing: browsers ask once, and remember which one they were told to take.
 */
export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;
/** Apple takes none that lasts longer. */
const LIFETIME_MS = 397 * DAY_MS;
const RENEWAL_MS = 30 * DAY_MS;
/** Clocks of other machines may be behind. */
const BACKDATE_MS = DAY_MS;

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));

/** @param names host names and IP addresses */
export function makeCertificate(names: readonly string[], nowMs: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(objectId('2.5.4.3'), utf8('Flockdrop, made by itself'))));
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(nowMs - BACKDATE_MS), time(nowMs - BACKDATE_MS + LIFETIME_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions(names)),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ECDSA_WITH_SHA256, bits(signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: new X509Certificate(certificate).toString(),
  };
}

/** RFC 5280, section 4.2: for these names, no authority over others, for signatures, of a server. */
function extensions(names: readonly string[]): Uint8Array {
  return sequence(
    sequence(objectId('2.5.29.17'), octets(sequence(...names.map(generalName)))),
    sequence(objectId('2.5.29.19'), yes, octets(sequence())),
    sequence(objectId('2.5.29.15'), yes, octets(bits(Buffer.from([0x80]), 7))),
    sequence(objectId('2.5.29.37'), octets(sequence(objectId('1.3.6.1.5.5.7.3.1')))),
  );
}

function generalName(name: string): Uint8Array {
  return isIP(name) === 0 ? der(0x82, Buffer.from(name, 'ascii')) : der(0x87, addressBytes(name));
}

function addressBytes(address: string): Uint8Array {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const bytes = [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return Buffer.from(bytes);
}

/**
 * The certificate kept in the file at `path`, made anew where there is none, it runs out soon, or lacks a name.
 * Rejects when the file cannot be written: one made at every start would be asked for at every start.
 */
export async function keptCertificate(
  path: string,
  names: readonly string[],
  nowMs: number,
): Promise<Certificate> {
  const kept = await readFile(path, 'utf8').then(parse, () => null);
  if (kept !== null && isGood(kept, names, nowMs)) return kept;
  const made = makeCertificate(names, nowMs);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Whole or not at all, and the key for nobody else's eyes.
  await writeFile(`${path}.new`, made.key + made.cert, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return made;
}

function parse(text: string): Certificate | null {
  const [, key, cert] = /^(-+BEGIN PRIVATE KEY.*\n)(-+BEGIN CERTIFICATE.*)$/s.exec(text) ?? [];
  return key === undefined || cert === undefined ? null : { key, cert };
}

function isGood({ cert }: Certificate, names: readonly string[], nowMs: number): boolean {
  try {
    const read = new X509Certificate(cert);
    if (Date.parse(read.validTo) - nowMs < RENEWAL_MS) return false;
    return names.every(
      (name) => (isIP(name) === 0 ? read.checkHost(name) : read.checkIP(name)) !== undefined,
    );
  } catch {
    return false;
  }
}
