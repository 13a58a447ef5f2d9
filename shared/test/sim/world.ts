import type { PeerMessage } from '../../src/wire/index.ts';
import { Agenda } from './agenda.ts';
import { type NodeOptions, SimNode, type Surroundings, type Symbolic } from './node.ts';
import { seededRandom } from './random.ts';

/**
 * A small simulated world: real engines, virtual time, symbolic data. Owns links, their buffers and their
 * latency, and a tracker that tells newcomers who is there. Every message is checked against the rules of the
 * house; a broken rule ends the run with the seed that shows it.
 */
interface Link {
  readonly id: number;
  readonly ends: readonly [SimNode, SimNode];
  readonly latencyMs: number;
  /** Bytes handed over but not yet on the wire, by end. */
  readonly buffered: [number, number];
  readonly congested: [boolean, boolean];
  /** Unanswered requests, by the end that asked. */
  readonly asked: [Set<string>, Set<string>];
  /** No message overtakes another. */
  readonly lastArrivalMs: [number, number];
  open: boolean;
}

const HIGH_WATER_BYTES = 1024 * 1024;
const LOW_WATER_BYTES = 256 * 1024;
const CONTROL_BYTES = 32;
const REQQ = 1024;

export class World implements Surroundings {
  readonly agenda = new Agenda();
  readonly nodes = new Map<string, SimNode>();
  readonly seed: number;
  readonly random: () => number;
  signalingUp = true;
  readonly #links = new Map<number, Link>();
  #nextLink = 1;

  constructor(seed: number) {
    this.seed = seed;
    this.random = seededRandom(seed);
  }

  fail(message: string): never {
    throw new Error(`seed ${this.seed}, ${this.agenda.nowMs} ms: ${message}`);
  }

  add(options: Omit<NodeOptions, 'seed'>): SimNode {
    const node = new SimNode(this, { ...options, seed: Math.floor(this.random() * 2 ** 31) });
    this.nodes.set(node.name, node);
    this.#announce(node);
    return node;
  }

  /** The tab closes without a word. */
  leave(node: SimNode): void {
    node.stop();
    for (const link of [...this.#links.values()]) {
      if (link.ends.includes(node)) this.closeLink(link.id);
    }
    for (const other of this.nodes.values()) other.dialer.forget(node.name);
  }

  comeBack(node: SimNode): void {
    node.restart();
    this.#announce(node);
  }

  /** Runs until `done`, or fails at `limitMs`. */
  runUntil(done: () => boolean, limitMs: number, what: string): void {
    while (!done()) {
      if (!this.agenda.step(limitMs)) this.fail(`${what}: not within ${limitMs} ms. ${this.#progress()}`);
    }
  }

  runFor(ms: number): void {
    const untilMs = this.agenda.nowMs + ms;
    while (this.agenda.step(untilMs));
  }

  /** Cuts a link between two nodes, as a network does. */
  cutLinks(node: SimNode): void {
    for (const link of [...this.#links.values()]) if (link.ends.includes(node)) this.closeLink(link.id);
  }

  dial(from: SimNode, to: string): void {
    const target = this.nodes.get(to);
    const latencyMs = 5 + Math.floor(this.random() * 45);
    this.agenda.after(4 * latencyMs, () => {
      const reachable = this.signalingUp && from.online && target?.online === true;
      if (!reachable || target === undefined) {
        from.dialer.failed(to, this.agenda.nowMs);
        this.#dialDue(from);
        return;
      }
      this.#openLink(from, target, latencyMs);
    });
  }

  transmit(from: SimNode, linkId: number, message: PeerMessage<Symbolic>): void {
    const link = this.#links.get(linkId);
    if (link === undefined || !link.open) return;
    const side = link.ends[0] === from ? 0 : 1;
    const other = side === 0 ? 1 : 0;
    this.#checkConversation(link, side, message);
    const size = message.type === 'piece' ? message.data.byteLength : CONTROL_BYTES;
    link.buffered[side] += size;
    if (link.buffered[side] >= HIGH_WATER_BYTES && !link.congested[side]) {
      link.congested[side] = true;
      this.agenda.after(0, () => from.handle({ type: 'congestion', link: linkId, congested: true }));
    }
    const now = this.agenda.nowMs;
    const startMs = Math.max(now, from.uplinkFreeAtMs);
    const sentMs = startMs + (size / from.upBps) * 1_000;
    from.uplinkFreeAtMs = sentMs;
    this.agenda.at(sentMs, () => this.#sent(link, side, from, size));
    const arrivalMs = Math.max(sentMs + link.latencyMs, link.lastArrivalMs[side]);
    link.lastArrivalMs[side] = arrivalMs;
    this.agenda.at(arrivalMs, () => {
      if (link.open) link.ends[other].handle({ type: 'message', link: linkId, message });
    });
  }

  closeLink(linkId: number): void {
    const link = this.#links.get(linkId);
    if (link === undefined || !link.open) return;
    link.open = false;
    this.#links.delete(linkId);
    const [dialer, answerer] = link.ends;
    // Both ends learn of it later: right now one of them may be in the middle of handling an event.
    this.agenda.after(1, () => {
      dialer.handle({ type: 'link-closed', link: linkId });
      answerer.handle({ type: 'link-closed', link: linkId });
      answerer.dialer.closed(dialer.name, this.agenda.nowMs);
      dialer.dialer.closed(answerer.name, this.agenda.nowMs);
      this.#dialDue(dialer);
      this.#dialDue(answerer);
    });
  }

  #sent(link: Link, side: 0 | 1, from: SimNode, size: number): void {
    link.buffered[side] -= size;
    if (!link.congested[side] || link.buffered[side] > LOW_WATER_BYTES || !link.open) return;
    link.congested[side] = false;
    from.handle({ type: 'congestion', link: link.id, congested: false });
  }

  #openLink(from: SimNode, to: SimNode, latencyMs: number): void {
    const link: Link = {
      id: this.#nextLink++,
      ends: [from, to],
      latencyMs,
      buffered: [0, 0],
      congested: [false, false],
      asked: [new Set(), new Set()],
      lastArrivalMs: [0, 0],
      open: true,
    };
    this.#links.set(link.id, link);
    from.dialer.opened(to.name, true, this.agenda.nowMs);
    to.dialer.opened(from.name, false, this.agenda.nowMs);
    from.handle({ type: 'link-opened', link: link.id, peer: to.name, dialed: true });
    to.handle({ type: 'link-opened', link: link.id, peer: from.name, dialed: false });
    this.#dialDue(from);
    this.#dialDue(to);
  }

  #announce(node: SimNode): void {
    if (!this.signalingUp) return;
    for (const other of this.nodes.values()) {
      if (other !== node && other.online) node.dialer.learn(other.name);
    }
    this.#dialDue(node);
  }

  #dialDue(node: SimNode): void {
    if (!node.online) return;
    for (const id of node.dialer.takeDue(this.agenda.nowMs)) this.dial(node, id);
    const dueMs = node.dialer.nextWakeup(this.agenda.nowMs);
    if (dueMs !== null) this.agenda.at(dueMs, () => this.#dialDue(node));
  }

  #checkConversation(link: Link, side: 0 | 1, message: PeerMessage<Symbolic>): void {
    const asked = link.asked[side];
    const owed = link.asked[side === 0 ? 1 : 0];
    const speaker = link.ends[side].name;
    if (message.type === 'request') {
      const key = `${message.piece}:${message.offset}:${message.length}`;
      if (asked.has(key)) this.fail(`${speaker} asks twice for ${key}`);
      asked.add(key);
      if (asked.size > REQQ) this.fail(`${speaker} has ${asked.size} requests outstanding`);
    } else if (message.type === 'piece' || message.type === 'reject') {
      const length = message.type === 'piece' ? message.data.byteLength : message.length;
      const key = `${message.piece}:${message.offset}:${length}`;
      if (!owed.delete(key)) this.fail(`${speaker} answers ${key}, which was not asked`);
    }
  }

  #progress(): string {
    return [...this.nodes.values()]
      .map((node) => `${node.name} ${node.stored.size}${node.online ? '' : ' (off)'}`)
      .join(', ');
  }
}
