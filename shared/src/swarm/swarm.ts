import type { Torrent } from '../metainfo/index.ts';
import { LOCAL_EXTENSION_IDS, NATIVE_BLOCK_LENGTH, type Payload, type PeerMessage } from '../wire/index.ts';
import { Choking } from './choking.ts';
import { HANDSHAKE_TIMEOUT_MS, MAX_LINKS, SWEEP_INTERVAL_MS } from './constants.ts';
import { Context } from './context.ts';
import {
  cancelRequests,
  fill,
  fillAll,
  forgetRequests,
  receiveBlock,
  receiveReject,
  sweepDownloads,
} from './downloads.ts';
import {
  forgetPieces,
  ownPieceChanged,
  receiveBitfield,
  receiveHave,
  resolvePieces,
  updateInterest,
} from './interest.ts';
import { greet, introduce, isIntroduced, proofMade, receiveExtendedHandshake } from './introduction.ts';
import { Ledger, type PieceState } from './ledger.ts';
import { MetadataFetcher } from './metadata.ts';
import { Peer } from './peer.ts';
import type { LinkId, SwarmEffect, SwarmEvent, SwarmOptions, SwarmView } from './types.ts';
import {
  choke,
  pump,
  receiveBlockRead,
  receiveCancel,
  receiveHashRequest,
  receiveMetadataRequest,
  receiveRequest,
} from './uploads.ts';
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
  #nextSweepMs: number | null = null;

  constructor(options: SwarmOptions) {
    this.#context = new Context<P>(options);
    this.#context.onClosing = (peer) => this.#forget(peer);
    if (options.torrent !== undefined) this.#setContent(options.torrent, options.have ?? []);
  }

  handle(event: SwarmEvent<P>, nowMs: number): readonly SwarmEffect<P>[] {
    this.#context.nowMs = nowMs;
    this.#dispatch(event);
    if (this.#context.peers.size === 0) this.#nextSweepMs = null;
    else this.#nextSweepMs ??= nowMs + SWEEP_INTERVAL_MS;
    return this.#context.takeEffects();
  }

  /** When `tick` is due, in the time of `handle`; `null`: not before another event. */
  nextWakeup(): number | null {
    return this.#nextSweepMs;
  }

  view(nowMs: number): SwarmView {
    return viewOf(this.#context, nowMs);
  }

  has(piece: number): boolean {
    return this.#context.content?.ledger.have.has(piece) ?? false;
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
        this.#linkOpened(event.link, event.peer);
        return;
      case 'link-closed':
        this.#linkClosed(event.link);
        return;
      case 'block-read':
        receiveBlockRead(context, context.peers.get(event.link), event.ref, event.data);
        return;
      case 'piece-verified':
        this.#pieceVerified(event.piece, event.ok);
        return;
      case 'piece-stored':
        this.#pieceStored(event.piece);
        return;
      case 'store-failed':
        this.#storeFailed(event.piece);
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
    event: Extract<SwarmEvent<P>, { type: 'message' | 'congestion' | 'proof-made' | 'proof-checked' }>,
  ): void {
    const peer = this.#context.peers.get(event.link);
    if (peer === undefined) return;
    switch (event.type) {
      case 'message':
        if (peer.ready) this.#converse(peer, event.message);
        else introduce(this.#context, peer, event.message);
        return;
      case 'congestion':
        peer.congested = event.congested;
        pump(this.#context, peer);
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

  #linkOpened(link: LinkId, id: string): void {
    const context = this.#context;
    const peer = new Peer<P>(link, id, context.nowMs);
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
    this.#metadata.dropped(peer);
    if (context.content === null) {
      this.#metadata.advance(context);
      return;
    }
    forgetRequests(context.content, peer);
    forgetPieces(context.content, peer);
    this.#choking.offerFreeSlots(context);
    fillAll(context);
  }

  #becomeReady(peer: Peer<P>): void {
    const context = this.#context;
    if (peer.ready || !isIntroduced(peer)) return;
    for (const other of [...context.peers.values()]) {
      if (other !== peer && other.ready && other.id === peer.id) {
        context.close(other, 'replaced', 'the same peer connected anew');
      }
    }
    peer.ready = true;
    this.#sayWhatWeHave(peer);
    if (context.content === null) this.#metadata.advance(context);
    else resolvePieces(context, peer);
    for (const message of peer.introduction.held.splice(0)) {
      if (context.peers.has(peer.link)) this.#converse(peer, message);
    }
  }

  #sayWhatWeHave(peer: Peer<P>): void {
    const have = this.#context.content?.ledger.have;
    if (have === undefined || have.count === 0) this.#context.send(peer, { type: 'have-none' });
    else if (have.isFull) this.#context.send(peer, { type: 'have-all' });
    else this.#context.send(peer, { type: 'bitfield', bytes: have.toBytes() });
  }

  /** One message of a ready peer. */
  #converse(peer: Peer<P>, message: PeerMessage<P>): void {
    const context = this.#context;
    switch (message.type) {
      case 'choke':
        peer.peerChoking = true;
        return;
      case 'unchoke':
        peer.peerChoking = false;
        fill(context, peer);
        return;
      case 'interested':
      case 'not-interested':
        peer.peerInterested = message.type === 'interested';
        if (peer.peerInterested) this.#choking.offerFreeSlot(context, peer);
        else this.#choking.offerFreeSlots(context);
        return;
      case 'have':
        this.#expect(peer, receiveHave(context, peer, message.piece), 'have of no such piece');
        fill(context, peer);
        return;
      case 'bitfield':
        this.#expect(peer, receiveBitfield(context, peer, message.bytes), 'bitfield of the wrong size');
        fill(context, peer);
        return;
      case 'have-all':
      case 'have-none':
        receiveBitfield(context, peer, message.type === 'have-all' ? 'all' : 'none');
        fill(context, peer);
        return;
      case 'request':
        this.#expect(peer, receiveRequest(context, peer, message), 'request of no such block');
        return;
      case 'piece':
        this.#expect(peer, receiveBlock(context, peer, message), 'a block that nobody asked for');
        return;
      case 'cancel':
        receiveCancel(context, peer, message);
        return;
      case 'reject':
        this.#expect(peer, receiveReject(context, peer, message), 'reject of what nobody asked for');
        return;
      case 'extended-handshake':
        receiveExtendedHandshake(context, peer, message);
        if (context.content === null) this.#metadata.advance(context);
        return;
      case 'metadata-request':
        receiveMetadataRequest(context, peer, message.piece);
        return;
      case 'metadata-data':
      case 'metadata-reject':
        this.#metadataArrived(this.#metadata.receiveMetadata(context, peer, message));
        return;
      case 'hash-request':
        receiveHashRequest(context, peer, message);
        return;
      case 'hashes':
      case 'hash-reject':
        this.#metadataArrived(this.#metadata.receiveHashes(context, peer, message));
        return;
      case 'handshake':
      case 'auth':
        context.close(peer, 'protocol-error', `a second ${message.type}`);
        return;
      case 'keep-alive':
      case 'suggest':
      case 'allowed-fast':
      case 'unknown':
        return;
    }
  }

  #expect(peer: Peer<P>, holds: boolean, fault: string): void {
    if (!holds && this.#context.peers.has(peer.link)) this.#context.close(peer, 'protocol-error', fault);
  }

  #setContent(torrent: Torrent, have: Iterable<number>): void {
    const { geometry } = torrent.info;
    const ledger = new Ledger<P>({
      pieceCount: geometry.pieceCount,
      pieceLength: geometry.pieceLength,
      lengthOf: (piece) => geometry.pieceLengthOf(piece),
      blockLength: NATIVE_BLOCK_LENGTH,
      have,
    });
    this.#context.content = { torrent, ledger, availability: new Uint32Array(geometry.pieceCount) };
  }

  #metadataArrived(torrent: Torrent | null): void {
    const context = this.#context;
    if (torrent === null || context.content !== null) return;
    this.#setContent(torrent, []);
    context.emit({ type: 'metadata', torrent });
    for (const peer of context.readyPeers()) {
      if (!resolvePieces(context, peer)) context.close(peer, 'protocol-error', 'its bitfield does not fit');
      // Others who wait for the metadata may now ask us.
      else if (peer.metadataSize === null) this.#offerMetadata(peer, torrent.info.bytes.length);
    }
    // A share of empty files alone has no piece to wait for.
    if (context.isSeeding) context.emit({ type: 'completed' });
    fillAll(context);
  }

  #offerMetadata(peer: Peer<P>, metadataSize: number): void {
    this.#context.send(peer, {
      type: 'extended-handshake',
      m: new Map(Object.entries(LOCAL_EXTENSION_IDS)),
      metadataSize,
    });
  }

  #pieceVerified(piece: number, ok: boolean): void {
    const context = this.#context;
    const ledger = context.content?.ledger;
    if (ledger === undefined) return;
    if (ok) {
      ledger.good(piece);
      context.emit({ type: 'store-piece', piece });
      return;
    }
    const liar = ledger.bad(piece);
    if (liar !== null) context.ban(liar, 'sent data that does not fit its hash');
    fillAll(context);
  }

  #pieceStored(piece: number): void {
    const context = this.#context;
    const ledger = context.content?.ledger;
    if (ledger === undefined) return;
    ledger.stored(piece);
    for (const peer of context.readyPeers()) {
      // Who has it too needs the news only to show it: that can wait for company.
      if (peer.has(piece)) peer.untold.push(piece);
      else context.send(peer, { type: 'have', piece });
    }
    ownPieceChanged(context, piece, -1);
    if (!ledger.isComplete) return;
    this.#tellAll();
    context.emit({ type: 'completed' });
  }

  #tellAll(): void {
    for (const peer of this.#context.readyPeers()) {
      for (const piece of peer.untold.splice(0)) this.#context.send(peer, { type: 'have', piece });
    }
  }

  #storeFailed(piece: number): void {
    const context = this.#context;
    context.content?.ledger.storeFailed(piece);
    if (context.storageFull) return;
    context.storageFull = true;
    this.#stopAsking();
  }

  #stopAsking(): void {
    for (const peer of this.#context.readyPeers()) {
      cancelRequests(this.#context, peer);
      updateInterest(this.#context, peer);
    }
  }

  #pause(): void {
    this.#context.paused = true;
    this.#stopAsking();
    for (const peer of this.#context.readyPeers()) choke(this.#context, peer);
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
    this.#nextSweepMs = context.nowMs + SWEEP_INTERVAL_MS;
    for (const peer of [...context.peers.values()]) {
      if (!peer.ready && context.nowMs - peer.openedAtMs >= HANDSHAKE_TIMEOUT_MS) {
        context.close(peer, 'handshake-timeout', 'no proof of identity in time');
      }
    }
    if (context.content === null) this.#metadata.advance(context);
    this.#tellAll();
    this.#choking.tick(context);
    sweepDownloads(context);
  }
}
