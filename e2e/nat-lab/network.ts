import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/**
 * A small internet of network namespaces: one bridge is the public network, with the servers on it; some people have a
 * public address, others live behind the router of a home. Nothing of it is in the machine's own namespace, so nothing
 * of it can reach the machine's network, or be in its way.
 */
export const SERVER_ADDRESS = '203.0.113.1';
export const RELAY_ADDRESS = '203.0.113.2';

/** Where a person can be; two of them share a home. */
export type Place = 'open-1' | 'open-2' | 'home-1' | 'home-1b' | 'home-2' | 'home-3';
export type Home = 'home-1' | 'home-2' | 'home-3';

/**
 * What a router does with UDP that leaves. All of them drop what nobody inside has asked for, except `forwarding`.
 * - `port-preserving`: the same outside port towards everyone, and answers only from whom was written to. Two of these
 *   can punch holes.
 * - `symmetric`: another random port for each address written to. Nobody can guess it.
 * - `forwarding`: as `port-preserving`, but whatever arrives goes to the first person of the home (a DMZ host, or UPnP).
 */
export type Nat = 'port-preserving' | 'symmetric' | 'forwarding';
/** What a firewall lets out: `tcp` drops all UDP, `web` all but TCP to the ports 80, 443 and 8080. */
export type Firewall = 'none' | 'tcp' | 'web';

interface Person {
  readonly home: Home | null;
  readonly address: string;
}

const PEOPLE: Readonly<Record<Place, Person>> = {
  'open-1': { home: null, address: '203.0.113.11' },
  'open-2': { home: null, address: '203.0.113.12' },
  'home-1': { home: 'home-1', address: '192.168.1.10' },
  'home-1b': { home: 'home-1', address: '192.168.1.11' },
  'home-2': { home: 'home-2', address: '192.168.2.10' },
  'home-3': { home: 'home-3', address: '192.168.3.10' },
};
const HOMES: Readonly<Record<Home, { readonly outside: string; readonly inside: string }>> = {
  'home-1': { outside: '203.0.113.21', inside: '192.168.1.1' },
  'home-2': { outside: '203.0.113.22', inside: '192.168.2.1' },
  'home-3': { outside: '203.0.113.23', inside: '192.168.3.1' },
};
const PLACES = Object.keys(PEOPLE) as readonly Place[];
const HOME_NAMES = Object.keys(HOMES) as readonly Home[];
const NAMESPACES = '/run/netns';
const PREFIX = 'flockdrop-lab-';

// Where Debian keeps ip and nft, and not every shell of root looks.
process.env.PATH += ':/usr/sbin:/sbin';

/** Why there can be no lab here, in words, or `null`. */
export function whyNoLab(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  for (const [command, ...args] of [
    ['ip', '-V'],
    ['nft', '--version'],
    ['turnserver', '--version'],
    ['openssl', 'version'],
  ] as const) {
    if (!answers(command, args))
      return `there is no ${command} (Debian: coturn, iproute2, nftables, openssl)`;
  }
  const probe = `${PREFIX}${process.pid}-probe`;
  try {
    run('ip', ['netns', 'add', probe]);
    run(
      'ip',
      ['netns', 'exec', probe, 'nft', '-f', '-'],
      'table ip probe { chain c { masquerade random; }; }',
    );
    return null;
  } catch (error) {
    return `namespaces with nftables are not permitted here: ${error instanceof Error ? error.message : error}`;
  } finally {
    answers('ip', ['netns', 'delete', probe]);
  }
}

/** Builds all of it, and first takes away what crashed runs have left. */
export class Network {
  readonly #prefix = `${PREFIX}${process.pid}-`;

  constructor() {
    sweep();
    this.#add('public');
    this.#in('public', 'ip', ['link', 'add', 'wan', 'type', 'bridge']);
    for (const address of [SERVER_ADDRESS, RELAY_ADDRESS]) this.#address('public', 'wan', address);
    this.#up('public', 'wan');
    for (const home of HOME_NAMES) this.#build(home);
    for (const place of PLACES) this.#settle(place);
    for (const home of HOME_NAMES) this.router(home, 'port-preserving');
  }

  /** What to put in front of a command so that it runs there. */
  at(place: Place | 'public'): readonly string[] {
    return ['ip', 'netns', 'exec', this.#name(place)];
  }

  /** Makes a router of this kind. Connections that are already under way keep the ports that they have. */
  router(home: Home, nat: Nat, firewall: Firewall = 'none'): void {
    this.#rules(`router-${home}`, routerRules(nat, firewall, PEOPLE[home].address));
  }

  /** Nothing gets through a home's router any more, in or out, until it is made anew. */
  cut(home: Home): void {
    this.#rules(`router-${home}`, ruleChain('pass', 'type filter hook forward priority 0; policy drop;'));
  }

  /** Nothing reaches a TCP port on the public network, and nobody is told so. */
  hide(port: number): void {
    const rule = `type filter hook input priority 0; tcp dport ${port} drop;`;
    this.#rules('public', ruleChain('own', rule));
  }

  reveal(): void {
    this.#rules('public', '');
  }

  /** Gives a person another address in the same network, as a new lease or a new network would. */
  renumber(place: Place, address: string): void {
    const { home } = PEOPLE[place];
    this.#in(place, 'ip', ['address', 'flush', 'dev', 'eth0']);
    this.#address(place, 'eth0', address);
    this.#in(place, 'ip', [
      'route',
      'add',
      'default',
      'via',
      home === null ? SERVER_ADDRESS : HOMES[home].inside,
    ]);
  }

  /** Back to where everyone started. */
  restore(place: Place): void {
    this.renumber(place, PEOPLE[place].address);
  }

  remove(): void {
    for (const name of namespaces()) if (name.startsWith(this.#prefix)) remove(name);
  }

  #build(home: Home): void {
    const { outside, inside } = HOMES[home];
    const router = `router-${home}`;
    this.#add(router);
    this.#in(router, 'sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
    this.#cable(router, 'wan', 'public', `to-${home}`);
    this.#in('public', 'ip', ['link', 'set', `to-${home}`, 'master', 'wan']);
    this.#address(router, 'wan', outside);
    this.#in(router, 'ip', ['link', 'add', 'lan', 'type', 'bridge']);
    this.#address(router, 'lan', inside);
    this.#up(router, 'lan');
    this.#in(router, 'ip', ['route', 'add', 'default', 'via', SERVER_ADDRESS]);
  }

  #settle(place: Place): void {
    const { home, address } = PEOPLE[place];
    const [switchAt, bridge] = home === null ? ['public', 'wan'] : [`router-${home}`, 'lan'];
    this.#add(place);
    this.#cable(place, 'eth0', switchAt, `to-${place}`);
    this.#in(switchAt, 'ip', ['link', 'set', `to-${place}`, 'master', bridge]);
    this.renumber(place, address);
  }

  #add(place: string): void {
    run('ip', ['netns', 'add', this.#name(place)]);
    this.#in(place, 'sh', ['-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6']);
    this.#up(place, 'lo');
  }

  #cable(a: string, nameA: string, b: string, nameB: string): void {
    const ends = ['type', 'veth', 'peer', 'name', nameB, 'netns', this.#name(b)];
    run('ip', ['link', 'add', nameA, 'netns', this.#name(a), ...ends]);
    this.#up(a, nameA);
    this.#up(b, nameB);
  }

  #address(place: string, device: string, address: string): void {
    this.#in(place, 'ip', ['address', 'add', `${address}/24`, 'dev', device]);
  }

  #up(place: string, device: string): void {
    this.#in(place, 'ip', ['link', 'set', device, 'up']);
  }

  #rules(place: string, rules: string): void {
    this.#in(place, 'nft', ['-f', '-'], `flush ruleset\n${rules}\n`);
  }

  #in(place: string, command: string, args: readonly string[], input?: string): void {
    run('ip', ['netns', 'exec', this.#name(place), command, ...args], input);
  }

  #name(place: string): string {
    return `${this.#prefix}${place}`;
  }
}

/**
 * What nobody asked for is dropped on arrival, unseen by connection tracking: remembered, a peer's early packet would
 * take the port that ours is about to leave by, and no hole could be punched.
 */
function routerRules(nat: Nat, firewall: Firewall, first: string): string {
  const blocked = {
    none: '',
    tcp: 'iifname "lan" meta l4proto udp drop;',
    web: 'iifname "lan" meta l4proto udp drop; iifname "lan" tcp dport != { 80, 443, 8080 } drop;',
  }[firewall];
  return `table ip lab {
    chain leave {
      type nat hook postrouting priority srcnat;
      oifname "wan" masquerade ${nat === 'symmetric' ? 'fully-random' : ''};
    }
    chain arrive {
      type nat hook prerouting priority dstnat;
      ${nat === 'forwarding' ? `iifname "wan" meta l4proto udp dnat to ${first};` : ''}
    }
    chain pass {
      type filter hook forward priority filter; policy drop;
      ${blocked}
      iifname "lan" accept;
      ct state established,related accept;
      ct status dnat accept;
    }
    chain own {
      type filter hook input priority filter; policy drop;
      iifname "lan" accept;
      ct state established,related accept;
    }
  }`;
}

function ruleChain(name: string, rules: string): string {
  return `table ip lab {\n chain ${name} {\n ${rules}\n }\n }`;
}

/** Namespaces of runs whose process is gone. */
function sweep(): void {
  for (const name of namespaces()) {
    const owner = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (owner > 0 && !isAlive(owner)) remove(name);
  }
}

/** With everything that still runs in it: the processes of a run that crashed outlive it. */
function remove(name: string): void {
  for (const pid of run('ip', ['netns', 'pids', name]).split('\n').filter(Boolean).map(Number)) {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }
  run('ip', ['netns', 'delete', name]);
}

function namespaces(): readonly string[] {
  try {
    return readdirSync(NAMESPACES);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function answers(command: string, args: readonly string[]): boolean {
  try {
    run(command, args);
    return true;
  } catch {
    return false;
  }
}

/** Throws with what the command said. */
function run(command: string, args: readonly string[], input = ''): string {
  return execFileSync(command, args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
}
