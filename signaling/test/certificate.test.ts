import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { serverNames, serverUrls } from '../src/addresses.ts';
import { keptCertificate, makeCertificate } from '../src/certificate.ts';
import { startServer } from './harness.ts';

const NOW = Date.UTC(2026, 10, 25);
const DAY_MS = 86_400_000;
const NAMES = ['localhost', '127.0.0.1', '::1', 'fe80::1:2', 'laptop.local'];

describe('a certificate of our own', () => {
  test('is for the names it was made for and no other, and signed by its own key', () => {
    const { key, cert } = makeCertificate(NAMES, NOW);
    const read = new X509Certificate(cert);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(read.ca).toBe(false);
    for (const name of ['localhost', 'laptop.local']) expect(read.checkHost(name)).toBe(name);
    for (const address of ['127.0.0.1', '::1', 'fe80::1:2']) expect(read.checkIP(address)).toBe(address);
    expect(read.checkHost('example.org')).toBeUndefined();
    expect(read.checkIP('192.0.2.1')).toBeUndefined();
  });

  test('holds at once, also where the clock is a little behind, and no longer than Apple allows', () => {
    const read = new X509Certificate(makeCertificate(NAMES, NOW).cert);
    const [from, to] = [Date.parse(read.validFrom), Date.parse(read.validTo)];
    expect(from).toBeLessThan(NOW);
    expect(to - from).toBeLessThanOrEqual(398 * DAY_MS);
  });

  test('has a number of its own', () => {
    const numbers = Array.from({ length: 20 }, () => new X509Certificate(makeCertificate(NAMES, NOW).cert));
    expect(new Set(numbers.map(({ serialNumber }) => serialNumber)).size).toBe(20);
  });
});

describe('a certificate in a file', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flockdrop-certificate-'));
    path = join(folder, 'state', 'certificate.pem');
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is the same at the next start, and for nobody else to read', async () => {
    const first = await keptCertificate(path, NAMES, NOW);
    expect(await keptCertificate(path, NAMES.slice(1), NOW + 300 * DAY_MS)).toEqual(first);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test.each([
    ['it runs out soon', NAMES, 380],
    ['it lacks a name', [...NAMES, '192.0.2.7'], 0],
  ])('is made anew when %s', async (_, names, days) => {
    const first = await keptCertificate(path, NAMES, NOW);
    const second = await keptCertificate(path, names, NOW + days * DAY_MS);
    expect(second.cert).not.toBe(first.cert);
    expect(await readFile(path, 'utf8')).toContain(second.cert);
  });

  test('is made anew when the file is none', async () => {
    await mkdir(join(folder, 'state'));
    await writeFile(path, 'hello');
    const { cert } = await keptCertificate(path, NAMES, NOW);
    expect(new X509Certificate(cert).checkHost('localhost')).toBe('localhost');
  });

  test('that cannot be kept is not made at all', async () => {
    await writeFile(join(folder, 'state'), 'a file where the folder belongs');
    await expect(keptCertificate(path, NAMES, NOW)).rejects.toThrow();
  });
});

test('given a certificate the server speaks https, and wss to its own pages', async () => {
  const certificate = makeCertificate(['localhost', '127.0.0.1'], Date.now());
  const server = await startServer({}, { certificate });
  const trust = { ca: certificate.cert };
  const [response] = await once(get(`https://127.0.0.1:${server.port}/healthz`, trust), 'response');
  expect(response.statusCode).toBe(200);
  response.destroy();
  const origin = `https://127.0.0.1:${server.port}`;
  const socket = new WebSocket(`wss://127.0.0.1:${server.port}/signal`, { ...trust, origin });
  const [challenge] = await once(socket, 'message');
  expect(JSON.parse(String(challenge))).toMatchObject({ type: 'challenge' });
  socket.terminate();
  await server.close();
});

describe('where a server is', () => {
  test('at the one address it was given', () => {
    expect(serverUrls('https', '::1', 8443)).toEqual(['https://[::1]:8443']);
    expect(serverNames('drop.example')).toEqual(['localhost', '127.0.0.1', '::1', 'drop.example']);
  });

  test.each([undefined, '', '0.0.0.0', '::'])('everywhere (%o): localhost first', (host) => {
    expect(serverUrls('http', host, 8080)[0]).toBe('http://localhost:8080');
    expect(serverNames(host)).toContain('127.0.0.1');
  });
});
