import { isIPv6 } from 'node:net';

export const MAX_PAYLOAD_BYTES = 64 * 1024;
/** A client that takes nothing for this long a backlog is cut off. */
export const MAX_BACKLOG_BYTES = 1024 * 1024;
export const MAX_SOCKETS_PER_ADDRESS = 200;
/** Messages that make no sense before the socket is closed. */
export const MAX_BAD_MESSAGES = 5;
/** A trickle of candidates to fifty peers at once is a burst of a few hundred. */
export const SOCKET_RATE = { perSecond: 60, burst: 1_200 };
export const ADDRESS_RATE = { perSecond: 600, burst: 12_000 };
/** New sockets of one address. */
export const CONNECT_RATE = { perSecond: 5, burst: 100 };

/** A bucket of `burst` tokens that refills at `perSecond`; time is an argument. */
export class TokenBucket {
  readonly #rate: { readonly perSecond: number; readonly burst: number };
  #tokens: number;
  #filledMs: number;

  constructor(rate: { readonly perSecond: number; readonly burst: number }, nowMs: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#filledMs = nowMs;
  }

  take(nowMs: number): boolean {
    const { perSecond, burst } = this.#rate;
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, nowMs - this.#filledMs) / 1_000) * perSecond);
    this.#filledMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  isFull(nowMs: number): boolean {
    const { perSecond, burst } = this.#rate;
    return this.#tokens + ((nowMs - this.#filledMs) / 1_000) * perSecond >= burst;
  }
}

interface Address {
  sockets: number;
  readonly messages: TokenBucket;
  readonly connects: TokenBucket;
}

/** What each network address may do; addresses are forgotten once they are idle. */
export class AddressLimits {
  readonly #addresses = new Map<string, Address>();

  /** False: too many sockets, or too many in a short time. */
  open(address: string, nowMs: number): boolean {
    const known = this.#of(address, nowMs);
    if (known.sockets >= MAX_SOCKETS_PER_ADDRESS || !known.connects.take(nowMs)) return false;
    known.sockets++;
    return true;
  }

  takeMessage(address: string, nowMs: number): boolean {
    return this.#of(address, nowMs).messages.take(nowMs);
  }

  close(address: string): void {
    const known = this.#addresses.get(address);
    if (known !== undefined) known.sockets--;
  }

  sweep(nowMs: number): void {
    for (const [address, { sockets, messages, connects }] of this.#addresses) {
      if (sockets === 0 && messages.isFull(nowMs) && connects.isFull(nowMs)) this.#addresses.delete(address);
    }
  }

  #of(address: string, nowMs: number): Address {
    const known = this.#addresses.get(address) ?? {
      sockets: 0,
      messages: new TokenBucket(ADDRESS_RATE, nowMs),
      connects: new TokenBucket(CONNECT_RATE, nowMs),
    };
    this.#addresses.set(address, known);
    return known;
  }
}

/**
 * The address a request came from: the peer's own, unless proxies of ours are in front, whose entries at the right
 * end of X-Forwarded-For are believed and no others. An IPv6 host counts as its /64 network.
 */
export function addressOf(remote: string, forwardedFor: string | undefined, trustedProxies: number): string {
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim());
  const client = trustedProxies > 0 ? (hops.at(-trustedProxies) ?? '') : '';
  const address = (client === '' ? remote : client).replace(/^::ffff:/, '');
  return isIPv6(address) ? networkOf(address) : address;
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const rest = tail === '' ? [] : tail.split(':');
    while (groups.length + rest.length < 8) groups.push('0');
    groups.push(...rest);
  }
  return groups.slice(0, 4).join(':');
}
