import type { Torrent } from '../../src/metainfo/index.ts';
import { Dialer, Swarm, type SwarmEffect, type SwarmEvent } from '../../src/swarm/index.ts';
import type { PeerMessage } from '../../src/wire/index.ts';
import type { Agenda } from './agenda.ts';
import { seededRandom } from './random.ts';

/** A block that is told, not carried: whether its bytes would be right is one bit. */
export interface Symbolic {
  readonly byteLength: number;
  readonly piece: number;
  readonly offset: number;
  readonly good: boolean;
}

/** How a node lies. Its engine is honest; the lie is told on the way out. */
export type Behaviour = 'honest' | 'corrupter' | 'have-liar' | 'mute';

export interface NodeOptions {
  readonly name: string;
  readonly seed: number;
  readonly behaviour?: Behaviour;
  /** Bytes per second; all links share it. */
  readonly upBps?: number;
  /** Milliseconds to hash and to store a piece. */
  readonly diskMs?: number;
  readonly torrent: Torrent;
  /** A newcomer knows only the info-hash. */
  readonly knowsMetadata?: boolean;
  readonly have?: Iterable<number>;
}

/** What a node needs of the world around it. */
export interface Surroundings {
  readonly agenda: Agenda;
  transmit(from: SimNode, link: number, message: PeerMessage<Symbolic>): void;
  closeLink(link: number): void;
  dial(from: SimNode, to: string): void;
  fail(message: string): never;
}

export const HONEST_DELAY_MS = 1;

/**
 * One participant: a real engine and a real dialer, with storage, hashing and signatures played by the world.
 * It watches its own engine: what breaks a rule of the house fails the run at once.
 */
export class SimNode {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly upBps: number;
  readonly torrent: Torrent;
  readonly stored: Set<number>;
  readonly banned = new Set<string>();
  readonly dialer: Dialer;
  /** Virtual time of the last piece, or `null`. */
  completedAtMs: number | null = null;
  uplinkFreeAtMs = 0;
  online = true;
  knownTorrent: Torrent | null;
  refetched = 0;
  swarm: Swarm<Symbolic>;
  readonly #world: Surroundings;
  readonly #options: NodeOptions;
  readonly #verifiedGood = new Set<number>();
  readonly #everStored = new Set<number>();
  #lives = 0;
  #wakeAtMs: number | null = null;

  constructor(world: Surroundings, options: NodeOptions) {
    this.#world = world;
    this.#options = options;
    this.name = options.name;
    this.behaviour = options.behaviour ?? 'honest';
    this.upBps = options.upBps ?? 2_000_000;
    this.torrent = options.torrent;
    this.stored = new Set(options.have);
    this.knownTorrent = options.knowsMetadata === true ? options.torrent : null;
    this.dialer = new Dialer({ random: seededRandom(options.seed + 1), maxPending: 8, maxConnections: 30 });
    this.swarm = this.#start();
    if (this.isComplete) this.completedAtMs = 0;
  }

  get isComplete(): boolean {
    return this.stored.size === this.torrent.info.geometry.pieceCount;
  }

  /** A new tab on the old storage. */
  restart(): void {
    this.online = true;
    this.#verifiedGood.clear();
    this.swarm = this.#start();
  }

  stop(): void {
    this.online = false;
    this.#lives++;
  }

  handle(event: SwarmEvent<Symbolic>): void {
    if (!this.online) return;
    for (const effect of this.swarm.handle(event, this.#world.agenda.nowMs)) this.#carryOut(effect);
    this.#checkBooks();
    this.#planWakeup();
  }

  /** What the engine says it has is what is stored, after every single event. */
  #checkBooks(): void {
    if (this.swarm.torrent === null) return;
    const { haveCount } = this.swarm.view(this.#world.agenda.nowMs);
    if (haveCount !== this.stored.size) {
      this.#world.fail(`${this.name} says it has ${haveCount} pieces and stored ${this.stored.size}`);
    }
  }

  #start(): Swarm<Symbolic> {
    return new Swarm<Symbolic>({
      infoHash: this.torrent.info.infoHashV2,
      self: this.name,
      peerId: new Uint8Array(20),
      client: 'sim',
      random: seededRandom(this.#options.seed + this.#lives * 7_919),
      ...(this.knownTorrent === null ? {} : { torrent: this.knownTorrent, have: this.stored }),
      banned: this.banned,
    });
  }

  #planWakeup(): void {
    const dueMs = this.swarm.nextWakeup();
    if (dueMs === null || this.#wakeAtMs === dueMs) return;
    this.#wakeAtMs = dueMs;
    this.#later(dueMs - this.#world.agenda.nowMs, () => {
      if (this.swarm.nextWakeup() === dueMs) this.handle({ type: 'tick' });
    });
  }

  /** Plans for this life only: a stopped tab does nothing later. */
  #later(delayMs: number, run: () => void): void {
    const life = this.#lives;
    this.#world.agenda.after(delayMs, () => {
      if (life === this.#lives && this.online) run();
    });
  }

  #carryOut(effect: SwarmEffect<Symbolic>): void {
    const diskMs = this.#options.diskMs ?? 5;
    switch (effect.type) {
      case 'send':
        this.#send(effect.link, effect.message);
        return;
      case 'close':
        this.#world.closeLink(effect.link);
        return;
      case 'sign-proof':
        this.#later(HONEST_DELAY_MS, () =>
          this.handle({
            type: 'proof-made',
            link: effect.link,
            publicKey: nameBytes(this.name),
            signature: new Uint8Array(64),
          }),
        );
        return;
      case 'check-proof':
        this.#later(HONEST_DELAY_MS, () =>
          this.handle({ type: 'proof-checked', link: effect.link, id: nameOf(effect.publicKey) }),
        );
        return;
      case 'read-block': {
        const { ref } = effect;
        const data = this.stored.has(ref.piece)
          ? {
              byteLength: ref.length,
              piece: ref.piece,
              offset: ref.offset,
              good: this.behaviour !== 'corrupter',
            }
          : null;
        this.#later(1, () => this.handle({ type: 'block-read', link: effect.link, ref, data }));
        return;
      }
      case 'verify-piece': {
        const { piece, blocks } = effect;
        const ok = this.#isRight(piece, blocks);
        if (ok) this.#verifiedGood.add(piece);
        this.#later(diskMs, () => this.handle({ type: 'piece-verified', piece, ok }));
        return;
      }
      case 'store-piece':
        this.#store(effect.piece, diskMs);
        return;
      case 'metadata':
        if (effect.torrent.info.geometry.pieceCount !== this.torrent.info.geometry.pieceCount) {
          this.#world.fail(`${this.name} learned other metadata`);
        }
        this.knownTorrent = effect.torrent;
        return;
      case 'banned':
        this.banned.add(effect.peer);
        this.dialer.forget(effect.peer);
        return;
      case 'completed':
        this.completedAtMs ??= this.#world.agenda.nowMs;
        return;
    }
  }

  #store(piece: number, diskMs: number): void {
    if (!this.#verifiedGood.has(piece)) this.#world.fail(`${this.name} stores piece ${piece} unverified`);
    this.#later(diskMs, () => {
      if (this.stored.has(piece)) this.#world.fail(`${this.name} stores piece ${piece} twice`);
      if (this.#everStored.has(piece)) this.refetched++;
      this.stored.add(piece);
      this.#everStored.add(piece);
      this.handle({ type: 'piece-stored', piece });
    });
  }

  #isRight(piece: number, blocks: readonly { readonly offset: number; readonly data: Symbolic }[]): boolean {
    let end = 0;
    for (const { offset, data } of blocks) {
      if (offset !== end || data.piece !== piece || data.offset !== offset || !data.good) return false;
      end += data.byteLength;
    }
    return end === this.torrent.info.geometry.pieceLengthOf(piece);
  }

  #send(link: number, message: PeerMessage<Symbolic>): void {
    if (message.type === 'have' && !this.stored.has(message.piece)) {
      this.#world.fail(`${this.name} says have ${message.piece} before it is stored`);
    }
    if (message.type === 'piece' && !this.stored.has(message.piece)) {
      this.#world.fail(`${this.name} serves piece ${message.piece} without having it`);
    }
    const said = this.#lie(message);
    if (said !== null) this.#world.transmit(this, link, said);
  }

  #lie(message: PeerMessage<Symbolic>): PeerMessage<Symbolic> | null {
    if (this.behaviour === 'have-liar' && (message.type === 'have-none' || message.type === 'bitfield')) {
      return { type: 'have-all' };
    }
    if (this.behaviour === 'mute' && (message.type === 'piece' || message.type === 'reject')) return null;
    return message;
  }
}

/** Names travel where public keys do. */
function nameBytes(name: string): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let at = 0; at < name.length; at++) bytes[at] = name.charCodeAt(at);
  return bytes;
}

function nameOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.filter((byte) => byte !== 0));
}
