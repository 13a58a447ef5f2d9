import type { Torrent } from '../metainfo/index.ts';
import type { Payload } from '../wire/index.ts';
import { availabilityOf, holdersOf } from './availability.ts';
import { Blame } from './blame.ts';
import { Choking } from './choking.ts';
import { HANDSHAKE_TIMEOUT_MS, MAX_LINKS, SWEEP_INTERVAL_MS } from './constants.ts';
import { setContent } from './content.ts';
import { Context } from './context.ts';
import { Conversation } from './conversation.ts';
import { awaitPieces } from './deadlines.ts';
import { fill, fillAll, forgetRequests, stopAsking, sweepDownloads } from './downloads.ts';
import { forgetPieces, resolvePieces, updateInterest } from './interest.ts';
import { greet, introduce, isIntroduced, proofMade } from './introduction.ts';
import { LeafAnswers } from './leaf-answers.ts';
import type { PieceState } from './ledger.ts';
import { serveLimits } from './limits.ts';
import { MetadataFetcher } from './metadata.ts';
import { Peer } from './peer.ts';
import { pieceLost, pieceStored, pieceVerified, sayWhatWeHave, storeFailed, tellAll } from './possession.ts';
import { Relays } from './relays.ts';
import { Room } from './room.ts';
import { select } from './selection.ts';
import { breakPromises } from './super-seeding.ts';
import { keptTwin } from './twins.ts';
import type {
  Availability,
  Holder,
  LinkId,
  SwarmEffect,
  SwarmEvent,
  SwarmOptions,
  SwarmView,
} from './types.ts';
import { congestion, pump, receiveBlockRead } from './uploads.ts';
import { viewOf } from './view.ts';

/**
 * The swarm engine of one share: events in, effects out, time as an argument. No socket, promise, timer, clock
 * or randomness of its own; the same code runs in a tab and in the simulator.
 *
 * A remote's fault closes that peer with a typed code; our own fault throws. Every event must be handled to its
 * end, and its effects carried out in order, before the next one.
 */
export class Swarm<P extends Payload = Uint8Array> {
  readonly #context: Context<P>;
  readonly #choking = new Choking();
  readonly #metadata = new MetadataFetcher<P>();
  readonly #relays = new Relays();
  readonly #room = new Room();
  readonly #blame = new Blame<P>();
  readonly #leafAnswers = new LeafAnswers<P>();
  readonly #conversation: Conversation<P>;
  #nextSweepMs: number | null = null;

  /** @param context given only by who wants to look inside: the tests */
  constructor(options: SwarmOptions, context = new Context<P>(options)) {
    this.#context = context;
    this.#context.onClosing = (peer) => this.#forget(peer);
    this.#conversation = new Conversation(this.#context, {
      choking: this.#choking,
      metadata: this.#metadata,
      blame: this.#blame,
      leafAnswers: this.#leafAnswers,
    });
    if (options.torrent !== undefined) {
      setContent(this.#context, options.torrent, options.have ?? [], options.priorities ?? null);
    }
  }

  handle(event: SwarmEvent<P>, nowMs: number): readonly SwarmEffect<P>[] {
    this.#context.nowMs = nowMs;
    this.#dispatch(event);
    if (this.#context.peers.size === 0) {
      this.#nextSweepMs = null;
      this.#context.refillAtMs = null;
      this.#context.limitWakeMs = null;
    } else {
      this.#nextSweepMs ??= nowMs + SWEEP_INTERVAL_MS;
    }
    return this.#context.takeEffects();
  }

  /** When `tick` is due, in the time of `handle`; `null`: not before another event. */
  nextWakeup(): number | null {
    const { refillAtMs, limitWakeMs } = this.#context;
    if (refillAtMs !== null || limitWakeMs === null) return refillAtMs ?? this.#nextSweepMs;
    return this.#nextSweepMs === null ? null : Math.min(limitWakeMs, this.#nextSweepMs);
  }

  view(nowMs: number): SwarmView {
    return viewOf(this.#context, nowMs);
  }

  /** Takes as long as the share has pieces; `null` before the metadata is known. */
  availability(): Availability | null {
    return availabilityOf(this.#context);
  }

  /** Which peers hold any of the pieces from `from` to before `to`: so many steps for each of them. */
  holders(from: number, to: number): readonly Holder[] {
    return holdersOf(this.#context, from, to);
  }

  has(piece: number): boolean {
    return this.#context.content?.ledger.have.has(piece) ?? false;
  }

  /** How many of those that we are connected to hold it. */
  holdersOf(piece: number): number {
    return this.#context.content?.availability[piece] ?? 0;
  }

  /** `null` while the metadata is unknown. */
  stateOf(piece: number): PieceState | null {
    return this.#context.content?.ledger.stateOf(piece) ?? null;
  }

  get torrent(): Torrent | null {
    return this.#context.content?.torrent ?? null;
  }

  #dispatch(event: SwarmEvent<P>): void {
    const context = this.#context;
    switch (event.type) {
      case 'link-opened':
        this.#linkOpened(event.link, event.peer, event.dialed);
        return;
      case 'link-closed':
        this.#linkClosed(event.link);
        return;
      case 'block-read':
        receiveBlockRead(context, context.peers.get(event.link), event.ref, event.data);
        return;
      case 'piece-verified':
        if (event.ok) pieceVerified(context, event.piece);
        else this.#blame.failed(context, event.piece, event.suspect);
        return;
      case 'leaves-hashed':
        this.#leafAnswers.hashed(context, event.link, event.piece, event.leaves);
        return;
      case 'piece-stored':
        pieceStored(context, event.piece);
        return;
      case 'store-failed':
        storeFailed(context, event.piece);
        return;
      case 'piece-lost':
        pieceLost(context, event.piece);
        return;
      case 'ban':
        context.shutOut(event.peer, 'sent bad data elsewhere');
        return;
      case 'select':
        select(context, event.priorities);
        return;
      case 'deadlines':
        awaitPieces(context, event.deadlines);
        return;
      case 'make-room':
        this.#room.make(context, event);
        return;
      case 'pause':
        this.#pause();
        return;
      case 'resume':
        this.#resume();
        return;
      case 'tick':
        this.#tick();
        return;
      default:
        this.#ofPeer(event);
    }
  }

  /** Events of one link; those of a link already forgotten are late and mean nothing any more. */
  #ofPeer(
    event: Extract<
      SwarmEvent<P>,
      { type: 'message' | 'congestion' | 'link-kind' | 'lanes' | 'proof-made' | 'proof-checked' }
    >,
  ): void {
    const peer = this.#context.peers.get(event.link);
    if (peer === undefined) return;
    switch (event.type) {
      case 'message':
        if (peer.ready) this.#conversation.receive(peer, event.message);
        else introduce(this.#context, peer, event.message);
        return;
      case 'congestion':
        congestion(this.#context, peer, event.congested);
        return;
      case 'link-kind':
        peer.relayed = event.relayed;
        updateInterest(this.#context, peer);
        fill(this.#context, peer);
        return;
      case 'lanes':
        peer.lanes = event.lanes;
        fill(this.#context, peer);
        return;
      case 'proof-made':
        proofMade(this.#context, peer, event);
        this.#becomeReady(peer);
        return;
      case 'proof-checked':
        if (event.id !== peer.id) {
          this.#context.close(peer, 'bad-identity', 'its proof does not fit its name');
          return;
        }
        peer.introduction.proofAccepted = true;
        this.#becomeReady(peer);
    }
  }

  #linkOpened(link: LinkId, id: string, dialed: boolean): void {
    const context = this.#context;
    const peer = new Peer<P>(context, { link, id, dialed }, context.nowMs);
    context.peers.set(link, peer);
    if (id === context.options.self) context.close(peer, 'self', 'this is ourselves');
    else if (context.banned.has(id)) context.close(peer, 'banned', 'sent bad data before');
    else if (context.peers.size > MAX_LINKS) context.close(peer, 'too-many-links', 'no room for more peers');
    else greet(context, peer);
  }

  #linkClosed(link: LinkId): void {
    const peer = this.#context.peers.get(link);
    if (peer !== undefined) this.#forget(peer);
  }

  #forget(peer: Peer<P>): void {
    const context = this.#context;
    if (!context.peers.delete(peer.link)) return;
    context.options.limits?.up.leave(peer);
    context.options.limits?.down.leave(peer);
    this.#metadata.dropped(context, peer);
    this.#choking.left(peer);
    if (context.content === null) {
      this.#metadata.advance(context);
      return;
    }
    breakPromises(context, peer);
    forgetRequests(context, context.content, peer);
    forgetPieces(context.content, peer);
    this.#blame.dropped(context, peer);
    this.#choking.offerFreeSlots(context);
    context.refillSoon();
  }

  #becomeReady(peer: Peer<P>): void {
    const context = this.#context;
    if (peer.ready || !isIntroduced(peer)) return;
    const twin = context.readyPeers().find((other) => other.id === peer.id);
    if (twin !== undefined) {
      const kept = keptTwin(twin, peer, { self: context.options.self, peer: peer.id });
      context.close(kept === peer ? twin : peer, 'replaced', 'another link to the same peer stays');
      if (kept !== peer) return;
    }
    peer.ready = true;
    this.#choking.met(peer);
    sayWhatWeHave(context, peer);
    if (context.content === null) this.#metadata.advance(context);
    else resolvePieces(context, peer);
    for (const message of peer.introduction.held.splice(0)) {
      if (context.peers.has(peer.link)) this.#conversation.receive(peer, message);
    }
  }

  #pause(): void {
    this.#context.paused = true;
    stopAsking(this.#context);
    this.#choking.chokeAll(this.#context);
    this.#metadata.pause();
  }

  #resume(): void {
    const context = this.#context;
    context.paused = false;
    context.storageFull = false;
    for (const peer of context.readyPeers()) updateInterest(context, peer);
    this.#choking.offerFreeSlots(context);
    if (context.content === null) this.#metadata.advance(context);
    fillAll(context);
  }

  #tick(): void {
    const context = this.#context;
    serveLimits(context);
    if (this.#nextSweepMs !== null && context.nowMs >= this.#nextSweepMs) this.#sweep();
    else if (context.refillAtMs === null) return;
    context.refillAtMs = null;
    fillAll(context);
  }

  /** Once a second: what time alone brings. */
  #sweep(): void {
    const context = this.#context;
    this.#nextSweepMs = context.nowMs + SWEEP_INTERVAL_MS;
    for (const peer of [...context.peers.values()]) {
      if (!peer.ready && context.nowMs - peer.openedAtMs >= HANDSHAKE_TIMEOUT_MS) {
        context.close(peer, 'handshake-timeout', 'no proof of identity in time');
      }
    }
    if (context.content === null) this.#metadata.advance(context);
    tellAll(context);
    this.#relays.review(context);
    this.#blame.tick(context);
    this.#choking.tick(context);
    for (const peer of context.readyPeers()) pump(context, peer);
    sweepDownloads(context);
  }
}
