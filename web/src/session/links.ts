import { Dialer, type LinkId, yieldsToOffer } from '@flockdrop/shared/swarm';
import type { NetworkNews } from '../adapters/network.ts';
import { createLink, type Link } from '../adapters/transport.ts';
import { randomUuid } from '../worker/random-uuid.ts';
import { Attempts, kindsOf, type Reach } from './attempts.ts';
import { Connection } from './connection.ts';
import { Lines, type LinesOptions } from './lines.ts';
import { RoundTrips } from './round-trips.ts';
import { isOffer, parseSignal } from './signals.ts';

const MAX_PENDING_DIALS = 8;
/** Connections that others are opening to us at one time. */
const MAX_PENDING_ANSWERS = 16;
/** A dial that is older was most likely begun before the machine slept. */
const STALE_DIAL_MS = 5_000;

export interface SwarmLinksOptions extends LinesOptions {
  readonly self: string;
  readonly paused: boolean;
  isBanned(peer: string): boolean;
  sendSignal(to: string, connection: string, data: string): boolean;
}

/**
 * Connecting one share to its peers: whom to dial, whom to answer, how signals find their negotiation, what to do when
 * the network changes. It tells the engine what opens and ends, and decides nothing about data.
 */
export class SwarmLinks {
  /** Those that there are, open or not. */
  readonly lines: Lines;
  readonly #options: SwarmLinksOptions;
  readonly #dialer: Dialer;
  #nextId: LinkId = 1;
  #closed = false;
  #paused: boolean;
  readonly #attempts: Attempts;
  readonly #roundTrips: RoundTrips;

  constructor(options: SwarmLinksOptions) {
    this.#options = options;
    this.#paused = options.paused;
    this.lines = new Lines(options);
    this.#attempts = new Attempts(options.alarms, options.onChange);
    this.#roundTrips = new RoundTrips(options.alarms, () => this.lines.all(), options.onChange);
    this.#dialer = new Dialer({
      random: Math.random,
      maxPending: MAX_PENDING_DIALS,
      maxConnections: () => options.budget.allowance(),
    });
  }

  /** What is in the way of connecting, as far as can be told. */
  reach(): Reach {
    const { iceServers, relayOnly } = this.#options;
    const pending = this.lines.all().filter(({ isOpen }) => !isOpen);
    const underWay = pending.map(({ link }) => link.pathFacts()).filter((facts) => facts !== null);
    return this.#attempts.reach(underWay, { ...kindsOf(iceServers()), relayOnly: relayOnly() });
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
    for (const connection of this.lines.all()) {
      if (connection.peer === peer && !connection.isOpen) connection.link.close('gone', 'The peer has left.');
    }
  }

  /** Lets go of everyone and connects to nobody until `resume`; who is there is learned anew on joining again. */
  pause(): void {
    this.#paused = true;
    this.#dialer.forgetAll();
    this.#attempts.stopped();
    this.#options.budget.wish(this, 0);
    for (const { link } of this.lines.all()) link.close('paused', 'The share was paused.');
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
    for (const connection of this.lines.all()) {
      const { isOpen, dialed, startedMs, link } = connection;
      if (isOpen) {
        if (isChanged || link.pathFacts()?.ice === 'disconnected') connection.restart();
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
    const known = this.lines.all().find((one) => one.name === name && one.peer === from);
    if (known !== undefined) known.link.signal(data);
    else if (isOffer(data)) this.#answer(from, name, data);
  }

  closeAll(): void {
    this.#closed = true;
    this.#options.alarms.set(this, null, () => undefined);
    this.#attempts.stopped();
    this.#roundTrips.stop();
    this.#options.budget.wish(this, 0);
    for (const { link } of this.lines.all()) link.close('stopped', 'The share was stopped.');
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
    const ours = this.lines.all().find((one) => one.peer === from && !one.isOpen && one.dialed);
    if (ours !== undefined) {
      const pendingMs = alarms.now() - ours.startedMs;
      if (!yieldsToOffer({ self, peer: from, pendingMs })) return;
      ours.link.close('glare', 'The other side dials too.');
    }
    const answering = this.lines.all().filter((one) => !one.dialed && !one.isOpen);
    if (answering.length >= MAX_PENDING_ANSWERS) return;
    this.#connect(from, name, false).signal(offer);
  }

  #connect(peer: string, name: string, dialed: boolean): Link {
    const id = this.#nextId++;
    const { alarms, sendSignal, iceServers, relayOnly, onChange } = this.#options;
    const link = createLink({
      initiator: dialed,
      now: () => alarms.now(),
      iceServers,
      relayOnly: relayOnly(),
      onSignal: (data) => {
        // An offer that reached nobody gets no answer.
        if (!sendSignal(peer, name, JSON.stringify(data)) && !connection.isOpen && isOffer(data)) {
          link.close('no-server', 'The meeting server was away when the peer was dialed.');
        }
      },
      onOpen: () => this.#opened(id),
      onMessage: (data) => this.lines.received(id, data),
      onDrain: () => this.lines.drained(id),
      onClose: ({ code }) => this.#ended(id, code),
      onConnectionKind: (kind) => {
        connection.kind = kind;
        this.#options.emit({ type: 'link-kind', link: id, relayed: kind === 'relay' });
        onChange();
      },
    });
    const named = { id, name, peer, dialed, startedMs: alarms.now() };
    const connection = new Connection(named, link, this.lines.laneOptions(id));
    this.lines.add(connection);
    if (!this.lines.all().some(({ isOpen }) => isOpen)) this.#attempts.begun();
    onChange();
    return link;
  }

  #opened(id: LinkId): void {
    const connection = this.lines.get(id);
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

  #ended(id: LinkId, code: string): void {
    const connection = this.lines.get(id);
    if (connection === undefined) return;
    this.lines.remove(connection);
    const { alarms, emit, onChange } = this.#options;
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
