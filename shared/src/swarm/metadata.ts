import { equalBytes } from '../bytes/index.ts';
import { infoHashV2Of, parseInfo, type Torrent, verifyHashes } from '../metainfo/index.ts';
import type { MetadataMessage, Payload, PeerMessage } from '../wire/index.ts';
import { METADATA_PIPELINE, METADATA_TIMEOUT_MS } from './constants.ts';
import type { Context } from './context.ts';
import { ArrivingInfo, ArrivingLayers } from './metadata-parts.ts';
import { chooseSource, isBeaten, Lapses } from './metadata-source.ts';
import type { Peer } from './peer.ts';

/** One peer's turn as the source. */
interface Attempt<P extends Payload> {
  readonly peer: Peer<P>;
  readonly size: number;
  /** How often it had let us down before. */
  readonly lapses: number;
  /** Blocks of the info dict asked of it in this turn. */
  readonly asked: Set<number>;
  sinceMs: number;
  /** Of the last answer. */
  progressMs: number;
  answers: number;
}

/**
 * How a newcomer who knows only the info-hash comes to the whole metainfo: the info dict (BEP 9), checked
 * against the info-hash, then the piece layers (BEP 52), each run proven against its file's root.
 *
 * One peer at a time is the source, so a wrong info dict has one author; one that stalls, trickles or refuses is
 * replaced, and not asked again at once. Proven hashes are kept when the source changes, and an unfinished info dict
 * for its author.
 */
export class MetadataFetcher<P extends Payload> {
  readonly #lapses = new Lapses();
  #attempt: Attempt<P> | null = null;
  #info: ArrivingInfo | null = null;
  /** `null` until the info dict is there. */
  #layers: ArrivingLayers | null = null;

  /** Chooses a source when there is none or a better one, and asks it for what is still missing. */
  advance(context: Context<P>): void {
    if (context.paused) return;
    if (this.#attempt !== null) this.#judge(context, this.#attempt);
    this.#attempt ??= this.#begin(context);
    if (this.#attempt !== null) this.#ask(context, this.#attempt);
  }

  /** The peer is gone. */
  dropped(context: Context<P>, peer: Peer<P>): void {
    if (this.#attempt?.peer === peer) this.#end(context, this.#attempt, false);
  }

  /** Nobody is asked, and nobody to blame. */
  pause(): void {
    this.#attempt = null;
    this.#layers?.takeBack();
  }

  /** BEP 9 data or reject. Returns the torrent when this was the last thing missing. */
  receiveMetadata(context: Context<P>, peer: Peer<P>, message: MetadataMessage): Torrent | null {
    const attempt = this.#attempt;
    if (message.type === 'metadata-request' || attempt?.peer !== peer || this.#info === null) return null;
    // An answer of an earlier turn comes too late.
    if (!attempt.asked.delete(message.piece)) return null;
    if (message.type === 'metadata-reject') {
      this.#refused(context, attempt);
      return null;
    }
    if (message.totalSize !== this.#info.size || !this.#info.put(message.piece, message.data)) {
      context.close(peer, 'protocol-error', 'metadata block of the wrong size');
      return null;
    }
    this.#progressed(context, attempt);
    if (this.#info.isWhole) this.#infoArrived(context, attempt, this.#info.join());
    this.advance(context);
    return this.#layers?.torrent ?? null;
  }

  /** BEP 52 hashes or reject. Returns the torrent when this was the last thing missing. */
  receiveHashes(
    context: Context<P>,
    peer: Peer<P>,
    message: Extract<PeerMessage<P>, { type: 'hashes' | 'hash-reject' }>,
  ): Torrent | null {
    const attempt = this.#attempt;
    if (attempt?.peer !== peer || this.#layers === null) return null;
    const range = this.#layers.findAsked(message);
    if (range === null) return null;
    if (message.type === 'hash-reject') {
      this.#refused(context, attempt);
      return null;
    }
    const proven = verifyHashes(this.#layers.info, range, message.hashes);
    if (proven === null) {
      context.ban(peer.id, 'bad-hashes');
      return null;
    }
    this.#layers.put(range, proven);
    this.#progressed(context, attempt);
    this.advance(context);
    return this.#layers.torrent;
  }

  /** Ends a turn in which too little comes, or that can no longer succeed. */
  #judge(context: Context<P>, attempt: Attempt<P>): void {
    const { nowMs } = context;
    const changed = attempt.peer.metadataSize !== attempt.size || !attempt.peer.supports('ut_metadata');
    const stalled = nowMs - attempt.progressMs >= METADATA_TIMEOUT_MS;
    const rival = this.#choose(context, attempt.peer);
    const beaten = rival !== null && isBeaten(attempt, rival, nowMs);
    if ((changed && this.#layers === null) || stalled || beaten) this.#end(context, attempt, true);
  }

  #refused(context: Context<P>, attempt: Attempt<P>): void {
    this.#end(context, attempt, true);
    this.advance(context);
  }

  #end(context: Context<P>, attempt: Attempt<P>, pauses: boolean): void {
    this.#lapses.add(attempt.peer.id, context.nowMs, pauses);
    this.#attempt = null;
    this.#layers?.takeBack();
  }

  #progressed(context: Context<P>, attempt: Attempt<P>): void {
    attempt.answers++;
    attempt.progressMs = context.nowMs;
  }

  #choose(context: Context<P>, except: Peer<P> | null = null) {
    const claimants = context.readyPeers().flatMap((peer) => {
      const { id, link, metadataSize } = peer;
      const able = metadataSize !== null && peer.supports('ut_metadata') && peer !== except;
      if (!able || !this.#lapses.mayAsk(id, context.nowMs)) return [];
      return [{ peer, link, size: metadataSize, lapses: this.#lapses.countOf(id) }];
    });
    return chooseSource(claimants);
  }

  #begin(context: Context<P>): Attempt<P> | null {
    const source = this.#choose(context);
    if (source === null) return null;
    const { peer, size, lapses } = source;
    if (this.#layers === null && (this.#info?.author !== peer.id || this.#info.size !== size)) {
      this.#info = new ArrivingInfo(peer.id, size);
    }
    const { nowMs } = context;
    return { peer, size, lapses, asked: new Set(), sinceMs: nowMs, progressMs: nowMs, answers: 0 };
  }

  #ask(context: Context<P>, { peer, asked }: Attempt<P>): void {
    if (this.#layers !== null) {
      while (this.#layers.askedCount < METADATA_PIPELINE) {
        const range = this.#layers.ask();
        if (range === null) return;
        context.send(peer, { ...range, type: 'hash-request' });
      }
      return;
    }
    for (const piece of this.#info?.wanted(asked) ?? []) {
      if (asked.size >= METADATA_PIPELINE) return;
      asked.add(piece);
      context.send(peer, { type: 'metadata-request', piece });
    }
  }

  #infoArrived(context: Context<P>, attempt: Attempt<P>, bytes: Uint8Array): void {
    this.#info = null;
    const infoHash = infoHashV2Of(bytes);
    if (!equalBytes(infoHash, context.options.infoHash)) {
      context.ban(attempt.peer.id, 'bad-metadata');
      return;
    }
    // The hash fits: what is wrong with it now is the author's doing and no peer can mend it.
    this.#layers = new ArrivingLayers(parseInfo(bytes, infoHash));
    attempt.sinceMs = context.nowMs;
    attempt.answers = 0;
  }
}
