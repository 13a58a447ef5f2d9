import type { Torrent } from '../../src/metainfo/index.ts';
import { Context } from '../../src/swarm/context.ts';
import {
  type LinkId,
  Swarm,
  type SwarmEffect,
  type SwarmEvent,
  type SwarmLimits,
} from '../../src/swarm/index.ts';
import { type BlockRef, LOCAL_EXTENSION_IDS, type PeerMessage } from '../../src/wire/index.ts';
import { seededRandom } from '../sim/random.ts';
import type { Symbolic } from '../sim/symbolic.ts';
import { symbolicTorrent } from '../sim/torrent.ts';

type Message = PeerMessage<Symbolic>;
type Effects = readonly SwarmEffect<Symbolic>[];

/** How a peer of the test begins. */
interface Meeting {
  readonly dialed?: boolean;
  readonly metadataSize?: number;
  readonly has?: 'all' | 'none' | readonly number[];
  readonly unchokes?: boolean;
  readonly wants?: boolean;
}

/** One engine in the hands of a test, which plays its peers, its storage and its clock. */
export class Driver {
  readonly torrent: Torrent;
  readonly context: Context<Symbolic>;
  readonly swarm: Swarm<Symbolic>;
  nowMs = 0;

  constructor(
    options: {
      readonly torrent?: Torrent;
      readonly pieces?: number;
      readonly have?: Iterable<number>;
      /** Knows the info-hash alone. */
      readonly newcomer?: boolean;
      readonly limits?: SwarmLimits;
    } = {},
  ) {
    this.torrent = options.torrent ?? symbolicTorrent({ pieces: options.pieces ?? 2 });
    const swarmOptions = {
      infoHash: this.torrent.info.infoHashV2,
      self: 'me',
      peerId: new Uint8Array(20),
      client: 'test',
      random: seededRandom(1),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      ...(options.newcomer === true ? {} : { torrent: this.torrent, have: options.have ?? [] }),
    };
    this.context = new Context(swarmOptions);
    this.swarm = new Swarm(swarmOptions, this.context);
  }

  event(event: SwarmEvent<Symbolic>): Effects {
    return this.swarm.handle(event, this.nowMs);
  }

  hears(link: LinkId, ...messages: readonly Message[]): Effects {
    return messages.flatMap((message) => this.event({ type: 'message', link, message }));
  }

  opens(link: LinkId, peer: string, dialed = false): Effects {
    return this.event({ type: 'link-opened', link, peer, dialed });
  }

  /** Everything up to a proven identity; `said` of the result is what we say to a new peer. */
  meets(link: LinkId, peer: string, meeting: Meeting = {}): Effects {
    const { metadataSize, has, unchokes, wants } = meeting;
    return [
      ...this.opens(link, peer, meeting.dialed),
      ...this.hears(link, this.handshake()),
      ...this.hears(link, extendedHandshake(metadataSize === undefined ? {} : { metadataSize })),
      ...this.hears(link, { type: 'auth', publicKey: new Uint8Array(32), signature: new Uint8Array(64) }),
      ...this.event({
        type: 'proof-made',
        link,
        publicKey: new Uint8Array(32),
        signature: new Uint8Array(64),
      }),
      ...this.event({ type: 'proof-checked', link, id: peer }),
      ...(has === undefined ? [] : this.hears(link, ...claims(has))),
      ...(unchokes === true ? this.hears(link, { type: 'unchoke' }) : []),
      ...(wants === true ? this.hears(link, { type: 'interested' }) : []),
    ];
  }

  /** Lets time go by, waking the engine when it wants to be woken. */
  passes(ms: number): Effects {
    const untilMs = this.nowMs + ms;
    const effects: SwarmEffect<Symbolic>[] = [];
    for (;;) {
      const dueMs = this.swarm.nextWakeup();
      if (dueMs === null || dueMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, dueMs);
      effects.push(...this.event({ type: 'tick' }));
    }
    this.nowMs = untilMs;
    return effects;
  }

  /** Brings a piece of ours from its last block to `have`. */
  stores(piece: number): Effects {
    return [
      ...this.event({ type: 'piece-verified', piece, ok: true }),
      ...this.event({ type: 'piece-stored', piece }),
    ];
  }

  handshake(): Message {
    const infoHash = this.torrent.info.infoHashV2.slice(0, 20);
    return {
      type: 'handshake',
      infoHash,
      peerId: new Uint8Array(20),
      fast: true,
      extended: true,
      v2: true,
    };
  }
}

export function extendedHandshake(
  change: Partial<Extract<Message, { type: 'extended-handshake' }>> = {},
): Message {
  return { type: 'extended-handshake', m: new Map(Object.entries(LOCAL_EXTENSION_IDS)), ...change };
}

function claims(has: 'all' | 'none' | readonly number[]): readonly Message[] {
  if (has === 'all') return [{ type: 'have-all' }];
  return [{ type: 'have-none' }, ...(has === 'none' ? [] : has).map((piece) => have(piece))];
}

export function have(piece: number): Message {
  return { type: 'have', piece };
}

/** The block that answers a request. */
export function block(ref: BlockRef): Message {
  const { piece, offset, length } = ref;
  return { type: 'piece', piece, offset, data: { byteLength: length, piece, offset, good: true } };
}

export function reject({ piece, offset, length }: BlockRef): Message {
  return { type: 'reject', piece, offset, length };
}

/** Messages of one type among effects, to one link or to all. */
export function said<T extends Message['type']>(
  effects: Effects,
  type: T,
  link?: LinkId,
): readonly Extract<Message, { type: T }>[] {
  const is = (message: Message): message is Extract<Message, { type: T }> => message.type === type;
  return effects.flatMap((effect) => {
    if (effect.type !== 'send' || (link !== undefined && effect.link !== link)) return [];
    return is(effect.message) ? [effect.message] : [];
  });
}

/** Links closed among effects, with the code. */
export function closed(effects: Effects): readonly (readonly [LinkId, string])[] {
  return effects.flatMap((effect) => (effect.type === 'close' ? [[effect.link, effect.code] as const] : []));
}
