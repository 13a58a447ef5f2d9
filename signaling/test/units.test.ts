import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
import { AddressLimits, addressOf, CONNECT_RATE, TokenBucket } from '../src/limits.ts';

describe('environment', () => {
  test('nothing set is a server for one machine', () => {
    expect(readConfig({})).toMatchObject({ port: 8080, stunUrls: [], turnUrls: [], trustedProxies: 0 });
  });

  test('lists are split and trimmed', () => {
    const config = readConfig({
      STUN_URLS: 'stun:a.example, stun:b.example',
      ALLOWED_ORIGINS: 'https://a.example',
    });
    expect(config.stunUrls).toEqual(['stun:a.example', 'stun:b.example']);
    expect(config.allowedOrigins).toEqual(['https://a.example']);
  });

  test('TURN credentials live for an hour, or less where asked', () => {
    expect(readConfig({}).turnLifetimeS).toBe(3_600);
    expect(readConfig({ TURN_LIFETIME: '600' }).turnLifetimeS).toBe(600);
  });

  test.each([
    [{ PORT: 'eighty' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ STUN_URLS: 'http://x' }, 'STUN_URLS'],
    [{ TURN_URLS: 'turn:x' }, 'TURN_SECRET'],
    [{ TURN_LIFETIME: '3601' }, 'TURN_LIFETIME'],
    [{ TURN_LIFETIME: '3' }, 'TURN_LIFETIME'],
    [{ TURN_LIFETIME: '1h' }, 'TURN_LIFETIME'],
    [{ ALLOWED_ORIGINS: '*' }, 'ALLOWED_ORIGINS'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY'],
    [{ REDIS_URL: 'redis://x' }, 'REDIS_URL'],
  ])('%o is refused by name', (env, name) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(name);
  });
});

describe('command line', () => {
  test('--https and nothing else', () => {
    expect(readConfig({}).https).toBe(false);
    expect(readConfig({}, ['--https']).https).toBe(true);
    expect(() => readConfig({}, ['--http'])).toThrow('--http');
  });

  test('what outlives a run lies where the system or the person wants it', () => {
    expect(readConfig({ XDG_STATE_HOME: '/var/x' }).stateDirectory).toMatch(/[\\/]var[\\/]x[\\/]flockdrop$/);
    expect(readConfig({ XDG_STATE_HOME: '/var/x', STATE_DIR: '/data' }).stateDirectory).toBe('/data');
  });
});

describe('addresses', () => {
  test.each([
    ['nobody is trusted unasked', '10.0.0.1', '1.2.3.4', 0, '10.0.0.1'],
    [
      'one proxy: its entry, not what the client wrote before it',
      '10.0.0.1',
      '6.6.6.6, 1.2.3.4',
      1,
      '1.2.3.4',
    ],
    ['two proxies', '10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2', 2, '1.2.3.4'],
    ['a proxy that says nothing', '10.0.0.1', undefined, 1, '10.0.0.1'],
    ['IPv4 in IPv6 clothes', '::ffff:10.0.0.1', undefined, 0, '10.0.0.1'],
    ['an IPv6 network is one address', '2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2'],
    ['short IPv6', '2001:db8::1', undefined, 0, '2001:db8:0:0'],
  ])('%s', (_, remote, forwarded, proxies, expected) => {
    expect(addressOf(remote, forwarded, proxies)).toBe(expected);
  });

  test('too many new sockets in a short time are refused, and forgiven', () => {
    const limits = new AddressLimits();
    for (let at = 0; at < CONNECT_RATE.burst; at++) expect(limits.open('a', 0)).toBe(true);
    expect(limits.open('a', 0)).toBe(false);
    expect(limits.open('b', 0)).toBe(true);
    expect(limits.open('a', 1_000)).toBe(true);
  });
});

test('a bucket gives its burst, then its rate', () => {
  const bucket = new TokenBucket({ perSecond: 2, burst: 3 }, 0);
  expect([1, 2, 3, 4].map(() => bucket.take(0))).toEqual([true, true, true, false]);
  expect(bucket.take(400)).toBe(false);
  expect(bucket.take(500)).toBe(true);
  expect(bucket.isFull(1_900)).toBe(false);
  expect(bucket.isFull(2_000)).toBe(true);
});
