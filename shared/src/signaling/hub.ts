import { type ClientMessage, MAX_LISTED_PEERS, type ServerMessage } from './messages.ts';
import { Room, type SampledMember } from './room.ts';

/** Handle of one socket, chosen by the server. */
export type ConnectionId = number;

export const MAX_SHARES_PER_CONNECTION = 64;
export const MAX_ROOM_MEMBERS = 10_000;

export type HubEvent =
  /** A socket whose key was proven; `peer` is the UUID of that key. */
  | { readonly type: 'opened'; readonly connection: ConnectionId; readonly peer: string }
  | { readonly type: 'closed'; readonly connection: ConnectionId }
  | {
      readonly type: 'message';
      readonly connection: ConnectionId;
      readonly message: Exclude<ClientMessage, { type: 'hello' }>;
    };

export interface HubEffect {
  readonly connection: ConnectionId;
  readonly message: ServerMessage;
}

interface Client {
  readonly peer: string;
  readonly joined: Set<string>;
}

/**
 * Who is in which swarm, and what they may say to each other: sans-IO. Signals pass only between members of one
 * swarm. One peer is in a swarm once: a later connection of the same key takes the place of the earlier one.
 */
export class Hub {
  readonly #random: () => number;
  readonly #clients = new Map<ConnectionId, Client>();
  readonly #rooms = new Map<string, Room>();
  #effects: HubEffect[] = [];

  /** @param random uniform in [0, 1) */
  constructor(random: () => number) {
    this.#random = random;
  }

  get counts(): { readonly clients: number; readonly swarms: number; readonly members: number } {
    let members = 0;
    for (const room of this.#rooms.values()) members += room.size;
    return { clients: this.#clients.size, swarms: this.#rooms.size, members };
  }

  handle(event: HubEvent): readonly HubEffect[] {
    if (event.type === 'opened') {
      this.#clients.set(event.connection, { peer: event.peer, joined: new Set() });
    } else if (event.type === 'closed') {
      this.#closed(event.connection);
    } else {
      const client = this.#clients.get(event.connection);
      if (client !== undefined) this.#receive(event.connection, client, event.message);
    }
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  #closed(connection: ConnectionId): void {
    const client = this.#clients.get(connection);
    if (client === undefined) return;
    for (const infoHash of [...client.joined]) this.#leave(connection, client, infoHash);
    this.#clients.delete(connection);
  }

  #receive(
    connection: ConnectionId,
    client: Client,
    message: Exclude<ClientMessage, { type: 'hello' }>,
  ): void {
    const { infoHash } = message;
    switch (message.type) {
      case 'scrape':
        this.#send(connection, { type: 'scraped', infoHash, peers: this.#othersIn(infoHash, client.peer) });
        return;
      case 'join':
        this.#join(connection, client, infoHash, message.left);
        return;
      case 'leave':
        if (client.joined.has(infoHash)) this.#leave(connection, client, infoHash);
        return;
      case 'progress':
        this.#rooms.get(infoHash)?.progress(client.peer, connection, message.left);
        return;
      case 'signal':
        this.#signal(connection, client, message);
    }
  }

  #othersIn(infoHash: string, peer: string): number {
    const room = this.#rooms.get(infoHash);
    if (room === undefined) return 0;
    return room.size - (room.connectionOf(peer) === undefined ? 0 : 1);
  }

  #join(connection: ConnectionId, client: Client, infoHash: string, left: number | null): void {
    if (!client.joined.has(infoHash) && client.joined.size >= MAX_SHARES_PER_CONNECTION) {
      this.#fail(connection, 'too-many-shares', 'This connection takes part in too many shares.', infoHash);
      return;
    }
    const room = this.#rooms.get(infoHash) ?? new Room();
    const before = room.connectionOf(client.peer);
    if (before === undefined && room.size >= MAX_ROOM_MEMBERS) {
      this.#fail(connection, 'swarm-full', 'Too many take part in this share. Try again later.', infoHash);
      return;
    }
    if (before !== undefined && before !== connection) this.#replace(before, client.peer, infoHash, room);
    this.#rooms.set(infoHash, room);
    const isNew = room.connectionOf(client.peer) === undefined;
    room.add(client.peer, connection, left);
    client.joined.add(infoHash);
    const listed = room.sample(client.peer, MAX_LISTED_PEERS, this.#random);
    const total = room.size - 1;
    const peers = listed.map(({ id, left: missing }) => ({ id, left: missing }));
    this.#send(connection, { type: 'joined', infoHash, peers, total });
    if (isNew) this.#tell(listed, { type: 'peer-joined', infoHash, id: client.peer, total });
  }

  /** The same key on another connection: the earlier one is out of this swarm, and told so. */
  #replace(earlier: ConnectionId, peer: string, infoHash: string, room: Room): void {
    this.#clients.get(earlier)?.joined.delete(infoHash);
    this.#fail(earlier, 'replaced', 'Another tab or page of this browser took part instead.', infoHash);
    this.#remove(room, peer, infoHash);
  }

  #leave(connection: ConnectionId, client: Client, infoHash: string): void {
    client.joined.delete(infoHash);
    const room = this.#rooms.get(infoHash);
    if (room === undefined || room.connectionOf(client.peer) !== connection) return;
    this.#remove(room, client.peer, infoHash);
    if (room.size === 0) this.#rooms.delete(infoHash);
  }

  #remove(room: Room, peer: string, infoHash: string): void {
    room.remove(peer);
    const told = room.sample(peer, MAX_LISTED_PEERS, this.#random);
    this.#tell(told, { type: 'peer-left', infoHash, id: peer, total: room.size - 1 });
  }

  #signal(
    connection: ConnectionId,
    client: Client,
    message: Extract<ClientMessage, { type: 'signal' }>,
  ): void {
    const { infoHash, to, data } = message;
    if (!client.joined.has(infoHash)) {
      this.#fail(connection, 'not-in-swarm', 'Join a share before signaling to its peers.', infoHash);
      return;
    }
    const target = this.#rooms.get(infoHash)?.connectionOf(to);
    if (target === undefined || to === client.peer) {
      this.#fail(connection, 'no-such-peer', 'That peer has left this share.', infoHash, to);
      return;
    }
    this.#send(target, { type: 'signal', infoHash, from: client.peer, connection: message.connection, data });
  }

  /** In a large swarm only some hear of each coming and going: everyone would cost its size squared. */
  #tell(members: readonly SampledMember[], message: ServerMessage): void {
    for (const { connection } of members) this.#send(connection, message);
  }

  #fail(connection: ConnectionId, code: string, message: string, infoHash: string, peer?: string): void {
    const about = peer === undefined ? { infoHash } : { infoHash, peer };
    this.#send(connection, { type: 'error', code, message, ...about });
  }

  #send(connection: ConnectionId, message: ServerMessage): void {
    this.#effects.push({ connection, message });
  }
}
