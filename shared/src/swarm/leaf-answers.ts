import { leafAnswerOf, pieceOfLeafRange } from '../metainfo/index.ts';
import type { HashRange, Payload } from '../wire/index.ts';
import { MAX_LEAVES_HASHED } from './constants.ts';
import type { Context } from './context.ts';
import type { Peer } from './peer.ts';
import { pieceLost } from './possession.ts';
import type { LinkId } from './types.ts';

/**
 * Answers requests for the leaf hashes of our pieces. Each costs a piece read and hashed for 48 bytes, so a peer has
 * one at a time and one a second, and all together have a few at a time; what is more is rejected. Like all hashes they
 * go to anyone, choked or not: blame must not wait for an upload slot.
 */
export class LeafAnswers<P extends Payload> {
  /** What is being hashed, for whom; a peer that left meanwhile keeps its place until that is done. */
  readonly #under = new Map<LinkId, { readonly peer: Peer<P>; readonly range: HashRange }>();

  receive(context: Context<P>, peer: Peer<P>, range: HashRange): void {
    const { content } = context;
    const may =
      content !== null &&
      !context.paused &&
      !this.#under.has(peer.link) &&
      this.#under.size < MAX_LEAVES_HASHED &&
      peer.leafBudget.take(context.nowMs);
    const piece = may
      ? pieceOfLeafRange(content.torrent.info, range, (nth) => content.ledger.have.has(nth))
      : null;
    if (piece === null) {
      context.send(peer, { ...range, type: 'hash-reject' });
      return;
    }
    this.#under.set(peer.link, { peer, range });
    context.emit({ type: 'hash-leaves', link: peer.link, piece });
  }

  /** Answer to `hash-leaves`. What storage lost we no longer have. */
  hashed(context: Context<P>, link: LinkId, piece: number, leaves: Uint8Array | null): void {
    const asked = this.#under.get(link);
    this.#under.delete(link);
    if (leaves === null) pieceLost(context, piece);
    if (asked === undefined || context.peers.get(link) !== asked.peer) return;
    const { peer, range } = asked;
    if (leaves === null) context.send(peer, { ...range, type: 'hash-reject' });
    else context.send(peer, { ...range, type: 'hashes', hashes: leafAnswerOf(leaves, range) });
  }
}
