import type { Dialer } from '../../src/swarm/index.ts';
import type { PeerMessage } from '../../src/wire/index.ts';
import { Etiquette, type Side } from './etiquette.ts';
import type { SimNode, Surroundings } from './node.ts';
import type { Symbolic } from './symbolic.ts';

const HIGH_WATER_BYTES = 1024 * 1024;
const LOW_WATER_BYTES = 256 * 1024;
const CONTROL_BYTES = 32;
/** The high-water mark, what is being read when it is passed, and small change. */
const MOST_BUFFERED_BYTES = HIGH_WATER_BYTES + 1024 * 1024 + 256 * 1024;

/** What one end has handed over. */
interface Outgoing {
  /** Not yet on the wire. */
  bufferedBytes: number;
  congested: boolean;
  /** No message overtakes another. */
  lastArrivalMs: number;
}

/**
 * One connection: latency, send buffers that fill and drain at the rate of the sender's uplink, which all of its links
 * share, and someone who listens whether the conversation keeps the rules.
 */
export class SimLink {
  readonly id: number;
  readonly ends: readonly [SimNode, SimNode];
  /** Ends that were told that it is open, with the dialer that heard it: a tab that returns has another. */
  readonly knownTo = new Map<SimNode, Dialer>();
  open = true;
  readonly #world: Surroundings;
  readonly #latencyMs: number;
  readonly #etiquette: Etiquette;
  readonly #outgoing: readonly [Outgoing, Outgoing];

  constructor(
    world: Surroundings,
    options: { readonly id: number; readonly ends: readonly [SimNode, SimNode]; readonly latencyMs: number },
  ) {
    this.id = options.id;
    this.ends = options.ends;
    this.#world = world;
    this.#latencyMs = options.latencyMs;
    const [first, second] = options.ends;
    const openAtMs = world.agenda.nowMs + options.latencyMs;
    this.#outgoing = [
      { bufferedBytes: 0, congested: false, lastArrivalMs: openAtMs },
      { bufferedBytes: 0, congested: false, lastArrivalMs: openAtMs },
    ];
    this.#etiquette = new Etiquette([first.behaviour.isHonest, second.behaviour.isHonest], (side, fault) =>
      world.fail(`${this.ends[side].name} ${fault}`),
    );
  }

  get name(): string {
    return this.ends.map(({ name }) => name).join(' and ');
  }

  /** Requests that an honest end has left without an answer for at least `ms`. */
  overdue(nowMs: number, ms: number): number {
    return this.#etiquette.overdue(nowMs, ms);
  }

  transmit(from: SimNode, message: PeerMessage<Symbolic>): void {
    const side: Side = this.ends[0] === from ? 0 : 1;
    const other: Side = side === 0 ? 1 : 0;
    const { agenda } = this.#world;
    this.#etiquette.says(side, message, agenda.nowMs);
    const size = message.type === 'piece' ? message.data.byteLength : CONTROL_BYTES;
    const outgoing = this.#outgoing[side];
    this.#buffer(from, outgoing, size);
    const sentMs = Math.max(agenda.nowMs, from.uplinkFreeAtMs) + (size / from.upBps) * 1_000;
    from.uplinkFreeAtMs = sentMs;
    agenda.at(sentMs, () => this.#sent(from, outgoing, size));
    outgoing.lastArrivalMs = Math.max(sentMs + this.#latencyMs, outgoing.lastArrivalMs);
    agenda.at(outgoing.lastArrivalMs, () => {
      if (!this.open) return;
      this.#etiquette.hears(other, message);
      this.ends[other].handle({ type: 'message', link: this.id, message });
    });
  }

  #buffer(from: SimNode, outgoing: Outgoing, size: number): void {
    outgoing.bufferedBytes += size;
    if (from.behaviour.isHonest && outgoing.bufferedBytes > MOST_BUFFERED_BYTES) {
      this.#world.fail(`${from.name} buffers ${outgoing.bufferedBytes} bytes`);
    }
    if (outgoing.bufferedBytes < HIGH_WATER_BYTES || outgoing.congested) return;
    outgoing.congested = true;
    from.later(0, () => from.handle({ type: 'congestion', link: this.id, congested: true }));
  }

  #sent(from: SimNode, outgoing: Outgoing, size: number): void {
    outgoing.bufferedBytes -= size;
    if (!outgoing.congested || outgoing.bufferedBytes > LOW_WATER_BYTES || !this.open) return;
    outgoing.congested = false;
    from.handle({ type: 'congestion', link: this.id, congested: false });
  }
}
