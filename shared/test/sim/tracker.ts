import { Hub, type HubEffect, type ServerMessage } from '../../src/signaling/index.ts';
import type { SimNode } from './node.ts';

/** What the server tells a node. */
type Told = (node: SimNode, message: ServerMessage) => void;

/**
 * The signaling server of a world: the real hub and its rooms, on sockets that lose nothing until the server stops. A
 * node that joins again has a new socket, as a reloaded tab has.
 */
export class SimTracker {
  readonly #random: () => number;
  readonly #told: Told;
  readonly #nodes = new Map<number, SimNode>();
  readonly #connections = new Map<SimNode, number>();
  #hub: Hub;
  #up = true;
  #nextConnection = 1;

  constructor(random: () => number, told: Told) {
    this.#random = random;
    this.#told = told;
    this.#hub = new Hub(random);
  }

  get isUp(): boolean {
    return this.#up;
  }

  join(node: SimNode): void {
    if (!this.#up) return;
    this.leave(node);
    const connection = this.#nextConnection++;
    this.#nodes.set(connection, node);
    this.#connections.set(node, connection);
    this.#carryOut(this.#hub.handle({ type: 'opened', connection, peer: node.name }));
    const { infoHash } = this;
    this.#carryOut(
      this.#hub.handle({ type: 'message', connection, message: { type: 'join', infoHash, left: null } }),
    );
  }

  /** Its socket is gone. */
  leave(node: SimNode): void {
    const connection = this.#connections.get(node);
    if (connection === undefined) return;
    this.#connections.delete(node);
    this.#nodes.delete(connection);
    this.#carryOut(this.#hub.handle({ type: 'closed', connection }));
  }

  /** Offers a connection. It reaches `to`, or comes back as an error, or is lost with the server. */
  offer(from: SimNode, to: string): void {
    const connection = this.#connections.get(from);
    if (!this.#up || connection === undefined) return;
    const { infoHash } = this;
    const message = { type: 'signal', infoHash, to, connection: 'offer', data: '' } as const;
    this.#carryOut(this.#hub.handle({ type: 'message', connection, message }));
  }

  /** The server is gone, and all it knew. */
  stop(): void {
    this.#up = false;
    this.#nodes.clear();
    this.#connections.clear();
  }

  start(): void {
    this.#up = true;
    this.#hub = new Hub(this.#random);
  }

  /** Every world has one swarm. */
  readonly infoHash = '0'.repeat(64);

  #carryOut(effects: readonly HubEffect[]): void {
    for (const { connection, message } of effects) {
      const node = this.#nodes.get(connection);
      if (node !== undefined) this.#told(node, message);
    }
  }
}
