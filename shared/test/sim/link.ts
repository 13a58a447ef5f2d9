import { type Dialer, SendWindow } from '../../src/swarm/index.ts';
import type { PeerMessage } from '../../src/wire/index.ts';
import { Etiquette, type Side } from './etiquette.ts';
import { messageSize } from './message-size.ts';
import type { SimNode } from './node.ts';
import type { Flow } from './pipe.ts';
import type { Surroundings } from './surroundings.ts';
import type { Symbolic } from './symbolic.ts';

type Message = PeerMessage<Symbolic>;
type Batch = readonly Message[];

/** The highest high-water mark, what is being read when it is passed, and small change. */
const MOST_BUFFERED_BYTES = (1024 + 1024 + 512) * 1024;
/** Messages travel together up to this size: a block alone, small ones in one. */
const TURN_BYTES = 16 * 1024;

/** One direction of a link: a send buffer that the sender's line drains, and the way through the receiver's line. */
class Direction implements Flow<Batch> {
  congested = false;
  readonly #link: SimLink;
  readonly #from: SimNode;
  readonly #to: SimNode;
  #queue: { readonly message: Message; readonly size: number }[] = [];
  #head = 0;
  #bufferedBytes = 0;
  readonly #window = new SendWindow();
  readonly #arriving: { readonly size: number; readonly what: Batch }[] = [];

  constructor(link: SimLink, from: SimNode, to: SimNode) {
    this.#link = link;
    this.#from = from;
    this.#to = to;
  }

  /** Bytes that have not left the sender. */
  get bufferedBytes(): number {
    return this.#bufferedBytes;
  }

  get isFull(): boolean {
    return this.#bufferedBytes >= this.#window.highWater;
  }

  push(message: Message): void {
    const size = messageSize(message);
    this.#look();
    this.#window.sent(size);
    this.#queue.push({ message, size });
    this.#bufferedBytes += size;
    this.#from.uplink.enlist(this);
  }

  take(): { readonly size: number; readonly what: Batch } | null {
    const what: Message[] = [];
    let size = 0;
    while (this.#link.open) {
      const next = this.#queue[this.#head];
      if (next === undefined || (what.length > 0 && size + next.size > TURN_BYTES)) break;
      this.#head++;
      what.push(next.message);
      size += next.size;
    }
    if (this.#head === this.#queue.length || !this.#link.open) {
      this.#queue = [];
      this.#head = 0;
    }
    return what.length === 0 ? null : { size, what };
  }

  /** On the wire: it arrives one latency later, and then takes its turn on the receiver's line. */
  done(size: number, what: Batch): void {
    this.#bufferedBytes -= size;
    this.#look();
    this.#link.world.agenda.after(this.#link.latencyMs, () => this.#arrive(size, what));
    if (!this.congested || this.#bufferedBytes > this.#window.lowWater || !this.#link.open) return;
    this.congested = false;
    this.#from.handle({ type: 'congestion', link: this.#link.id, congested: false });
  }

  #look(): void {
    this.#window.look(this.#bufferedBytes, this.#link.world.agenda.nowMs);
  }

  #arrive(size: number, what: Batch): void {
    if (this.#to.downlink.bps === Number.POSITIVE_INFINITY) {
      this.#link.deliver(this.#to, what);
      return;
    }
    this.#arriving.push({ size, what });
    this.#to.downlink.enlist(this.#inbound);
  }

  readonly #inbound: Flow<Batch> = {
    take: () => this.#arriving.shift() ?? null,
    done: (_, what) => this.#link.deliver(this.#to, what),
  };
}

/**
 * One connection: latency, send buffers that fill and drain at the rate of the sender's line, which all of its links
 * share, the receiver's line likewise, and someone who listens whether the conversation keeps the rules.
 */
export class SimLink {
  readonly id: number;
  readonly ends: readonly [SimNode, SimNode];
  readonly latencyMs: number;
  readonly world: Surroundings;
  /** Ends that were told that it is open, with the dialer that heard it: a tab that returns has another. */
  readonly knownTo = new Map<SimNode, Dialer>();
  open = true;
  /** Why it was closed, where that matters to a dialer. */
  code: string | undefined;
  readonly #etiquette: Etiquette;
  readonly #directions: readonly [Direction, Direction];

  constructor(
    world: Surroundings,
    options: { readonly id: number; readonly ends: readonly [SimNode, SimNode]; readonly latencyMs: number },
  ) {
    this.id = options.id;
    this.ends = options.ends;
    this.world = world;
    this.latencyMs = options.latencyMs;
    const [first, second] = options.ends;
    this.#directions = [new Direction(this, first, second), new Direction(this, second, first)];
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

  /** What one end has sent and its line has not carried. */
  bufferedBytes(from: SimNode): number {
    return this.#directions[this.ends[0] === from ? 0 : 1].bufferedBytes;
  }

  transmit(from: SimNode, message: Message): void {
    const side: Side = this.ends[0] === from ? 0 : 1;
    this.#etiquette.says(side, message, this.world.agenda.nowMs);
    const direction = this.#directions[side];
    direction.push(message);
    if (from.behaviour.isHonest && direction.bufferedBytes > MOST_BUFFERED_BYTES) {
      this.world.fail(`${from.name} buffers ${direction.bufferedBytes} bytes`);
    }
    if (!direction.isFull || direction.congested) return;
    direction.congested = true;
    from.handle({ type: 'congestion', link: this.id, congested: true });
  }

  deliver(to: SimNode, batch: Batch): void {
    const side: Side = this.ends[0] === to ? 0 : 1;
    for (const message of batch) {
      if (!this.open) return;
      this.#etiquette.hears(side, message);
      to.handle({ type: 'message', link: this.id, message });
    }
  }
}
