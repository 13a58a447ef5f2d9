import type { LinkId, SwarmEvent, TabBudget } from '@flockdrop/shared/swarm';
import { type BlockRef, type LaneMessage, type PeerMessage, WireError } from '@flockdrop/shared/wire';
import type { Identity } from '../adapters/identity-store.ts';
import type { ConnectionKind } from '../adapters/transport.ts';
import type { Alarms } from './alarms.ts';
import type { Connection, LaneOptions } from './connection.ts';
import { Proofs } from './proofs.ts';
import type { ConnectionTimes } from './report.ts';

/** A link that makes room for another still carries its last word; the other side closes it on hearing that. */
const LINGER_MS = 2_000;

export interface LinesOptions {
  /** v2 info-hash, 32 bytes. */
  readonly infoHash: Uint8Array;
  readonly identity: Identity;
  readonly alarms: Alarms;
  /** Of connections, for all shares of the tab. */
  readonly budget: TabBudget;
  iceServers(): readonly RTCIceServer[];
  relayOnly(): boolean;
  emit(event: SwarmEvent): void;
  /** Of a piece that we hold; `null` when it cannot be read. */
  readBlock(ref: BlockRef): Promise<Uint8Array | null>;
  onChange(): void;
}

/**
 * The connections of one share as its engine speaks over them: which link is which, what is said and heard on it, how
 * it ends, and what can be told of it. Whom to connect to is decided elsewhere.
 */
export class Lines {
  readonly #options: LinesOptions;
  readonly #proofs: Proofs;
  readonly #connections = new Map<LinkId, Connection>();

  constructor(options: LinesOptions) {
    this.#options = options;
    this.#proofs = new Proofs(options.identity, options.infoHash);
  }

  all(): readonly Connection[] {
    return [...this.#connections.values()];
  }

  get(id: LinkId): Connection | undefined {
    return this.#connections.get(id);
  }

  add(connection: Connection): void {
    this.#connections.set(connection.id, connection);
  }

  /** It has ended. */
  remove(connection: Connection): void {
    this.#connections.delete(connection.id);
    connection.ended();
    this.#options.alarms.set(connection, null, () => undefined);
  }

  /** `null` when there is no such link any more. */
  kindOf(id: LinkId): ConnectionKind | 'connecting' | null {
    const connection = this.#connections.get(id);
    return connection === undefined
      ? null
      : (connection.kind ?? (connection.isOpen ? 'direct' : 'connecting'));
  }

  /** Milliseconds; `null` while it was not measured. */
  rttOf(id: LinkId): number | null {
    return this.#connections.get(id)?.rttMs ?? null;
  }

  /** How long the connection to a peer took to open, and to bring something; `null` where there is none. */
  timesOf(peer: string): ConnectionTimes | null {
    return this.all().find((one) => one.peer === peer)?.times ?? null;
  }

  /** Connections that carry the pieces of this link. */
  lanesOf(id: LinkId): number {
    return this.#connections.get(id)?.lanes ?? 1;
  }

  /** Peers that are being connected to and are not open yet. */
  pending(): readonly string[] {
    return this.all()
      .filter(({ isOpen }) => !isOpen)
      .map(({ peer }) => peer);
  }

  send(id: LinkId, message: PeerMessage): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    connection.send(message);
    if (!connection.congested && connection.isCongested) {
      connection.congested = true;
      this.#options.emit({ type: 'congestion', link: id, congested: true });
    }
  }

  /** What a peer, proven to be who it is, says of its lanes. */
  receiveLane(id: LinkId, message: LaneMessage): void {
    this.#connections.get(id)?.receiveLane(message);
  }

  /** Sends what waits for company: to be called when all that one event caused has been said. */
  flush(): void {
    for (const connection of this.#connections.values()) connection.flush();
  }

  close(id: LinkId, code: string, reason: string): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    connection.flush();
    connection.leaving ??= code;
    const { alarms } = this.#options;
    if (code !== 'made-room') connection.link.close(code, reason);
    else alarms.set(connection, alarms.now() + LINGER_MS, () => connection.link.close(code, reason));
  }

  async signProof(id: LinkId): Promise<void> {
    const prints = this.#connections.get(id)?.link.fingerprints() ?? null;
    if (prints === null) {
      this.close(id, 'no-identity', 'The connection has no fingerprints to prove an identity with.');
      return;
    }
    this.#options.emit(await this.#proofs.make(id, prints));
  }

  async checkProof(id: LinkId, publicKey: Uint8Array, signature: Uint8Array): Promise<void> {
    const prints = this.#connections.get(id)?.link.fingerprints() ?? null;
    this.#options.emit(await this.#proofs.check(id, prints, { publicKey, signature }));
  }

  /** Bytes came: what they mean goes to the engine. What means nothing ends the link. */
  received(id: LinkId, data: Uint8Array): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    try {
      connection.receive(data, this.#options.alarms.now(), (message) =>
        this.#options.emit({ type: 'message', link: id, message }),
      );
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      connection.link.close(error.code, error.message);
    }
  }

  /** What was handed over is sent: there is room for more. */
  drained(id: LinkId): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    connection.congested = false;
    this.#options.emit({ type: 'congestion', link: id, congested: false });
  }

  /** What the lanes of a link live on. */
  laneOptions(id: LinkId): LaneOptions {
    const { alarms, budget, iceServers, relayOnly, emit, onChange } = this.#options;
    return {
      alarms,
      iceServers,
      // Lanes take direct paths alone: who hides its addresses has none, whatever a peer offers.
      mayOpen: () => !relayOnly() && this.#inUse < budget.allowance(),
      onPiece: (message) => emit({ type: 'message', link: id, message }),
      onDrain: () => this.drained(id),
      onLost: (refs) => void this.#sendAgain(id, refs),
      onFault: (code, reason) => this.close(id, code, reason),
      onChange: () => {
        emit({ type: 'lanes', link: id, lanes: this.lanesOf(id) });
        onChange();
      },
    };
  }

  /** Connections of any kind: a lane counts as much as a peer. */
  get #inUse(): number {
    return this.all().reduce((sum, { connections }) => sum + connections, 0);
  }

  /** A lane was lost with these: the engine has answered, so the answers go again, over the first lane. */
  async #sendAgain(id: LinkId, refs: readonly BlockRef[]): Promise<void> {
    for (const ref of refs) {
      const data = await this.#options.readBlock(ref);
      const { piece, offset } = ref;
      this.#connections
        .get(id)
        ?.sendAgain(data === null ? { ...ref, type: 'reject' } : { type: 'piece', piece, offset, data });
    }
  }
}
