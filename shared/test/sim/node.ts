import type { Torrent } from '../../src/metainfo/index.ts';
import { Context } from '../../src/swarm/context.ts';
import {
  type Deadline,
  Dialer,
  piecePriorities,
  Swarm,
  type SwarmEffect,
  type SwarmEvent,
} from '../../src/swarm/index.ts';
import type { PeerMessage } from '../../src/wire/index.ts';
import { type Behaviour, honest } from './behaviour.ts';
import { Diary } from './diary.ts';
import { SimDisk } from './disk.ts';
import { deepFault, quickFault, wordFault } from './invariants.ts';
import { Pipe } from './pipe.ts';
import { seededRandom } from './random.ts';
import type { NodeOptions, Surroundings } from './surroundings.ts';
import { nameBytes, nameOf, type Symbolic } from './symbolic.ts';

const SIGNING_MS = 1;
/** Events after which everything is looked at, because they are rare and move much. */
const RARE: ReadonlySet<string> = new Set([
  'link-closed',
  'pause',
  'resume',
  'select',
  'deadlines',
  'store-failed',
  'piece-verified',
]);
const DEEP_EVERY = 32;

/**
 * One participant: a real engine and a real dialer, with storage, hashing and signatures played by the world.
 * It watches its own engine: what breaks a rule of the house fails the run at once. After every event the cheap rules
 * are checked, the others after every 32nd, after the rare ones, and at the end.
 */
export class SimNode {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly upBps: number;
  readonly torrent: Torrent;
  readonly disk: SimDisk;
  readonly banned = new Set<string>();
  readonly diary = new Diary();
  dialer: Dialer;
  /** Virtual time of the last piece, or `null`. */
  completedAtMs: number | null = null;
  readonly uplink: Pipe<readonly PeerMessage<Symbolic>[]>;
  readonly downlink: Pipe<readonly PeerMessage<Symbolic>[]>;
  /** Events its engine handled. */
  events = 0;
  /** How often the engine said that everything wanted is here. */
  finishedTimes = 0;
  online = true;
  knownTorrent: Torrent | null;
  swarm: Swarm<Symbolic>;
  context: Context<Symbolic>;
  readonly #world: Surroundings;
  readonly #options: NodeOptions;
  readonly #random: () => number;
  readonly #queue: SwarmEvent<Symbolic>[] = [];
  #priorities: Uint8Array | null;
  #lives = 0;
  #duplicateBytes = 0;
  #wakeAtMs: number | null = null;

  constructor(world: Surroundings, options: NodeOptions) {
    this.#world = world;
    this.#options = options;
    this.#random = seededRandom(options.seed + 2);
    this.name = options.name;
    this.behaviour = options.behaviour ?? honest;
    this.upBps = options.upBps ?? 2_000_000;
    this.uplink = new Pipe(world.agenda, this.upBps);
    this.downlink = new Pipe(world.agenda, options.downBps ?? Number.POSITIVE_INFINITY);
    this.torrent = options.torrent;
    this.disk = new SimDisk(options.torrent, options.have ?? [], (fault) => this.#fail(fault));
    this.knownTorrent = options.knowsMetadata === true ? options.torrent : null;
    this.#priorities =
      options.files === undefined
        ? null
        : piecePriorities(options.torrent.info.geometry, Uint8Array.from(options.files));
    [this.context, this.swarm, this.dialer] = this.#start();
    if (this.isComplete) this.completedAtMs = 0;
  }

  get isComplete(): boolean {
    return this.disk.stored.size === this.torrent.info.geometry.pieceCount;
  }

  /** Payload that came twice, over all of its lives. */
  get duplicateBytes(): number {
    return this.#duplicateBytes + this.swarm.view(0).duplicateBytes;
  }

  /** A new tab on the old storage. */
  restart(): void {
    this.#duplicateBytes = this.duplicateBytes;
    this.online = true;
    this.disk.restart();
    [this.context, this.swarm, this.dialer] = this.#start();
  }

  stop(): void {
    this.online = false;
    this.#lives++;
  }

  pause(): void {
    this.handle({ type: 'pause' });
  }

  resume(): void {
    this.handle({ type: 'resume' });
  }

  /** @param files priorities by file. Remembered: a new life begins with it. */
  select(files: readonly number[]): void {
    this.#priorities = piecePriorities(this.torrent.info.geometry, Uint8Array.from(files));
    if (this.knownTorrent === null) return;
    this.handle({ type: 'select', priorities: this.#priorities });
  }

  /** What its player waits for. */
  awaits(deadlines: readonly Deadline[]): void {
    this.handle({ type: 'deadlines', deadlines });
  }

  /** Everything it wants is stored. */
  get isFinished(): boolean {
    const count = this.torrent.info.geometry.pieceCount;
    for (let piece = 0; piece < count; piece++) {
      if (this.#priorities?.[piece] !== 0 && !this.disk.stored.has(piece)) return false;
    }
    return true;
  }

  /** Storage loses a piece, and a read of it by someone long gone brings that to light. */
  losePiece(piece: number): void {
    this.disk.lose(piece);
    this.handle({ type: 'block-read', link: -1, ref: { piece, offset: 0, length: 1 }, data: null });
  }

  /** Events that come while one is being handled wait for their turn, as in the app. */
  handle(event: SwarmEvent<Symbolic>): void {
    this.#queue.push(event);
    if (this.#queue.length > 1) return;
    try {
      for (const next of this.#queue) this.#handle(next);
    } finally {
      this.#queue.length = 0;
    }
  }

  #handle(event: SwarmEvent<Symbolic>): void {
    if (!this.online) return;
    if (event.type === 'message') this.diary.hears(event.message);
    for (const effect of this.swarm.handle(event, this.#world.agenda.nowMs)) this.#carryOut(effect);
    this.events++;
    const { checkEvery } = this.#world;
    if (this.events % checkEvery === 0) {
      this.diary.sees(this.context);
      this.checkEngine(
        (checkEvery === 1 && RARE.has(event.type)) || this.events % (checkEvery * DEEP_EVERY) === 0,
      );
    }
    this.#planWakeup();
  }

  checkEngine(deeply: boolean): void {
    const { stored } = this.disk;
    const fault = quickFault(this.context, stored) ?? (deeply ? deepFault(this.context, stored) : null);
    if (fault !== null) this.#fail(fault);
  }

  /** Plans for this life only: a stopped tab does nothing later. */
  later(delayMs: number, run: () => void): void {
    const life = this.#lives;
    this.#world.agenda.after(delayMs, () => {
      if (life === this.#lives && this.online) run();
    });
  }

  #fail(fault: string): never {
    return this.#world.fail(`${this.name} ${fault}`);
  }

  #start(): [Context<Symbolic>, Swarm<Symbolic>, Dialer] {
    const { seed, limits, maxConnections = 30 } = this.#options;
    const options = {
      infoHash: this.torrent.info.infoHashV2,
      self: this.name,
      peerId: new Uint8Array(20),
      client: 'sim',
      random: seededRandom(seed + this.#lives * 7_919),
      ...(this.knownTorrent === null ? {} : { torrent: this.knownTorrent, have: this.disk.stored }),
      ...(this.#priorities === null ? {} : { priorities: this.#priorities }),
      banned: this.banned,
      ...(limits === undefined ? {} : { limits }),
    };
    const context = new Context<Symbolic>(options);
    const dialer = new Dialer({
      random: seededRandom(seed + 1),
      maxPending: 8,
      maxConnections: () => maxConnections,
    });
    return [context, new Swarm<Symbolic>(options, context), dialer];
  }

  #planWakeup(): void {
    const dueMs = this.swarm.nextWakeup();
    if (dueMs === null || this.#wakeAtMs === dueMs) return;
    this.#wakeAtMs = dueMs;
    this.later(dueMs - this.#world.agenda.nowMs, () => {
      if (this.#wakeAtMs === dueMs) this.#wakeAtMs = null;
      if (this.swarm.nextWakeup() === dueMs) this.handle({ type: 'tick' });
    });
  }

  #carryOut(effect: SwarmEffect<Symbolic>): void {
    switch (effect.type) {
      case 'send':
        this.#send(effect.link, effect.message);
        return;
      case 'close':
        this.diary.closes(effect.code);
        this.#world.closeLink(effect.link, effect.code);
        return;
      case 'sign-proof': {
        const proof = { publicKey: nameBytes(this.name), signature: new Uint8Array(64) };
        this.later(SIGNING_MS, () => this.handle({ type: 'proof-made', link: effect.link, ...proof }));
        return;
      }
      case 'check-proof': {
        const id = nameOf(effect.publicKey);
        this.later(SIGNING_MS, () => this.handle({ type: 'proof-checked', link: effect.link, id }));
        return;
      }
      case 'lane':
        this.#fail('was told of a lane');
        return;
      case 'read-block': {
        const data = this.disk.read(effect.ref);
        this.later(1, () => this.handle({ ...effect, type: 'block-read', data }));
        return;
      }
      case 'verify-piece': {
        const { piece } = effect;
        const { blocks } = effect;
        const ok = this.disk.verify(piece, blocks);
        const outcome = ok ? { ok } : { ok, suspect: { leaves: this.disk.leavesOf(blocks), blocks } };
        this.later(this.#diskMs, () => this.handle({ type: 'piece-verified', piece, ...outcome }));
        return;
      }
      case 'hash-leaves': {
        const leaves = this.disk.hashLeaves(effect.piece);
        this.later(this.#diskMs, () => this.handle({ ...effect, type: 'leaves-hashed', leaves }));
        return;
      }
      case 'store-piece': {
        const { piece } = effect;
        this.disk.willStore(piece);
        this.later(this.#diskMs, () => {
          this.handle({ type: this.disk.store(piece) ? 'piece-stored' : 'store-failed', piece });
        });
        return;
      }
      case 'metadata':
        if (effect.torrent.info.geometry.pieceCount !== this.torrent.info.geometry.pieceCount) {
          this.#fail('learned other metadata');
        }
        this.knownTorrent = effect.torrent;
        return;
      case 'banned':
        if (!this.#world.mayBeBanned(effect.peer)) this.#fail(`bans ${effect.peer}, which did nothing wrong`);
        this.banned.add(effect.peer);
        this.dialer.forget(effect.peer);
        return;
      case 'finished':
        this.finishedTimes++;
        return;
      case 'completed':
        this.completedAtMs ??= this.#world.agenda.nowMs;
        return;
    }
  }

  get #diskMs(): number {
    return this.#options.diskMs ?? 5;
  }

  #send(link: number, message: PeerMessage<Symbolic>): void {
    const fault = wordFault(message, this.context, { stored: this.disk.stored, wanted: this.#priorities });
    if (fault !== null) this.#fail(fault);
    const to = this.context.peers.get(link)?.id;
    if (to !== undefined) this.diary.says(to, message);
    this.behaviour.say(message, {
      torrent: this.torrent,
      random: this.#random,
      say: (said, delayMs = 0) => {
        if (delayMs === 0) this.#world.transmit(this, link, said);
        else this.later(delayMs, () => this.#world.transmit(this, link, said));
      },
      pauseFor: (ms) => {
        this.later(0, () => this.pause());
        this.later(ms, () => this.resume());
      },
    });
  }
}
