import { Dialer, type LinkId, type SwarmEvent, type TabBudget, yieldsToOffer } from '@flockdrop/shared/swarm';
import { type BlockRef, type LaneMessage, type PeerMessage, WireError } from '@flockdrop/shared/wire';
import type { Identity } from '../adapters/identity-store.ts';
import type { NetworkNews } from '../adapters/network.ts';
import { type ConnectionKind, createLink, type Link } from '../adapters/transport.ts';
import { randomUuid } from '../worker/random-uuid.ts';
import type { Alarms } from './alarms.ts';
import { Attempts, kindsOf, type Reach } from './attempts.ts';
import { Connection, type LaneOptions } from './connection.ts';
import { Proofs } from './proofs.ts';
import type { ConnectionTimes } from './report.ts';
import { RoundTrips } from './round-trips.ts';
import { isOffer, parseSignal } from './signals.ts';

const MAX_PENDING_DIALS = 8;
/** Connections that others are opening to us at one time. */
const MAX_PENDING_ANSWERS = 16;
/** A link that makes room for another still carries its last word; the other side closes it on hearing that. */
const LINGER_MS = 2_000;
/** A dial that is older was most likely begun before the machine slept. */
const STALE_DIAL_MS = 5_000;

export interface SwarmLinksOptions {
  /** v2 info-hash, 32 bytes. */
  readonly infoHash: Uint8Array;
  readonly self: string;
  readonly identity: Identity;
  readonly alarms: Alarms;
  /** Of connections, for all shares of the tab. */
  readonly budget: TabBudget;
  readonly paused: boolean;
  iceServers(): readonly RTCIceServer[];
  relayOnly(): boolean;
  isBanned(peer: string): boolean;
  sendSignal(to: string, connection: string, data: string): boolean;
  emit(event: SwarmEvent): void;
  /** Of a piece that we hold; `null` when it cannot be read. */
  readBlock(ref: BlockRef): Promise<Uint8Array | null>;
  onChange(): void;
}

/**
 * The connections of one share: whom to dial, how signals find their negotiation, how messages become bytes. It
 * turns what happens on them into engine events and decides nothing about data.
 */
export class SwarmLinks {
  readonly #options: SwarmLinksOptions;
  readonly #proofs: Proofs;
  readonly #dialer: Dialer;
  readonly #connections = new Map<LinkId, Connection>();
  #nextId: LinkId = 1;
  #closed = false;
  #paused: boolean;
  readonly #attempts: Attempts;
  readonly #roundTrips: RoundTrips;

  constructor(options: SwarmLinksOptions) {
    this.#options = options;
    this.#paused = options.paused;
    this.#proofs = new Proofs(options.identity, options.infoHash);
    this.#attempts = new Attempts(options.alarms, options.onChange);
    this.#roundTrips = new RoundTrips(options.alarms, () => this.#connections.values(), options.onChange);
    this.#dialer = new Dialer({
      random: Math.random,
      maxPending: MAX_PENDING_DIALS,
      maxConnections: () => options.budget.allowance(),
    });
  }

  /** What is in the way of connecting, as far as can be told. */
  reach(): Reach {
    const { iceServers, relayOnly } = this.#options;
    const pending = [...this.#connections.values()].filter(({ isOpen }) => !isOpen);
    const underWay = pending.map(({ link }) => link.pathFacts()).filter((facts) => facts !== null);
    return this.#attempts.reach(underWay, { ...kindsOf(iceServers()), relayOnly: relayOnly() });
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
    return [...this.#connections.values()].find((one) => one.peer === peer)?.times ?? null;
  }

  /** Connections that carry the pieces of this link. */
  lanesOf(id: LinkId): number {
    return this.#connections.get(id)?.lanes ?? 1;
  }

  /** Peers that are being connected to and are not open yet. */
  pending(): readonly string[] {
    return [...this.#connections.values()].filter(({ isOpen }) => !isOpen).map(({ peer }) => peer);
  }

  learn(peers: readonly string[]): void {
    for (const peer of peers) {
      if (peer !== this.#options.self && !this.#options.isBanned(peer)) this.#dialer.learn(peer);
    }
    // Told anew by a server that came back, or by another network: what failed before may work now.
    this.#dialer.retryNow(this.#options.alarms.now());
    this.#dialDue();
  }

  forget(peer: string): void {
    this.#dialer.forget(peer);
  }

  /** The server cannot reach it: what is being negotiated with it leads nowhere. */
  gone(peer: string): void {
    this.#dialer.forget(peer);
    for (const connection of this.#connections.values()) {
      if (connection.peer === peer && !connection.isOpen) connection.link.close('gone', 'The peer has left.');
    }
  }

  /** Lets go of everyone and connects to nobody until `resume`; who is there is learned anew on joining again. */
  pause(): void {
    this.#paused = true;
    this.#dialer.forgetAll();
    this.#attempts.stopped();
    this.#options.budget.wish(this, 0);
    for (const { link } of this.#connections.values()) link.close('paused', 'The share was paused.');
  }

  resume(): void {
    this.#paused = false;
  }

  /**
   * The way out may be another one: nobody waits any longer before dialing again, attempts start anew, and open links
   * look for a new path; those that seem well only where the network is known to have `changed`.
   */
  refresh(news: NetworkNews): void {
    if (this.#closed || this.#paused) return;
    const now = this.#options.alarms.now();
    const isChanged = news === 'changed';
    for (const { isOpen, dialed, startedMs, link } of this.#connections.values()) {
      if (isOpen) {
        if (isChanged || link.pathFacts()?.ice === 'disconnected') link.restart();
      } else if (dialed && (isChanged || now - startedMs >= STALE_DIAL_MS)) {
        link.close('refresh', 'Tried anew over the present network.');
      }
    }
    this.#dialer.retryNow(now);
    this.#dialDue();
  }

  receiveSignal(from: string, name: string, text: string): void {
    if (this.#closed || this.#paused) return;
    const data = parseSignal(text);
    const known = [...this.#connections.values()].find((one) => one.name === name && one.peer === from);
    if (known !== undefined) known.link.signal(data);
    else if (isOffer(data)) this.#answer(from, name, data);
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

  closeAll(): void {
    this.#closed = true;
    this.#options.alarms.set(this, null, () => undefined);
    this.#attempts.stopped();
    this.#roundTrips.stop();
    this.#options.budget.wish(this, 0);
    for (const { link } of this.#connections.values()) link.close('stopped', 'The share was stopped.');
  }

  #dialDue(): void {
    if (this.#closed || this.#paused) return;
    const { alarms, budget, emit } = this.#options;
    budget.wish(this, this.#dialer.peerCount);
    for (const peer of this.#dialer.takeDue(alarms.now())) this.#connect(peer, randomUuid(), true);
    const wish = this.#dialer.takeRoomWish(alarms.now());
    if (wish !== null) emit({ type: 'make-room', ...wish });
    alarms.set(this, this.#dialer.nextWakeup(alarms.now()), () => this.#dialDue());
  }

  #answer(from: string, name: string, offer: unknown): void {
    const { self, isBanned, alarms } = this.#options;
    if (from === self || isBanned(from) || !this.#dialer.accepts(from, alarms.now())) return;
    const ours = [...this.#connections.values()].find(
      (one) => one.peer === from && !one.isOpen && one.dialed,
    );
    if (ours !== undefined) {
      const pendingMs = alarms.now() - ours.startedMs;
      if (!yieldsToOffer({ self, peer: from, pendingMs })) return;
      ours.link.close('glare', 'The other side dials too.');
    }
    const answering = [...this.#connections.values()].filter((one) => !one.dialed && !one.isOpen);
    if (answering.length >= MAX_PENDING_ANSWERS) return;
    this.#connect(from, name, false).signal(offer);
  }

  #connect(peer: string, name: string, dialed: boolean): Link {
    const id = this.#nextId++;
    const { alarms, sendSignal, iceServers, relayOnly, onChange } = this.#options;
    const link = createLink({
      initiator: dialed,
      iceServers,
      relayOnly: relayOnly(),
      onSignal: (data) => {
        // An offer that reached nobody gets no answer.
        if (!sendSignal(peer, name, JSON.stringify(data)) && !connection.isOpen && isOffer(data)) {
          link.close('no-server', 'The meeting server was away when the peer was dialed.');
        }
      },
      onOpen: () => this.#opened(id),
      onMessage: (data) => this.#received(id, data),
      onDrain: () => this.#drained(id),
      onClose: ({ code }) => this.#ended(id, code),
      onConnectionKind: (kind) => {
        connection.kind = kind;
        this.#options.emit({ type: 'link-kind', link: id, relayed: kind === 'relay' });
        onChange();
      },
    });
    const named = { id, name, peer, dialed, startedMs: alarms.now() };
    const connection = new Connection(named, link, this.#laneOptions(id));
    this.#connections.set(id, connection);
    if (![...this.#connections.values()].some(({ isOpen }) => isOpen)) this.#attempts.begun();
    onChange();
    return link;
  }

  #opened(id: LinkId): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    const now = this.#options.alarms.now();
    connection.openedMs = now;
    this.#attempts.opened();
    this.#roundTrips.start();
    const { peer, dialed } = connection;
    this.#dialer.opened(peer, dialed, now);
    this.#options.emit({ type: 'link-opened', link: id, peer, dialed });
    this.#dialDue();
  }

  #received(id: LinkId, data: Uint8Array): void {
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

  #drained(id: LinkId): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    connection.congested = false;
    this.#options.emit({ type: 'congestion', link: id, congested: false });
  }

  #laneOptions(id: LinkId): LaneOptions {
    const { alarms, budget, iceServers, relayOnly, emit, onChange } = this.#options;
    return {
      alarms,
      iceServers,
      // Lanes take direct paths alone: who hides its addresses has none, whatever a peer offers.
      mayOpen: () => !relayOnly() && this.#inUse < budget.allowance(),
      onPiece: (message) => emit({ type: 'message', link: id, message }),
      onDrain: () => this.#drained(id),
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
    return [...this.#connections.values()].reduce((sum, { connections }) => sum + connections, 0);
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

  #ended(id: LinkId, code: string): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    this.#connections.delete(id);
    connection.ended();
    const { alarms, emit, onChange } = this.#options;
    alarms.set(connection, null, () => undefined);
    const now = alarms.now();
    if (connection.isOpen) {
      this.#dialer.closed(connection.peer, now, connection.leaving ?? code);
      emit({ type: 'link-closed', link: id });
    } else {
      if (connection.dialed && code === 'refresh') this.#dialer.abandoned(connection.peer);
      else if (connection.dialed) this.#dialer.failed(connection.peer, now);
      this.#attempts.ended(code, connection.link.pathFacts());
    }
    onChange();
    this.#dialDue();
  }
}
