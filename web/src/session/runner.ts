import { MetainfoError, type Torrent } from '@flockdrop/shared/metainfo';
import {
  type Availability,
  type BanCode,
  NORMAL_PRIORITY,
  type PeerView,
  piecePriorities,
  type ReceivedBlock,
  Swarm,
  type SwarmEffect,
  type SwarmEvent,
  type SwarmLimits,
  type SwarmView,
  type TabBudget,
} from '@flockdrop/shared/swarm';
import type { Identity } from '../adapters/identity-store.ts';
import type { PieceStore, WrongPiece } from '../adapters/piece-store.ts';
import type { Alarms } from './alarms.ts';
import { inspectCell } from './cell-inspection.ts';
import { PieceExpectations } from './expectations.ts';
import { SwarmLinks } from './links.ts';
import { pieceCells } from './piece-cells.ts';
import type { PieceReader } from './piece-reader.ts';
import type { AwaitedPiece } from './playback.ts';
import { metainfoProblem } from './problems.ts';
import { owned, Reads } from './reads.ts';
import type { Signaling } from './signaling.ts';
import type { CellSnapshot, Problem } from './snapshot.ts';
import { storageProblem } from './storage-problems.ts';

const CLIENT = 'Flockdrop 0.1.0';

export interface RunnerOptions {
  /** v2 info-hash. */
  readonly infoHash: Uint8Array;
  readonly infoHashHex: string;
  readonly self: string;
  readonly identity: Identity;
  readonly alarms: Alarms;
  readonly budget: TabBudget;
  readonly signaling: Signaling;
  readonly store: PieceStore;
  readonly reader: PieceReader;
  readonly torrent: Torrent | null;
  /** Pieces that can be served, by whichever way. */
  readonly have: readonly number[];
  /** How much each file is wanted; `null`: all of them, normally. */
  readonly priorities: Uint8Array | null;
  readonly paused: boolean;
  readonly banned: readonly string[];
  readonly limits: SwarmLimits;
  relayOnly(): boolean;
  onChange(): void;
  onMetadata(torrent: Torrent): void;
  onPieceStored(piece: number): void;
  /** Storage, or the picked file, no longer has it; the engine knows already. */
  onPieceLost(piece: number): void;
  /** Everything that is wanted is stored. */
  onFinished(): void;
  onBanned(peer: string): void;
  onProblem(problem: Problem): void;
  /** Nothing can go on. */
  onFatal(problem: Problem): void;
}

/**
 * The loop of one share: events of connections, storage and clock go into the engine, its effects come out and are
 * carried out in order. There is no other path between them.
 */
export class ShareRunner {
  readonly #options: RunnerOptions;
  readonly #swarm: Swarm;
  readonly #links: SwarmLinks;
  readonly #reads: Reads;
  readonly #queue: SwarmEvent[] = [];
  /** Banned while this share was run here, so shown with it. */
  readonly #bannedHere = new Map<string, BanCode>();
  readonly #banned: Set<string>;
  #expectations: PieceExpectations | null;
  #handling = false;
  #stopped = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#banned = new Set(options.banned);
    this.#expectations = options.torrent === null ? null : new PieceExpectations(options.torrent);
    this.#swarm = new Swarm({
      infoHash: options.infoHash,
      self: options.self,
      peerId: randomPeerId(),
      client: CLIENT,
      random: Math.random,
      ...(options.torrent === null ? {} : { torrent: options.torrent, have: options.have }),
      ...(options.torrent === null ? {} : { priorities: byPiece(options.torrent, options.priorities) }),
      paused: options.paused,
      banned: options.banned,
      limits: options.limits,
    });
    this.#reads = new Reads({
      reader: options.reader,
      handle: (event) => this.handle(event),
      onUnreadable: (piece, problem) => this.#unreadable(piece, problem),
    });
    this.#links = new SwarmLinks({
      infoHash: options.infoHash,
      self: options.self,
      identity: options.identity,
      alarms: options.alarms,
      budget: options.budget,
      paused: options.paused,
      iceServers: () => options.signaling.iceServers,
      relayOnly: () => options.relayOnly(),
      isBanned: (peer) => this.#banned.has(peer),
      sendSignal: (to, connection, data) =>
        options.signaling.signal(options.infoHashHex, to, connection, data),
      emit: (event) => this.handle(event),
      readBlock: (ref) => this.#reads.again(ref),
      onChange: () => options.onChange(),
    });
  }

  get links(): SwarmLinks {
    return this.#links;
  }

  view(): SwarmView {
    const view = this.#swarm.view(this.#options.alarms.now());
    const isShown = (peer: PeerView) => peer.state !== 'banned' || this.#bannedHere.has(peer.id);
    return { ...view, peers: view.peers.filter(isShown) };
  }

  /** Found unreadable by somebody other than a peer: it is fetched again from others. */
  lost(piece: number): void {
    this.handle({ type: 'piece-lost', piece });
    if (!this.#stopped) this.#options.onPieceLost(piece);
  }

  /** See `ShareSnapshot.pieceCells`; `null` before the metadata is known. */
  pieceCells(): string | null {
    const swarm = this.#swarm;
    const pieceCount = swarm.torrent?.info.geometry.pieceCount;
    return pieceCount === undefined
      ? null
      : pieceCells(pieceCount, (piece) => swarm.stateOf(piece) ?? 'missing');
  }

  /** What is in a cell of them, and who holds it. */
  inspect(cell: number, previous: CellSnapshot | null): CellSnapshot | null {
    const swarm = this.#swarm;
    const pieceCount = swarm.torrent?.info.geometry.pieceCount ?? 0;
    const has = (piece: number) => swarm.has(piece);
    return inspectCell(cell, { pieceCount, has, holders: (from, to) => swarm.holders(from, to) }, previous);
  }

  /** `null` before the metadata is known. */
  availability(): Availability | null {
    return this.#swarm.availability();
  }

  /** What a peer of the view is banned for. */
  banOf(peer: string): BanCode | null {
    return this.#bannedHere.get(peer) ?? null;
  }

  has(piece: number): boolean {
    return this.#swarm.has(piece);
  }

  /** How many of those that we are connected to hold it. */
  holdersOf(piece: number): number {
    return this.#swarm.holdersOf(piece);
  }

  /** What somebody waits for from now on, instead of what was said before. */
  await(pieces: readonly AwaitedPiece[]): void {
    if (this.#swarm.torrent === null) return;
    const nowMs = this.#options.alarms.now();
    const deadlines = pieces.map(({ piece, inMs }) => ({ piece, dueMs: nowMs + inMs }));
    this.handle({ type: 'deadlines', deadlines });
  }

  /** Events that come while one is being handled wait for their turn. */
  handle(event: SwarmEvent): void {
    if (this.#stopped) return;
    this.#queue.push(event);
    if (this.#handling) return;
    this.#handling = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        for (const effect of this.#swarm.handle(next, this.#options.alarms.now())) this.#carryOut(effect);
      }
    } catch (error) {
      // An info dict that fits its info-hash and still makes no sense: its author's fault, and final.
      if (!(error instanceof MetainfoError)) throw error;
      this.stop();
      this.#options.onFatal(metainfoProblem(error, 'bad-torrent'));
    } finally {
      this.#handling = false;
    }
    this.#links.lines.flush();
    if (this.#stopped) return;
    this.#options.alarms.set(this, this.#swarm.nextWakeup(), () => this.handle({ type: 'tick' }));
    this.#options.onChange();
  }

  /** A limit is another than before: who waits for it may go on. */
  limitsChanged(): void {
    this.handle({ type: 'tick' });
  }

  /** Found out by another share or tab. */
  ban(peer: string): void {
    this.#banned.add(peer);
    this.handle({ type: 'ban', peer });
    this.#links.forget(peer);
  }

  /** @param files priorities; `null`: all are normal */
  select(torrent: Torrent, files: Uint8Array | null): void {
    this.handle({ type: 'select', priorities: byPiece(torrent, files) });
  }

  /** Asks for nothing, serves nobody and lets go of everyone, until resumed. */
  pause(): void {
    this.handle({ type: 'pause' });
    this.#links.pause();
  }

  /** Nobody is connected until `links.learn` names who is there. */
  resume(): void {
    this.#links.resume();
    this.handle({ type: 'resume' });
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#queue.length = 0;
    this.#options.alarms.set(this, null, () => undefined);
    this.#links.closeAll();
    // Its peers must not stand in the other shares' way to what the limits let go.
    const now = this.#options.alarms.now();
    for (const { link } of this.#swarm.view(now).peers) {
      if (link !== null) this.#swarm.handle({ type: 'link-closed', link }, now);
    }
  }

  #carryOut(effect: SwarmEffect): void {
    switch (effect.type) {
      case 'send':
        this.#links.lines.send(effect.link, effect.message);
        return;
      case 'close':
        this.#links.lines.close(effect.link, effect.code, effect.reason);
        return;
      case 'sign-proof':
        void this.#links.lines.signProof(effect.link);
        return;
      case 'check-proof':
        void this.#links.lines.checkProof(effect.link, effect.publicKey, effect.signature);
        return;
      case 'lane':
        this.#links.lines.receiveLane(effect.link, effect.message);
        return;
      case 'read-block':
        void this.#reads.block(effect.link, effect.ref);
        return;
      case 'hash-leaves':
        void this.#reads.leaves(effect.link, effect.piece);
        return;
      case 'verify-piece':
        void this.#receive(effect);
        return;
      case 'store-piece':
        // Stored with the same call that verified it: `#receive` tells how that ended.
        return;
      case 'metadata':
        this.#expectations = new PieceExpectations(effect.torrent);
        this.#options.onMetadata(effect.torrent);
        return;
      case 'banned':
        this.#banned.add(effect.peer);
        this.#bannedHere.set(effect.peer, effect.code);
        this.#links.forget(effect.peer);
        this.#options.onBanned(effect.peer);
        return;
      case 'finished':
        this.#options.onFinished();
        return;
      case 'completed':
      // Finished as well: there is nothing more to do for it.
    }
  }

  #unreadable(piece: number, problem: Problem): void {
    if (this.#stopped) return;
    this.#options.onPieceLost(piece);
    this.#options.onProblem(problem);
  }

  /** One call verifies a piece and stores it; the engine hears of both, in that order. */
  async #receive(effect: Extract<SwarmEffect, { type: 'verify-piece' }>): Promise<void> {
    const { piece } = effect;
    const { store, onProblem, onPieceStored } = this.#options;
    const expected = this.#expectations?.of(piece);
    if (expected === undefined) throw new Error(`piece ${piece} arrived before the metadata`);
    const blocks = effect.blocks.map(({ offset, data }) => ({ offset, bytes: owned(data) }));
    let failure: unknown = null;
    // Where storage fails nobody is to blame: the piece is missing again.
    const result = await store.receive(expected, blocks).catch((error: unknown) => {
      failure = error;
      return 'stored' as const;
    });
    const ok = result === 'stored';
    if (ok || result === 'gaps') this.handle({ type: 'piece-verified', piece, ok });
    else this.handle({ type: 'piece-verified', piece, ok, suspect: suspectOf(result, effect.blocks) });
    if (failure !== null) this.handle({ type: 'store-failed', piece });
    if (!ok || this.#stopped) return;
    if (failure !== null) {
      onProblem(storageProblem(failure));
      return;
    }
    onPieceStored(piece);
    this.handle({ type: 'piece-stored', piece });
  }
}

function byPiece({ info: { geometry } }: Torrent, files: Uint8Array | null): Uint8Array {
  const normal = () => new Uint8Array(geometry.files.length).fill(NORMAL_PRIORITY);
  return piecePriorities(geometry, files ?? normal());
}

/** The blocks as they went in, cut out of the bytes that came back: their own buffers may be gone. */
function suspectOf({ leaves, bytes }: WrongPiece, blocks: readonly ReceivedBlock<Uint8Array>[]) {
  const ends = [...blocks.slice(1).map(({ offset }) => offset), bytes.byteLength];
  const given = blocks.map(({ offset }, nth) => ({ offset, data: bytes.subarray(offset, ends[nth]) }));
  return { leaves, blocks: given };
}

/** Azureus style (BEP 20): client and version, then random digits. */
function randomPeerId(): Uint8Array {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte % 10).join('');
  return new TextEncoder().encode(`-FD0100-${digits}`);
}
