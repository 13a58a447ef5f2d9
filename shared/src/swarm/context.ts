import type { Torrent } from '../metainfo/index.ts';
import type { Payload, PeerMessage } from '../wire/index.ts';
import type { Ledger } from './ledger.ts';
import type { Peer } from './peer.ts';
import { RateMeter } from './rate-meter.ts';
import type { TokenBucket } from './token-bucket.ts';
import type { BanCode, CloseCode, LinkId, SwarmEffect, SwarmOptions } from './types.ts';

const LEAST_WAIT_MS = 10;

/** What exists only once the metadata is known. */
export interface Content<P extends Payload> {
  readonly torrent: Torrent;
  readonly ledger: Ledger<P>;
  /** Holders among ready peers, by piece. */
  readonly availability: Uint32Array;
  /** Pieces that no ready peer holds. */
  unheld: number;
  /** Peers that we, as a seed, have promised it to, by piece. */
  readonly promised: Uint32Array;
}

const BAN_REASONS: Readonly<Record<BanCode, string>> = {
  'bad-data': 'sent data that does not fit its hash',
  'bad-hashes': 'sent hashes that do not fit the file',
  'bad-metadata': 'sent metadata that does not fit the info-hash',
};

/**
 * What the modules of the engine share: peers, content, the time of the event being handled and the effects
 * it has produced so far. It decides nothing.
 */
export class Context<P extends Payload> {
  readonly options: SwarmOptions;
  readonly peers = new Map<LinkId, Peer<P>>();
  readonly banned: Set<string>;
  content: Content<P> | null = null;
  paused: boolean;
  /** Storage refused a piece: no more requests until a person resumes. */
  storageFull = false;
  /** What we want comes directly: nothing is asked of who is reached through a relay. */
  sparesRelays = false;
  /** Since when blocks are free that peers may be asked for at the next tick; `null`: none. */
  refillAtMs: number | null = null;
  /** When those who wait for a limit are to be looked at; `null`: nobody does. */
  limitWakeMs: number | null = null;
  nowMs = 0;
  readonly down = new RateMeter();
  readonly up = new RateMeter();
  duplicateBytes = 0;
  #effects: SwarmEffect<P>[] = [];

  constructor(options: SwarmOptions) {
    this.options = options;
    this.paused = options.paused ?? false;
    this.banned = new Set(options.banned);
  }

  get mayDownload(): boolean {
    return !this.paused && !this.storageFull;
  }

  get isSeeding(): boolean {
    return this.content?.ledger.isComplete ?? false;
  }

  /** Nothing wanted is left to fetch: towards others we act as a seed does, even when we do not have everything. */
  get isFinished(): boolean {
    return this.content?.ledger.isFinished ?? false;
  }

  /**
   * Blocks came back. They are given away at a tick, which is due at once: a choke brings hundreds of rejects in one
   * breath, and asking everyone after each would cost hundreds of times as much.
   */
  refillSoon(): void {
    this.refillAtMs ??= this.nowMs;
  }

  /** Somebody waits for a limit. Never sooner than a few blocks later: at 100 MB/s one is due every half millisecond. */
  wakeForLimit(bucket: TokenBucket): void {
    const dueMs = Math.max(bucket.dueMs(this.nowMs), this.nowMs + LEAST_WAIT_MS);
    this.limitWakeMs = this.limitWakeMs === null ? dueMs : Math.min(this.limitWakeMs, dueMs);
  }

  /** Payload that was paid for does not move after all: somebody else's may. */
  giveBack(bucket: TokenBucket | undefined, bytes: number): void {
    bucket?.giveBack(this, bytes);
    if (bucket !== undefined && this.limitWakeMs !== null) this.wakeForLimit(bucket);
  }

  emit(effect: SwarmEffect<P>): void {
    this.#effects.push(effect);
  }

  send(peer: Peer<P>, message: PeerMessage<P>): void {
    this.#effects.push({ type: 'send', link: peer.link, message });
  }

  /** Asks for the link to be closed; the peer is forgotten at once, so nothing more is sent to it. */
  close(peer: Peer<P>, code: CloseCode, reason: string): void {
    this.emit({ type: 'close', link: peer.link, code, reason });
    this.onClosing(peer);
  }

  /** Set by the swarm: forgets a peer and gives back what it held. */
  onClosing: (peer: Peer<P>) => void = () => {};

  ban(id: string, code: BanCode): void {
    if (this.banned.has(id)) return;
    this.emit({ type: 'banned', peer: id, code });
    this.shutOut(id, BAN_REASONS[code]);
  }

  shutOut(id: string, reason: string): void {
    this.banned.add(id);
    for (const peer of [...this.peers.values()]) {
      if (peer.id === id) this.close(peer, 'banned', reason);
    }
  }

  /** Ready peers, as a copy: handling one may close others. */
  readyPeers(): readonly Peer<P>[] {
    return [...this.peers.values()].filter((peer) => peer.ready);
  }

  takeEffects(): readonly SwarmEffect<P>[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }
}
