import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** What the environment and the command line say, checked. Times are milliseconds. */
export interface Config {
  readonly port: number;
  readonly host: string | undefined;
  /** Serve over https with a certificate of our own making (`--https`). */
  readonly https: boolean;
  /** Folder of what outlives a run. */
  readonly stateDirectory: string;
  readonly stunUrls: readonly string[];
  readonly turnUrls: readonly string[];
  readonly turnSecret: string | null;
  /** TURN credentials live this many seconds: a stolen one is soon worth nothing. */
  readonly turnLifetimeS: number;
  /** Origins whose pages may connect; empty: the pages this server serves itself. */
  readonly allowedOrigins: readonly string[];
  /** Trusted proxies in front of us: how many entries of X-Forwarded-For, from the right, are theirs. */
  readonly trustedProxies: number;
  readonly heartbeatMs: number;
  readonly helloTimeoutMs: number;
}

/** The environment makes no sense; the message says which variable and why. */
export class ConfigError extends Error {}

const MIN_TURN_LIFETIME_S = 4;
/** A stolen credential is of use for so long. */
export const MAX_TURN_LIFETIME_S = 3_600;
const TURN_LIFETIME_RANGE = `must be ${MIN_TURN_LIFETIME_S} to ${MAX_TURN_LIFETIME_S} seconds`;

const list = (pattern: RegExp, what: string) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(z.string().regex(pattern, `must be a comma-separated list of ${what}`)));

const environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .default('8080')
    .transform(Number)
    .pipe(z.number().max(65_535, 'must be a port number')),
  HOST: z.string().optional(),
  STUN_URLS: list(/^stuns?:\S+$/, 'stun: or stuns: URLs'),
  TURN_URLS: list(/^turns?:\S+$/, 'turn: or turns: URLs'),
  TURN_SECRET: z.string().optional(),
  TURN_LIFETIME: z
    .string()
    .regex(/^\d{1,4}$/, TURN_LIFETIME_RANGE)
    .default(String(MAX_TURN_LIFETIME_S))
    .transform(Number)
    .pipe(
      z.number().min(MIN_TURN_LIFETIME_S, TURN_LIFETIME_RANGE).max(MAX_TURN_LIFETIME_S, TURN_LIFETIME_RANGE),
    ),
  ALLOWED_ORIGINS: list(/^https?:\/\/[^/\s]+$/, 'origins like https://example.org'),
  TRUST_PROXY: z
    .string()
    .default('0')
    .transform((text) => (text === 'true' ? '1' : text === 'false' || text === '' ? '0' : text))
    .pipe(z.string().regex(/^\d$/, 'must be the number of proxies in front of this server'))
    .transform(Number),
  REDIS_URL: z.string().optional(),
  STATE_DIR: z.string().optional(),
  XDG_STATE_HOME: z.string().optional(),
});

/** @param args of the command line, without the program's name. Throws ConfigError. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[] = [],
): Config {
  const unknown = args.find((arg) => arg !== '--https');
  if (unknown !== undefined) throw new ConfigError(`${unknown} is not known: there is only --https`);
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(`${issue?.path.join('.') ?? 'environment'} ${issue?.message ?? 'is wrong'}`);
  }
  const { data } = parsed;
  if (data.REDIS_URL !== undefined && data.REDIS_URL !== '') {
    throw new ConfigError('REDIS_URL is set, but this version runs as a single server: unset it');
  }
  const secret = data.TURN_SECRET ?? '';
  if (data.TURN_URLS.length > 0 && secret === '') throw new ConfigError('TURN_URLS needs TURN_SECRET');
  return {
    port: data.PORT,
    host: data.HOST,
    https: args.includes('--https'),
    stateDirectory: stateDirectory(data),
    stunUrls: data.STUN_URLS,
    turnUrls: data.TURN_URLS,
    turnSecret: secret === '' ? null : secret,
    turnLifetimeS: data.TURN_LIFETIME,
    allowedOrigins: data.ALLOWED_ORIGINS,
    trustedProxies: data.TRUST_PROXY,
    heartbeatMs: 25_000,
    helloTimeoutMs: 10_000,
  };
}

function stateDirectory(env: {
  readonly STATE_DIR?: string | undefined;
  readonly XDG_STATE_HOME?: string | undefined;
}): string {
  const { STATE_DIR: own = '', XDG_STATE_HOME: base = '' } = env;
  if (own !== '') return own;
  return join(base === '' ? join(homedir(), '.local', 'state') : base, 'flockdrop');
}
