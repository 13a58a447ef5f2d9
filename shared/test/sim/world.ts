import type { ServerMessage } from '../../src/signaling/index.ts';
import type { Dialer } from '../../src/swarm/index.ts';
import type { PeerMessage } from '../../src/wire/index.ts';
import { Agenda } from './agenda.ts';
import { SimLink } from './link.ts';
import { SimNode } from './node.ts';
import { seededRandom } from './random.ts';
import type { NodeOptions, Surroundings } from './surroundings.ts';
import type { Symbolic } from './symbolic.ts';
import { Trace } from './trace.ts';
import { SimTracker } from './tracker.ts';

/** How long a link that was left for another peer still carries what was said last. */
const LINGER_MS = 2_000;

/**
 * A simulated world: real engines, virtual time, symbolic data. Owns links, and a signaling server that tells newcomers
 * who is there. Everything random comes from one seed; a broken rule ends the run with the seed that shows it.
 */
export class World implements Surroundings {
  readonly agenda = new Agenda();
  readonly nodes = new Map<string, SimNode>();
  readonly seed: number;
  readonly random: () => number;
  /** Whether two nodes can be connected at all. */
  hasPath: (from: string, to: string) => boolean = () => true;
  readonly trace = new Trace();
  readonly checkEvery: number;
  readonly #tracker: SimTracker;
  readonly #links = new Map<number, SimLink>();
  readonly #linksOf = new Map<SimNode, Set<SimLink>>();
  readonly #dialsAtMs = new Map<Dialer, number>();
  #nextLink = 1;

  /** @param checkEvery engines are checked after every so many events: thousands of them take too long else */
  constructor(seed: number, checkEvery = 1) {
    this.seed = seed;
    this.checkEvery = checkEvery;
    this.random = seededRandom(seed);
    this.#tracker = new SimTracker(seededRandom(seed + 3), (node, message) => this.#told(node, message));
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
    for (const link of this.#open(node)) this.agenda.after(noticedAfterMs, () => this.closeLink(link.id));
    this.#tracker.leave(node);
  }

  comeBack(node: SimNode): void {
    node.restart();
    this.#join(node);
  }

  /** From now on nobody hears of anyone new, and nothing can be negotiated. */
  stopSignaling(): void {
    this.#tracker.stop();
  }

  /** Everyone joins again. */
  restoreSignaling(): void {
    this.#tracker.start();
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
    // What lies in send buffers already can take a slow line a while.
    for (let round = 0; round < 11 && this.#owing() !== null; round++) this.runFor(5_000);
    for (const node of this.nodes.values()) if (node.online) node.checkEngine(true);
    const owing = this.#owing();
    if (owing !== null) this.fail(`requests between ${owing.name} have no answer`);
  }

  /** A link on which an honest peer owes an answer, longer than it may where somebody still downloads. */
  #owing(): SimLink | null {
    for (const link of this.#links.values()) {
      const settled = link.ends.every((node) => node.isComplete);
      if (link.overdue(this.agenda.nowMs, settled ? 0 : 60_000) > 0) return link;
    }
    return null;
  }

  /** Cuts the links of a node, as a network does. */
  cutLinks(node: SimNode): void {
    for (const link of this.#open(node)) this.closeLink(link.id);
  }

  /** Links between two nodes that are open. */
  linksBetween(a: SimNode, b: SimNode): number {
    return this.#open(a).filter(({ ends }) => ends.includes(b)).length;
  }

  /** How long the line of a node takes for what lies in its send buffers, all together. */
  backlogMs(node: SimNode): number {
    const bytes = this.#open(node).reduce((sum, link) => sum + link.bufferedBytes(node), 0);
    return (bytes / node.upBps) * 1_000;
  }

  /** Links ever opened. */
  get linksMade(): number {
    return this.#nextLink - 1;
  }

  /** An offer goes through the server, and an answer back; then the connection opens, or does not. */
  dial(from: SimNode, to: string): void {
    const { dialer } = from;
    this.agenda.after(this.#latency(), () => {
      if (from.dialer !== dialer || !from.online) return;
      if (this.#tracker.isUp && this.nodes.get(to)?.online === true) this.#tracker.offer(from, to);
      else this.#failed(from, to);
    });
  }

  transmit(from: SimNode, linkId: number, message: PeerMessage<Symbolic>): void {
    const link = this.#links.get(linkId);
    if (link === undefined) return;
    this.trace.add(this.agenda.nowMs * 1_000);
    this.trace.add(linkId);
    this.trace.addText(message.type);
    if ('piece' in message) this.trace.add(message.piece);
    from.diary.sends(message);
    link.transmit(from, message);
  }

  /** @param code why an engine closes it. With `made-room` its last word still arrives first. */
  closeLink(linkId: number, code?: string): void {
    const link = this.#links.get(linkId);
    if (link === undefined) return;
    if (code === 'made-room' || code === 'left') link.code = code;
    if (code === 'made-room') {
      this.agenda.after(LINGER_MS, () => this.#end(link));
    } else {
      this.#end(link);
    }
  }

  #end(link: SimLink): void {
    const linkId = link.id;
    if (!link.open) return;
    this.#links.delete(linkId);
    link.open = false;
    for (const node of link.ends) this.#linksOf.get(node)?.delete(link);
    // Both ends learn of it later: right now one of them may be in the middle of handling an event.
    this.agenda.after(1, () => {
      for (const [side, node] of link.ends.entries()) {
        const other = link.ends[1 - side];
        if (other === undefined || link.knownTo.get(node) !== node.dialer) continue;
        node.handle({ type: 'link-closed', link: linkId });
        node.dialer.closed(other.name, this.agenda.nowMs, link.code);
        this.#dialDue(node);
      }
    });
  }

  #open(node: SimNode): readonly SimLink[] {
    return [...(this.#linksOf.get(node) ?? [])];
  }

  #latency(): number {
    return 5 + Math.floor(this.random() * 45);
  }

  #failed(from: SimNode, to: string): void {
    from.dialer.failed(to, this.agenda.nowMs);
    this.#dialDue(from);
  }

  /** The server's word to a node. It learns of it a moment later, in an event of its own. */
  #told(node: SimNode, message: ServerMessage): void {
    node.later(1, () => {
      switch (message.type) {
        case 'joined':
          for (const { id } of message.peers) if (!node.banned.has(id)) node.dialer.learn(id);
          this.#dialDue(node);
          return;
        case 'peer-left':
          node.dialer.forget(message.id);
          return;
        case 'signal':
          this.#offered(message.from, node);
          return;
        case 'error':
          if (message.peer !== undefined) this.#failed(node, message.peer);
      }
    });
  }

  #offered(name: string, to: SimNode): void {
    const from = this.nodes.get(name);
    if (from === undefined) return;
    const { dialer } = from;
    const latencyMs = this.#latency();
    this.agenda.after(3 * latencyMs, () => {
      if (!from.online || from.dialer !== dialer) return;
      if (to.online && this.hasPath(name, to.name)) this.#openLink(from, to, latencyMs);
      else this.#failed(from, to.name);
    });
  }

  #openLink(from: SimNode, to: SimNode, latencyMs: number): void {
    const link = new SimLink(this, { id: this.#nextLink++, ends: [from, to], latencyMs });
    this.#links.set(link.id, link);
    for (const node of link.ends) {
      const links = this.#linksOf.get(node) ?? new Set();
      this.#linksOf.set(node, links.add(link));
    }
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
    this.#tracker.join(node);
  }

  #dialDue(node: SimNode): void {
    if (!node.online) return;
    const { dialer } = node;
    for (const id of dialer.takeDue(this.agenda.nowMs)) this.dial(node, id);
    const wish = dialer.takeRoomWish(this.agenda.nowMs);
    if (wish !== null) node.handle({ type: 'make-room', ...wish });
    const dueMs = dialer.nextWakeup(this.agenda.nowMs);
    if (dueMs === null || this.#dialsAtMs.get(dialer) === dueMs) return;
    this.#dialsAtMs.set(dialer, dueMs);
    this.agenda.at(dueMs, () => {
      if (this.#dialsAtMs.get(dialer) === dueMs) this.#dialsAtMs.delete(dialer);
      if (node.dialer === dialer) this.#dialDue(node);
    });
  }

  #progress(): string {
    return [...this.nodes.values()]
      .map(({ name, disk, online }) => `${name} ${disk.stored.size}${online ? '' : ' (off)'}`)
      .join(', ');
  }
}
