import { equalBytes } from '../bytes/index.ts';
import { areLeavesOf, HASH_LENGTH, LEAF_LENGTH, leafRangeOf } from '../metainfo/index.ts';
import type { HashRange, Payload, PeerMessage } from '../wire/index.ts';
import {
  ASK_ANOTHER_FOR_LEAVES_MS,
  LEAVES_INTERVAL_MS,
  LEAVES_TIMEOUT_MS,
  MAX_LEAVES_ASKED,
  MAX_SUSPECT_BYTES,
  MAX_SUSPECTS,
} from './constants.ts';
import type { Context } from './context.ts';
import type { Peer } from './peer.ts';
import type { Suspect } from './types.ts';

/** The search for who spoiled one piece. */
interface Inquiry<P extends Payload> {
  readonly piece: number;
  readonly bytes: number;
  readonly range: HashRange;
  readonly suspect: Suspect<P>;
  /** UUIDs of those who were asked: nobody is asked twice. */
  readonly asked: Set<string>;
  /** Those of them who may still answer. */
  readonly pending: Set<Peer<P>>;
  /** When the last one was asked. */
  askedAtMs: number;
}

/**
 * Finds out which blocks of a piece that failed were wrong, and bans whoever sent them and nobody else: the true hashes
 * of its 16 KiB leaves are asked of a peer that has it. They fold up to the piece's root or are a lie that is proven,
 * so anyone may be asked. The right blocks stay; only the wrong ones are fetched again.
 *
 * The piece stays in `verifying` meanwhile. Where there are too many suspects, or nobody answers, it is fetched again
 * from one peer alone (`SoloAttempts`). While nobody is there who has it, it could not be fetched either: we wait.
 */
export class Blame<P extends Payload> {
  readonly #inquiries = new Map<number, Inquiry<P>>();

  /** The piece does not fit its hash. @param suspect absent: its blocks are gone */
  failed(context: Context<P>, piece: number, suspect: Suspect<P> | undefined): void {
    const { content } = context;
    if (content === null) return;
    const inquiry = suspect === undefined ? null : this.#begin(context, piece, suspect);
    if (inquiry === null) {
      judgeUnheard(context, piece);
      return;
    }
    this.#inquiries.set(piece, inquiry);
    this.#advance(context, inquiry);
  }

  /** Asks whoever may be asked by now, and ends what has come to nothing. */
  tick(context: Context<P>): void {
    for (const inquiry of [...this.#inquiries.values()]) this.#advance(context, inquiry);
  }

  /** The peer is gone. */
  dropped(context: Context<P>, peer: Peer<P>): void {
    for (const inquiry of [...this.#inquiries.values()]) {
      if (inquiry.pending.delete(peer)) this.#advance(context, inquiry);
    }
  }

  /** BEP 52 hashes or reject, of leaves that we asked for; anything else is ignored. */
  receive(
    context: Context<P>,
    peer: Peer<P>,
    message: Extract<PeerMessage<P>, { type: 'hashes' | 'hash-reject' }>,
  ): void {
    const { content } = context;
    const inquiry = [...this.#inquiries.values()].find(
      ({ pending, range }) => pending.has(peer) && isSameRange(range, message),
    );
    if (content === null || inquiry === undefined) return;
    inquiry.pending.delete(peer);
    if (message.type === 'hash-reject') {
      this.#advance(context, inquiry);
    } else if (areLeavesOf(content.torrent, inquiry.piece, message.hashes)) {
      this.#inquiries.delete(inquiry.piece);
      judge(context, inquiry.piece, inquiry.suspect, message.hashes);
      // Who answered has time for the next question.
      this.tick(context);
    } else {
      context.ban(peer.id, 'bad-hashes');
      this.#advance(context, inquiry);
    }
  }

  /** `null` when there is no need for it, no room, or no way to ask. */
  #begin(context: Context<P>, piece: number, suspect: Suspect<P>): Inquiry<P> | null {
    const { content } = context;
    if (content === null) return null;
    const { ledger, torrent } = content;
    if (new Set(ledger.sendersOf(piece)).size < 2) return null;
    const range = leafRangeOf(torrent.info, piece);
    const bytes = ledger.grid.lengthOf(piece);
    const leafCount = Math.ceil(bytes / LEAF_LENGTH);
    const isWhole =
      suspect.blocks.length === ledger.grid.blockCount(piece) &&
      suspect.leaves.length === leafCount * HASH_LENGTH;
    if (range === null || !isWhole || this.#inquiries.size >= MAX_SUSPECTS) return null;
    const held = [...this.#inquiries.values()].reduce((sum, other) => sum + other.bytes, 0);
    if (held + bytes > MAX_SUSPECT_BYTES) return null;
    return { piece, bytes, range, suspect, asked: new Set(), pending: new Set(), askedAtMs: context.nowMs };
  }

  #advance(context: Context<P>, inquiry: Inquiry<P>): void {
    if (context.paused || this.#inquiries.get(inquiry.piece) !== inquiry) return;
    const waitedMs = context.nowMs - inquiry.askedAtMs;
    const { asked, pending } = inquiry;
    if (pending.size > 0 && waitedMs < ASK_ANOTHER_FOR_LEAVES_MS) return;
    const holders = context.readyPeers().filter((peer) => peer.has(inquiry.piece));
    const fresh = asked.size < MAX_LEAVES_ASKED ? holders.filter(({ id }) => !asked.has(id)) : [];
    const next = this.#choose(context, inquiry.piece, fresh);
    if (next !== null) {
      this.#ask(context, inquiry, next);
      return;
    }
    // Someone may still answer, have time later, or come.
    const isOpen = pending.size > 0 ? waitedMs < LEAVES_TIMEOUT_MS : fresh.length > 0 || holders.length === 0;
    if (isOpen) return;
    this.#inquiries.delete(inquiry.piece);
    judgeUnheard(context, inquiry.piece);
  }

  #ask(context: Context<P>, inquiry: Inquiry<P>, peer: Peer<P>): void {
    inquiry.asked.add(peer.id);
    inquiry.pending.add(peer);
    inquiry.askedAtMs = context.nowMs;
    peer.leavesAskedAtMs = context.nowMs;
    context.send(peer, { ...inquiry.range, type: 'hash-request' });
  }

  /** Of those who owe us no leaves and were not asked just now: whoever did not send of the piece, and gave us most. */
  #choose(context: Context<P>, piece: number, among: readonly Peer<P>[]): Peer<P> | null {
    const senders = context.content?.ledger.sendersOf(piece) ?? [];
    const inquiries = [...this.#inquiries.values()];
    const isFree = (peer: Peer<P>) =>
      context.nowMs - peer.leavesAskedAtMs >= LEAVES_INTERVAL_MS &&
      inquiries.every(({ pending }) => !pending.has(peer));
    const sent = (peer: Peer<P>) => (senders.includes(peer.id) ? 1 : 0);
    const [best] = among
      .filter(isFree)
      .sort(
        (a, b) => Number(a.snubbed) - Number(b.snubbed) || sent(a) - sent(b) || b.down.total - a.down.total,
      );
    return best ?? null;
  }
}

/** The truth is known: who sent a wrong block is banned, wherever it is by now, and the right blocks stay. */
function judge<P extends Payload>(
  context: Context<P>,
  piece: number,
  { leaves, blocks }: Suspect<P>,
  truth: Uint8Array,
): void {
  const ledger = context.content?.ledger;
  if (ledger === undefined) return;
  const senders = ledger.sendersOf(piece);
  const bytesPerBlock = (ledger.grid.blockLength / LEAF_LENGTH) * HASH_LENGTH;
  const data = truth.subarray(0, leaves.length);
  const good = blocks.map((block, nth) => {
    const begin = nth * bytesPerBlock;
    const end = begin + bytesPerBlock;
    return equalBytes(leaves.subarray(begin, end), data.subarray(begin, end)) ? block.data : null;
  });
  ledger.keepGood(piece, good);
  for (const [block, sender] of senders.entries()) {
    if (good[block] === null) context.ban(sender, 'bad-data');
  }
  context.refillSoon();
}

/** Nobody can tell which block was wrong. */
function judgeUnheard<P extends Payload>(context: Context<P>, piece: number): void {
  const liar = context.content?.ledger.bad(piece) ?? null;
  if (liar !== null) context.ban(liar, 'bad-data');
  context.refillSoon();
}

function isSameRange(a: HashRange, b: HashRange): boolean {
  return (
    a.baseLayer === b.baseLayer &&
    a.index === b.index &&
    a.length === b.length &&
    a.proofLayers === b.proofLayers &&
    equalBytes(a.piecesRoot, b.piecesRoot)
  );
}
