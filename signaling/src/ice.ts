import { createHmac } from 'node:crypto';
import type { Config } from './config.ts';

/** New credentials follow well before the old ones end, so that nobody dials with those. */
export function iceRenewalMs({ turnLifetimeS }: Pick<Config, 'turnLifetimeS'>): number {
  return (turnLifetimeS * 1_000) / 2;
}

export interface IceServer {
  urls: string[];
  username?: string;
  credential?: string;
}

/**
 * The STUN and TURN servers for one peer, with credentials of its own in the form of the TURN REST API
 * (draft-uberti-behave-turn-rest-00): user name `<expiry>:<peer>`, password HMAC-SHA1 of it under the shared secret.
 */
export function iceServersFor(
  config: Pick<Config, 'stunUrls' | 'turnUrls' | 'turnSecret' | 'turnLifetimeS'>,
  peer: string,
  nowMs: number,
): IceServer[] {
  const servers: IceServer[] = [];
  if (config.stunUrls.length > 0) servers.push({ urls: [...config.stunUrls] });
  if (config.turnUrls.length > 0 && config.turnSecret !== null) {
    const username = `${Math.floor(nowMs / 1_000) + config.turnLifetimeS}:${peer}`;
    const credential = createHmac('sha1', config.turnSecret).update(username).digest('base64');
    servers.push({ urls: [...config.turnUrls], username, credential });
  }
  return servers;
}
