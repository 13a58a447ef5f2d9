import { equalBytes, toHex } from '../bytes/index.ts';
import {
  hashRanges,
  type Info,
  infoHashV2Of,
  parseInfo,
  type Torrent,
  verifyHashes,
} from '../metainfo/index.ts';
import {
  type HashRange,
  METADATA_PIECE_LENGTH,
  type MetadataMessage,
  type Payload,
  type PeerMessage,
} from '../wire/index.ts';
import { METADATA_PIPELINE, METADATA_TIMEOUT_MS } from './constants.ts';
import type { Context } from './context.ts';
import type { Peer } from './peer.ts';

/**
 * How a newcomer who knows only the info-hash comes to the whole metainfo: the info dict (BEP 9), checked
 * against the info-hash, then the piece layers (BEP 52), each run proven against its file's root.
 *
 * One peer at a time is the source, so a wrong info dict has one author; a source that stalls is replaced.
 * Proven hashes are kept when the source changes.
 */
export class MetadataFetcher<P extends Payload> {
  #source: Peer<P> | null = null;
  #progressMs = 0;
  readonly #tried = new Set<number>();
  /** Info dict in arrival; `null` once parsed. */
  #blocks: (Uint8Array | null)[] = [];
  #nextBlock = 0;
  #outstanding = 0;
  #info: Info | null = null;
  #wantedRanges: HashRange[] = [];
  readonly #askedRanges: HashRange[] = [];
  readonly #layers = new Map<string, Uint8Array>();

  /** Chooses a source when there is none, and asks it for what is still missing. */
  advance(context: Context<P>): void {
    if (context.paused) return;
    if (this.#source !== null && context.nowMs - this.#progressMs >= METADATA_TIMEOUT_MS)
      this.dropped(this.#source);
    if (this.#source === null) this.#chooseSource(context);
    if (this.#source !== null) this.#ask(context, this.#source);
  }

  /** The peer is gone, or will not help. */
  dropped(peer: Peer<P>): void {
    if (this.#source !== peer) return;
    this.#tried.add(peer.link);
    this.#source = null;
    this.#wantedRanges.push(...this.#askedRanges.splice(0));
    if (this.#info === null) this.#blocks = [];
  }

  /** BEP 9 data or reject. Returns the torrent when this was the last thing missing. */
  receiveMetadata(context: Context<P>, peer: Peer<P>, message: MetadataMessage): Torrent | null {
    if (peer !== this.#source || this.#info !== null || message.type === 'metadata-request') return null;
    if (message.type === 'metadata-reject') {
      this.dropped(peer);
      this.advance(context);
      return null;
    }
    const { piece, totalSize, data } = message;
    const expected = Math.min(METADATA_PIECE_LENGTH, totalSize - piece * METADATA_PIECE_LENGTH);
    if (totalSize !== peer.metadataSize || piece >= this.#blocks.length || data.length !== expected) {
      context.close(peer, 'protocol-error', 'metadata block of the wrong size');
      return null;
    }
    if (this.#blocks[piece] !== null) return null;
    this.#blocks[piece] = data;
    this.#outstanding--;
    this.#progressMs = context.nowMs;
    if (this.#blocks.every((block) => block !== null)) this.#infoArrived(context, peer);
    else this.advance(context);
    return this.#finished();
  }

  /** BEP 52 hashes or reject. Returns the torrent when this was the last thing missing. */
  receiveHashes(
    context: Context<P>,
    peer: Peer<P>,
    message: Extract<PeerMessage<P>, { type: 'hashes' | 'hash-reject' }>,
  ): Torrent | null {
    if (peer !== this.#source || this.#info === null) return null;
    const at = this.#askedRanges.findIndex((range) => sameRange(range, message));
    const range = this.#askedRanges[at];
    if (range === undefined) return null;
    if (message.type === 'hash-reject') {
      this.dropped(peer);
      this.advance(context);
      return null;
    }
    const proven = verifyHashes(this.#info, range, message.hashes);
    if (proven === null) {
      context.ban(peer.id, 'sent hashes that do not fit the file');
      return null;
    }
    this.#askedRanges.splice(at, 1);
    this.#progressMs = context.nowMs;
    this.#layers.get(toHex(range.piecesRoot))?.set(proven, range.index * 32);
    this.advance(context);
    return this.#finished();
  }

  #chooseSource(context: Context<P>): void {
    const able = context
      .readyPeers()
      .filter((peer) => peer.supports('ut_metadata') && peer.metadataSize !== null);
    const fresh = able.filter((peer) => !this.#tried.has(peer.link));
    // When everyone was tried, everyone may be tried again: they may have learned it meanwhile.
    if (fresh.length === 0) this.#tried.clear();
    const source = fresh[0] ?? able[0];
    if (source === undefined) return;
    this.#source = source;
    this.#progressMs = context.nowMs;
    this.#outstanding = 0;
    this.#nextBlock = 0;
    if (this.#info === null) {
      const count = Math.ceil((source.metadataSize ?? 0) / METADATA_PIECE_LENGTH);
      this.#blocks = new Array<Uint8Array | null>(count).fill(null);
    }
  }

  #ask(context: Context<P>, source: Peer<P>): void {
    if (this.#info === null) {
      while (this.#outstanding < METADATA_PIPELINE && this.#nextBlock < this.#blocks.length) {
        context.send(source, { type: 'metadata-request', piece: this.#nextBlock++ });
        this.#outstanding++;
      }
      return;
    }
    while (this.#askedRanges.length < METADATA_PIPELINE) {
      const range = this.#wantedRanges.shift();
      if (range === undefined) return;
      this.#askedRanges.push(range);
      context.send(source, { ...range, type: 'hash-request' });
    }
  }

  #infoArrived(context: Context<P>, source: Peer<P>): void {
    const bytes = joinBlocks(this.#blocks);
    this.#blocks = [];
    if (!equalBytes(infoHashV2Of(bytes), context.options.infoHash)) {
      context.ban(source.id, 'sent metadata that does not fit the info-hash');
      return;
    }
    // The hash fits: what is wrong with it now is the author's doing and no peer can mend it.
    this.#info = parseInfo(bytes);
    for (const file of this.#info.geometry.files) {
      if (file.piecesRoot === null || file.pieceCount < 2) continue;
      this.#layers.set(toHex(file.piecesRoot), new Uint8Array(file.pieceCount * 32));
    }
    this.#wantedRanges = [...hashRanges(this.#info)];
    this.advance(context);
  }

  #finished(): Torrent | null {
    if (this.#info === null || this.#wantedRanges.length > 0 || this.#askedRanges.length > 0) return null;
    return { info: this.#info, pieceLayers: this.#layers };
  }
}

function joinBlocks(blocks: readonly (Uint8Array | null)[]): Uint8Array {
  const present = blocks.filter((block) => block !== null);
  const joined = new Uint8Array(present.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of present) {
    joined.set(block, at);
    at += block.length;
  }
  return joined;
}

function sameRange(a: HashRange, b: HashRange): boolean {
  return (
    a.index === b.index &&
    a.length === b.length &&
    a.baseLayer === b.baseLayer &&
    a.proofLayers === b.proofLayers &&
    equalBytes(a.piecesRoot, b.piecesRoot)
  );
}
