import { isIP, isIPv6 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

/** Of this machine in its networks. IPv4 only: the others come and go with every day. */
function networkAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}

/** By what a page may call a server that listens at `host`; `undefined` is everywhere. */
export function serverNames(host: string | undefined): readonly string[] {
  const own = isEverywhere(host) ? [hostname().toLowerCase(), ...networkAddresses()] : [host];
  return [...new Set(['localhost', '127.0.0.1', '::1', ...own])].filter(isName);
}

/** Where a server that listens at `host` is found, the nearest first. */
export function serverUrls(
  scheme: 'http' | 'https',
  host: string | undefined,
  port: number,
): readonly [string, ...string[]] {
  const url = (name: string): string => `${scheme}://${isIPv6(name) ? `[${name}]` : name}:${port}`;
  return isEverywhere(host) ? [url('localhost'), ...networkAddresses().map(url)] : [url(host)];
}

function isEverywhere(host: string | undefined): host is undefined {
  return host === undefined || ['', '0.0.0.0', '::'].includes(host);
}

/** Some machines are called what no certificate may say. */
function isName(name: string): boolean {
  return isIP(name) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/.test(name);
}
