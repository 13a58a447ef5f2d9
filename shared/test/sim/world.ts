import type { PeerMessage } from '../../src/wire/index.ts';
import { Agenda } from './agenda.ts';
import { SimLink } from './link.ts';
import { type NodeOptions, SimNode, type Surroundings } from './node.ts';
import { seededRandom } from './random.ts';
import type { Symbolic } from './symbolic.ts';

/**
 * A small simulated world: real engines, virtual time, symbolic data. Owns links, and a tracker that tells newcomers
 * who is there. Everything random comes from one seed; a broken rule ends the run with the seed that shows it.
 */
export class World implements Surroundings {
  readonly agenda = new Agenda();
  readonly nodes = new Map<string, SimNode>();
  readonly seed: number;
  readonly random: () => number;
  /** Whether two nodes can be connected at all. */
  hasPath: (from: string, to: string) => boolean = () => true;
  #signalingUp = true;
  readonly #links = new Map<number, SimLink>();
  #nextLink = 1;

  constructor(seed: number) {
    this.seed = seed;
    this.random = seededRandom(seed);
  }

  fail(message: string): never {
    throw new Error(`seed ${this.seed}, ${this.agenda.nowMs} ms: ${message}`);
  }

  mayBeBanned(name: string): boolean {
    return this.nodes.get(name)?.behaviour.isProvable === true;
  }

  add(options: Omit<NodeOptions, 'seed'>): SimNode {
    const node = new SimNode(this, { ...options, seed: Math.floor(this.random() * 2 ** 31) });
    this.nodes.set(node.name, node);
    this.#join(node);
    return node;
  }

  /** The tab closes without a word. @param noticedAfterMs when the others' links to it break */
  leave(node: SimNode, noticedAfterMs = 0): void {
    node.stop();
    for (const link of this.#linksOf(node)) this.agenda.after(noticedAfterMs, () => this.closeLink(link.id));
    if (!this.#signalingUp) return;
    for (const other of this.nodes.values()) other.dialer.forget(node.name);
  }

  comeBack(node: SimNode): void {
    node.restart();
    this.#join(node);
  }

  /** From now on nobody hears of anyone new, and nothing can be negotiated. */
  stopSignaling(): void {
    this.#signalingUp = false;
  }

  /** Everyone joins again. */
  restoreSignaling(): void {
    this.#signalingUp = true;
    for (const node of this.nodes.values()) if (node.online) this.#join(node);
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

  /** Lets what is under way come to rest: every engine is in order, and no honest peer owes an answer. */
  finish(): void {
    this.runFor(5_000);
    for (const node of this.nodes.values()) if (node.online) node.checkEngine(true);
    for (const link of this.#links.values()) {
      const settled = link.ends.every((node) => node.isComplete);
      const overdue = link.overdue(this.agenda.nowMs, settled ? 0 : 60_000);
      if (overdue > 0) this.fail(`${overdue} requests between ${link.name} have no answer`);
    }
  }

  /** Cuts the links of a node, as a network does. */
  cutLinks(node: SimNode): void {
    for (const link of this.#linksOf(node)) this.closeLink(link.id);
  }

  /** Links between two nodes that are open. */
  linksBetween(a: SimNode, b: SimNode): number {
    return this.#linksOf(a).filter(({ ends }) => ends.includes(b)).length;
  }

  /** Links ever opened. */
  get linksMade(): number {
    return this.#nextLink - 1;
  }

  dial(from: SimNode, to: string): void {
    const target = this.nodes.get(to);
    const latencyMs = 5 + Math.floor(this.random() * 45);
    const { dialer } = from;
    this.agenda.after(4 * latencyMs, () => {
      const reachable = this.#signalingUp && from.online && from.dialer === dialer && target?.online === true;
      if (reachable && target !== undefined && this.hasPath(from.name, to)) {
        this.#openLink(from, target, latencyMs);
      } else {
        dialer.failed(to, this.agenda.nowMs);
        if (from.dialer === dialer) this.#dialDue(from);
      }
    });
  }

  transmit(from: SimNode, linkId: number, message: PeerMessage<Symbolic>): void {
    this.#links.get(linkId)?.transmit(from, message);
  }

  closeLink(linkId: number): void {
    const link = this.#links.get(linkId);
    if (link === undefined) return;
    this.#links.delete(linkId);
    link.open = false;
    // Both ends learn of it later: right now one of them may be in the middle of handling an event.
    this.agenda.after(1, () => {
      for (const [side, node] of link.ends.entries()) {
        const other = link.ends[1 - side];
        if (other === undefined || link.knownTo.get(node) !== node.dialer) continue;
        node.handle({ type: 'link-closed', link: linkId });
        node.dialer.closed(other.name, this.agenda.nowMs);
        this.#dialDue(node);
      }
    });
  }

  #linksOf(node: SimNode): readonly SimLink[] {
    return [...this.#links.values()].filter(({ ends }) => ends.includes(node));
  }

  #openLink(from: SimNode, to: SimNode, latencyMs: number): void {
    const link = new SimLink(this, { id: this.#nextLink++, ends: [from, to], latencyMs });
    this.#links.set(link.id, link);
    this.#opened(link, from, to.name, true);
    to.later(latencyMs, () => {
      if (link.open) this.#opened(link, to, from.name, false);
    });
  }

  #opened(link: SimLink, node: SimNode, peer: string, dialed: boolean): void {
    link.knownTo.set(node, node.dialer);
    node.dialer.opened(peer, dialed, this.agenda.nowMs);
    node.handle({ type: 'link-opened', link: link.id, peer, dialed });
    this.#dialDue(node);
  }

  #join(node: SimNode): void {
    if (!this.#signalingUp) return;
    for (const other of this.nodes.values()) {
      if (other !== node && other.online && !node.banned.has(other.name)) node.dialer.learn(other.name);
    }
    this.#dialDue(node);
  }

  #dialDue(node: SimNode): void {
    if (!node.online) return;
    const { dialer } = node;
    for (const id of dialer.takeDue(this.agenda.nowMs)) this.dial(node, id);
    const dueMs = dialer.nextWakeup(this.agenda.nowMs);
    if (dueMs !== null) {
      this.agenda.at(dueMs, () => {
        if (node.dialer === dialer) this.#dialDue(node);
      });
    }
  }

  #progress(): string {
    return [...this.nodes.values()]
      .map(({ name, disk, online }) => `${name} ${disk.stored.size}${online ? '' : ' (off)'}`)
      .join(', ');
  }
}
