import type { IceUrl } from './ice-url.ts';
import {
  type Address,
  type Attribute,
  decodeAddress,
  encodeAddress,
  encodeRequest,
  errorOf,
  longTermKey,
  type Method,
  newTransaction,
  type StunMessage,
} from './stun.ts';
import { openStunSocket, type StunSocket, type StunSocketOptions } from './stun-socket.ts';
import { troubleOf } from './trouble.ts';

/** Asks STUN and TURN servers what a peer would ask, and a few things that only a thief would. It judges nothing. */

export type StunFacts =
  | { readonly url: IceUrl; readonly answered: true; readonly mapped: Address | null }
  | { readonly url: IceUrl; readonly answered: false; readonly trouble: string };

export interface Credentials {
  readonly username: string;
  readonly credential: string;
}

export type Allocation =
  | { readonly kind: 'made'; readonly relayed: Address | null; readonly lifetimeS: number }
  | { readonly kind: 'refused'; readonly code: number; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly trouble: string };

type Answered = Exclude<Allocation, { kind: 'unreachable' }>;

export interface RelayFacts {
  readonly url: IceUrl;
  /** With the credentials that the signaling server handed out. */
  readonly allocation: Allocation;
  /** It relays for whoever brings no credentials, or wrong ones. */
  readonly isOpen: boolean;
  /** Addresses inside networks that it would send to for anybody. */
  readonly privatePeers: readonly string[];
  /** It would send to an address on the internet, which is all that it is for. `null`: not asked. */
  readonly publicPeer: boolean | null;
}

/** One of each range that leads into somebody's network or back to the relay itself (RFC 6890). */
const PRIVATE_IPV4 = [
  '127.0.0.1',
  '0.0.0.1',
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '192.168.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
];
const PRIVATE_IPV6 = [
  '0:0:0:0:0:0:0:1',
  'fd00:0:0:0:0:0:0:1',
  'fe80:0:0:0:0:0:0:1',
  'ff02:0:0:0:0:0:0:1',
  '0:0:0:0:0:ffff:7f00:1',
  '64:ff9b:0:0:0:0:a00:1',
];
/** No packet is sent there: only leave is asked to send one. */
const PUBLIC_IPV4 = '1.1.1.1';
const PEER_PORT = 9;
const UDP = Buffer.from([17, 0, 0, 0]);
/** Allocation Mismatch: somebody had an allocation, or tried to, from the port that the system gave us. */
const PORT_IN_USE = 437;
/** Ports to try then, before it is believed (RFC 8656, section 7.4). */
const MAX_PORTS = 3;
const IPV6_FAMILY = Buffer.from([2, 0, 0, 0]);

export async function askStun(url: IceUrl, options: StunSocketOptions): Promise<StunFacts> {
  let socket: StunSocket | null = null;
  try {
    socket = await openStunSocket(url, options);
    const answer = await socket.ask(encodeRequest('binding', newTransaction(), []));
    const value = answer.attributes.get('xor-mapped-address');
    const mapped = value === undefined ? null : decodeAddress(value, answer.transaction);
    return { url, answered: true, mapped };
  } catch (error) {
    return { url, answered: false, trouble: troubleOf(error).code };
  } finally {
    socket?.close();
  }
}

export async function askRelay(
  url: IceUrl,
  credentials: Credentials,
  options: StunSocketOptions,
): Promise<RelayFacts> {
  const facts = { url, isOpen: false, privatePeers: [], publicPeer: null };
  let stranger: TurnConversation | null = null;
  try {
    stranger = await TurnConversation.open(url, null, options);
    const unasked = await stranger.allocate([]);
    await stranger.release();
    if (unasked.kind === 'made') return { ...facts, allocation: unasked, isOpen: true };
    return { ...facts, ...(await askAsMember(url, credentials, options)) };
  } catch (error) {
    return { ...facts, allocation: { kind: 'unreachable', trouble: troubleOf(error).code } };
  } finally {
    stranger?.close();
  }
}

async function askAsMember(
  url: IceUrl,
  credentials: Credentials,
  options: StunSocketOptions,
): Promise<Omit<RelayFacts, 'url'>> {
  const forged = { ...credentials, credential: `${credentials.credential}x` };
  const thief = await TurnConversation.open(url, forged, options);
  const member = await TurnConversation.open(url, credentials, options);
  try {
    const isOpen = (await thief.allocate([])).kind === 'made';
    await thief.release();
    const allocation = await member.allocate([]);
    if (allocation.kind !== 'made') return { allocation, isOpen, privatePeers: [], publicPeer: null };
    const privatePeers = await member.permitted(PRIVATE_IPV4);
    const publicPeer = (await member.permitted([PUBLIC_IPV4])).length > 0;
    await member.release();
    return {
      allocation,
      isOpen,
      privatePeers: [...privatePeers, ...(await ipv6Peers(url, credentials, options))],
      publicPeer,
    };
  } finally {
    thief.close();
    member.close();
  }
}

/** Most relays have IPv4 alone, and then there is nothing to protect. */
async function ipv6Peers(
  url: IceUrl,
  credentials: Credentials,
  options: StunSocketOptions,
): Promise<readonly string[]> {
  const member = await TurnConversation.open(url, credentials, options);
  try {
    const { kind } = await member.allocate([['requested-address-family', IPV6_FAMILY]]);
    if (kind !== 'made') return [];
    const permitted = await member.permitted(PRIVATE_IPV6);
    await member.release();
    return permitted;
  } finally {
    member.close();
  }
}

/** At most one allocation. Rejects with Trouble when the server falls silent. */
class TurnConversation {
  readonly #open: () => Promise<StunSocket>;
  readonly #credentials: Credentials | null;
  #socket: StunSocket;
  #realm: Buffer | undefined;
  #nonce: Buffer | undefined;
  #holds = false;

  private constructor(open: () => Promise<StunSocket>, socket: StunSocket, credentials: Credentials | null) {
    this.#open = open;
    this.#socket = socket;
    this.#credentials = credentials;
  }

  static async open(
    url: IceUrl,
    credentials: Credentials | null,
    options: StunSocketOptions,
  ): Promise<TurnConversation> {
    const open = () => openStunSocket(url, options);
    return new TurnConversation(open, await open(), credentials);
  }

  async allocate(wishes: readonly Attribute[]): Promise<Answered> {
    for (let port = 1; ; port++) {
      const allocation = await this.#allocateFromHere(wishes);
      if (allocation.kind === 'made' || allocation.code !== PORT_IN_USE || port === MAX_PORTS)
        return allocation;
      // Opened while the other one is: it gets another port.
      const next = await this.#open();
      this.#socket.close();
      this.#socket = next;
      this.#realm = undefined;
      this.#nonce = undefined;
    }
  }

  async #allocateFromHere(wishes: readonly Attribute[]): Promise<Answered> {
    const answer = await this.#ask('allocate', [['requested-transport', UDP], ...wishes]);
    if (answer.class !== 'success') return { kind: 'refused', ...errorOf(answer) };
    this.#holds = true;
    const relayed = answer.attributes.get('xor-relayed-address');
    const lifetime = answer.attributes.get('lifetime');
    return {
      kind: 'made',
      relayed: relayed === undefined ? null : decodeAddress(relayed, answer.transaction),
      lifetimeS: lifetime?.length === 4 ? lifetime.readUInt32BE() : 0,
    };
  }

  /** Those of the hosts that it would send to. */
  async permitted(hosts: readonly string[]): Promise<readonly string[]> {
    const permitted: string[] = [];
    for (const host of hosts) {
      const answer = await this.#ask('create-permission', [], { host, port: PEER_PORT });
      if (answer.class === 'success') permitted.push(host);
    }
    return permitted;
  }

  /** Quotas count what is held, and checking must not use them up. */
  async release(): Promise<void> {
    if (this.#holds) await this.#ask('refresh', [['lifetime', Buffer.alloc(4)]]);
    this.#holds = false;
  }

  close(): void {
    this.#socket.close();
  }

  /** The first answer to a stranger, and to one whose nonce is stale, only says how to ask. */
  async #ask(method: Method, attributes: readonly Attribute[], peer?: Address): Promise<StunMessage> {
    const first = await this.#askOnce(method, attributes, peer);
    if (first.class !== 'error' || this.#credentials === null) return first;
    const { code } = errorOf(first);
    const isInvited = code === 438 || (code === 401 && this.#realm === undefined);
    if (!isInvited) return first;
    this.#realm = first.attributes.get('realm') ?? this.#realm;
    this.#nonce = first.attributes.get('nonce') ?? this.#nonce;
    return this.#realm === undefined ? first : this.#askOnce(method, attributes, peer);
  }

  #askOnce(method: Method, attributes: readonly Attribute[], peer?: Address): Promise<StunMessage> {
    const transaction = newTransaction();
    const all = [...attributes];
    if (peer !== undefined) all.push(['xor-peer-address', encodeAddress(peer, transaction)]);
    if (this.#credentials === null || this.#realm === undefined || this.#nonce === undefined) {
      return this.#socket.ask(encodeRequest(method, transaction, all));
    }
    const { username, credential } = this.#credentials;
    all.push(['username', Buffer.from(username)], ['realm', this.#realm], ['nonce', this.#nonce]);
    const key = longTermKey(username, this.#realm.toString('utf8'), credential);
    return this.#socket.ask(encodeRequest(method, transaction, all, key));
  }
}
