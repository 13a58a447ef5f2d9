import { LanePolicy, MAX_LANES } from '@flockdrop/shared/swarm';
import type { BlockRef, LaneMessage, PeerMessage } from '@flockdrop/shared/wire';
import type { Link } from '../../adapters/transport.ts';
import type { Alarms } from '../alarms.ts';
import { isOffer, parseSignal } from '../signals.ts';
import { Lane } from './lane.ts';
import { LaneNumbers } from './lane-numbers.ts';
import { OfferBudget } from './offer-budget.ts';

const UNNEEDED = 'lane-unneeded';
/** How often to look at a link over which nothing moves. */
const QUIET_INTERVAL_MS = 2_000;
/** The shortest round trip and the kind of path seldom change, and statistics cost the browser milliseconds. */
const PATH_INTERVAL_MS = 2_000;
/** After a lane that was refused, or lost. */
const TRY_AGAIN_MS = 10_000;
/** Lanes that have ended here while the other side has not said yet what it got of them. */
const MAX_UNCOUNTED = 16;

export interface LaneSetOptions {
  /** Lane 0, which carries the conversation. */
  readonly main: Link;
  /** One side alone opens lanes: who dialed. The other answers. */
  readonly opens: boolean;
  readonly alarms: Alarms;
  iceServers(): readonly RTCIceServer[];
  /** Whether the share has a connection to spare. */
  mayOpen(): boolean;
  /** Over lane 0. */
  say(message: LaneMessage): void;
  onPiece(message: PeerMessage): void;
  /** Some lane takes more than before. */
  onDrain(): void;
  /** A lane took these, and lost them: they are still owed. */
  onLost(refs: readonly BlockRef[]): void;
  /** The other side's fault, on any lane: the whole link is over. */
  onFault(code: string, reason: string): void;
  onChange(): void;
}

/**
 * The lanes of one link to a native peer. Lane 0 is the link that the engine knows; the others are connections of their
 * own that carry pieces alone. They are negotiated over lane 0, whose two ends are proven, so no server can put itself
 * in between; what is lost with a lane is found by counting and owed again.
 */
export class LaneSet {
  readonly #options: LaneSetOptions;
  readonly #policy = new LanePolicy();
  readonly #lanes = new Map<number, Lane>();
  readonly #offers = new OfferBudget();
  readonly #numbers = new LaneNumbers();
  #turn = 0;
  #movedBytes = 0;
  #reviewedBytes = 0;
  #isRelayed = false;
  #pathMs = Number.NEGATIVE_INFINITY;
  #rttMs: number | null = null;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #wanted = { byUs: false, byThem: false };
  #closed = false;

  constructor(options: LaneSetOptions) {
    this.#options = options;
  }

  /** Lanes that carry data, the first one included. */
  get count(): number {
    return 1 + this.#open.length;
  }

  /** Connections beside the first, open or not. */
  get extra(): number {
    return this.#live.length;
  }

  /** No lane takes more. */
  get isCongested(): boolean {
    return this.#options.main.isCongested && this.#open.every(({ link }) => link.isCongested);
  }

  /** Sends a piece over the lane that is least behind, of those that take more. */
  sendPiece(frame: Uint8Array<ArrayBuffer>, ref: BlockRef): void {
    this.#movedBytes += ref.length;
    const { main } = this.#options;
    const all = [null, ...this.#open];
    const linkOf = (lane: Lane | null) => lane?.link ?? main;
    const free = all.filter((lane) => !linkOf(lane).isCongested);
    const lanes = free.length > 0 ? free : all;
    const behind = (lane: Lane | null) => linkOf(lane).bufferedAmount;
    // Where several are as little behind, they take turns.
    this.#turn++;
    let best = lanes[this.#turn % lanes.length] ?? null;
    for (const lane of lanes) if (behind(lane) < behind(best)) best = lane;
    if (best === null) main.send(frame);
    else best.send(frame, ref);
  }

  /** What the engine says to the peer, or hears from it, as far as it tells of demand. */
  observe(message: PeerMessage, by: 'us' | 'them'): void {
    if (message.type === 'piece' && by === 'them') this.#movedBytes += message.data.byteLength;
    const wants = demandOf(message);
    if (wants === null) return;
    const wasWanted = this.#isWanted;
    this.#wanted = by === 'us' ? { ...this.#wanted, byUs: wants } : { ...this.#wanted, byThem: wants };
    if (this.#options.opens && !wasWanted && wants) this.#reviewSoon();
  }

  receive(message: LaneMessage): void {
    if (this.#closed) return;
    const lane = this.#lanes.get(message.lane);
    if (message.type === 'lane-signal') {
      // What still comes for a lane that has ended begins no other.
      if (lane !== undefined) lane.signal(message.signal);
      else if (!this.#options.opens && isOffer(parseSignal(message.signal)))
        this.#answer(message.lane, message.signal);
      return;
    }
    if (lane === undefined) return;
    if (!lane.settle(message.received)) {
      this.#options.onFault('bad-lane', 'The peer counts pieces that it was never sent.');
      return;
    }
    lane.link.close('lane-closed');
    this.#clear(lane);
  }

  /** The network is another one: the lanes look for new paths, as the link does. */
  restart(): void {
    for (const { link } of this.#live) link.restart();
  }

  close(): void {
    this.#closed = true;
    this.#options.alarms.set(this, null, () => undefined);
    for (const { link } of this.#lanes.values()) link.close('stopped');
    this.#lanes.clear();
  }

  get #isWanted(): boolean {
    return this.#wanted.byUs || this.#wanted.byThem;
  }

  get #live(): Lane[] {
    return [...this.#lanes.values()].filter(({ state }) => state !== 'closed');
  }

  get #uncounted(): number {
    return this.#lanes.size - this.extra;
  }

  get #open(): Lane[] {
    return [...this.#lanes.values()].filter(({ state }) => state === 'open');
  }

  /** At once, unless that was done just now: who wants something again and again would keep us busy with it. */
  #reviewSoon(): void {
    const { alarms } = this.#options;
    const dueMs = this.#lookedMs + this.#policy.intervalMs(this.#rttMs);
    if (alarms.now() >= dueMs) void this.#review();
    else alarms.set(this, dueMs, () => void this.#review());
  }

  async #review(): Promise<void> {
    const { alarms } = this.#options;
    this.#lookedMs = alarms.now();
    if (this.#rttMs === null || this.#lookedMs - this.#pathMs >= PATH_INTERVAL_MS) await this.#measure();
    if (this.#closed) return;
    // A relay is somebody's own, and counts what each of us takes.
    const usableMs = this.#isRelayed ? null : this.#rttMs;
    const isWanted = this.#isWanted;
    const open = this.count;
    const facts = { rttMs: usableMs, isWanted, movedBytes: this.#movedBytes, open };
    const { lateMs } = alarms;
    const lanes = this.#policy.review({ ...facts, lateMs, connecting: this.extra + 1 - open }, alarms.now());
    this.#adjust(lanes - 1);
    const again = isWanted || this.extra > 0;
    const isQuiet = this.#movedBytes === this.#reviewedBytes && this.extra === 0 && this.#rttMs !== null;
    this.#reviewedBytes = this.#movedBytes;
    const intervalMs = this.#policy.intervalMs(this.#rttMs);
    const dueMs = alarms.now() + (isQuiet ? Math.max(intervalMs, QUIET_INTERVAL_MS) : intervalMs);
    alarms.set(this, again ? dueMs : null, () => void this.#review());
  }

  async #measure(): Promise<void> {
    this.#pathMs = this.#lookedMs;
    const path = await this.#options.main.measure();
    if (path === null) return;
    this.#isRelayed = path.kind === 'relay';
    const rttMs = path.shortestRttMs;
    if (rttMs !== null) this.#rttMs = Math.min(rttMs, this.#rttMs ?? rttMs);
  }

  #adjust(extra: number): void {
    const live = this.#live;
    for (const { link } of live.slice(extra)) link.close(UNNEEDED);
    const { alarms, mayOpen } = this.#options;
    if (alarms.now() < this.#notBeforeMs || this.#uncounted >= MAX_UNCOUNTED) return;
    // No faster than the other side takes them, and not without end for one that wants now this, now that.
    const mayOffer = () => mayOpen() && this.#offers.take(alarms.now());
    for (let missing = extra - live.length; missing > 0 && mayOffer(); missing--)
      this.#connect(
        this.#numbers.next((id) => this.#lanes.has(id)),
        true,
      );
  }

  #answer(id: number, offer: string): void {
    const { say, alarms, mayOpen, onFault } = this.#options;
    if (this.#uncounted >= MAX_UNCOUNTED) {
      onFault('flood', 'The peer opens lanes and never says what became of them.');
      return;
    }
    if (this.extra >= MAX_LANES - 1 || !mayOpen() || !this.#offers.take(alarms.now())) {
      say({ type: 'lane-closed', lane: id, received: 0 });
      return;
    }
    this.#connect(id, false).signal(offer);
  }

  #connect(id: number, initiator: boolean): Lane {
    const { alarms, iceServers, say, onDrain, onFault, onPiece, onChange } = this.#options;
    const lane = new Lane({
      // There is a direct path: a relay would keep a place for each lane, and none would use it.
      iceServers: () => iceServers().flatMap(withoutRelays),
      initiator,
      now: () => alarms.now(),
      onSignal: (signal) => say({ type: 'lane-signal', lane: id, signal }),
      onOpen: () => {
        onChange();
        if (this.#options.opens) void this.#review();
      },
      onPiece: (message) => {
        this.#movedBytes += message.type === 'piece' ? message.data.byteLength : 0;
        onPiece(message);
      },
      onDrain,
      onFault,
      onClose: (received, code) => {
        if (this.#closed) return;
        if (code !== UNNEEDED) this.#notBeforeMs = alarms.now() + TRY_AGAIN_MS;
        say({ type: 'lane-closed', lane: id, received });
        this.#clear(lane);
        onChange();
      },
    });
    this.#lanes.set(id, lane);
    return lane;
  }

  /** Ended here, and counted there: what did not arrive is owed again. */
  #clear(lane: Lane): void {
    const lost = lane.takeLost();
    if (lost === null) return;
    for (const [id, one] of this.#lanes) if (one === lane) this.#lanes.delete(id);
    if (lost.length > 0) this.#options.onLost(lost);
  }
}

function withoutRelays(server: RTCIceServer): RTCIceServer[] {
  const urls = [server.urls].flat().filter((url) => url.startsWith('stun'));
  return urls.length === 0 ? [] : [{ urls }];
}

/** Whether its sender wants something of the other side from now on; `null`: it does not tell. */
function demandOf({ type }: PeerMessage): boolean | null {
  // Who asks for the metadata will ask for pieces next: the lanes may as well be there by then.
  if (type === 'interested' || type === 'metadata-request') return true;
  return type === 'not-interested' ? false : null;
}
