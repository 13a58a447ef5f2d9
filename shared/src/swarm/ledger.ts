import { Bitfield } from '../bytes/index.ts';
import type { Payload } from '../wire/index.ts';
import type { BlockGrid } from './block-grid.ts';
import { type Partial, partialOf, SoloAttempts } from './partial.ts';
import { Shelf } from './shelf.ts';
import type { Deadline, LinkId, ReceivedBlock } from './types.ts';
import { Wishes } from './wishes.ts';

/**
 * The one owner of what we have, what is under way and what is missing. Every piece is in exactly one state,
 * and only this class moves it:
 *
 *     missing -> requested -> verifying -> storing -> have
 *        ^___________|____________|___________|         (released, bad, deselected, storage failed)
 *
 * It sends nothing and chooses nothing: the picker chooses pieces, `downloads.ts` talks to peers.
 */
export type PieceState = 'missing' | 'requested' | 'verifying' | 'storing' | 'have';

export type ReceiveOutcome = 'accepted' | 'complete' | 'duplicate';

export class Ledger<P extends Payload> {
  readonly grid: BlockGrid;
  readonly #states: PieceState[];
  readonly #have: Bitfield;
  readonly #partials = new Map<number, Partial<P>>();
  /** Who sent each block of the pieces that are being verified or stored. */
  readonly #senders = new Map<number, readonly string[]>();
  readonly #solo = new SoloAttempts<P>();
  readonly #shelf = new Shelf<P>();
  readonly #wishes: Wishes;
  #haveBytes = 0;

  /**
   * @param have pieces stored before; what is none is ignored
   * @param priorities see `choose`
   */
  constructor(grid: BlockGrid, have: Iterable<number>, priorities: Uint8Array | null = null) {
    this.grid = grid;
    this.#states = new Array<PieceState>(grid.pieceCount).fill('missing');
    this.#have = new Bitfield(grid.pieceCount);
    this.#wishes = new Wishes(grid);
    this.choose(priorities);
    for (const piece of have) if (this.#states[piece] === 'missing') this.#own(piece);
  }

  get pieceCount(): number {
    return this.grid.pieceCount;
  }

  get have(): Bitfield {
    return this.#have;
  }

  get haveBytes(): number {
    return this.#haveBytes;
  }

  get isComplete(): boolean {
    return this.#have.isFull;
  }

  /** Everything wanted is here. */
  get isFinished(): boolean {
    return this.#wishes.isFulfilled;
  }

  get wantedBytes(): number {
    return this.#wishes.wantedBytes;
  }

  /** Of the wanted bytes, those that are here. */
  get wantedHaveBytes(): number {
    return this.#wishes.haveBytes;
  }

  /** Pieces in state `missing` that are wanted. */
  get missing(): ReadonlySet<number> {
    return this.#wishes.missing;
  }

  /** Blocks of them; a short last piece counts as a whole one. */
  get untouchedBlocks(): number {
    return this.missing.size * this.grid.blocksPerPiece;
  }

  /** See `Priority`. */
  priorityOf(piece: number): number {
    return this.#wishes.of(piece);
  }

  /** Whether a piece of that priority is missing. */
  lacks(priority: number): boolean {
    return this.#wishes.lacks(priority);
  }

  /** Whether the piece is wanted, by choice or because somebody waits for it, and not here. */
  wants(piece: number): boolean {
    return this.#wishes.includes(piece) && !this.#have.has(piece);
  }

  /** When each piece that somebody waits for is due, the most urgent first; none of them is here. */
  get deadlines(): ReadonlyMap<number, number> {
    return this.#wishes.deadlines;
  }

  /** Replaces what is waited for. */
  await(deadlines: readonly Deadline[]): void {
    this.#wishes.await(
      deadlines.filter(({ piece }) => this.stateOf(piece) !== 'have'),
      (piece) => this.#states[piece] === 'missing',
    );
  }

  /** @param priorities by piece; `null`: all are normal. Throws RangeError when they are not as many as the pieces. */
  choose(priorities: Uint8Array | null): void {
    this.#wishes.choose(
      priorities,
      (piece) => this.#have.has(piece),
      (piece) => this.#states[piece] === 'missing',
    );
  }

  /** requested -> missing: it is not wanted any more. What came of it is kept, in case it is wanted again. */
  shelve(piece: number): void {
    this.#expect(piece, 'requested');
    const partial = this.#partials.get(piece);
    if (partial?.solo === null) this.#shelf.keep(partial);
    else if (partial !== undefined) this.#solo.keep(partial);
    this.#back(piece);
  }

  get partials(): Iterable<Partial<P>> {
    return this.#partials.values();
  }

  get partialCount(): number {
    return this.#partials.size;
  }

  /** Pieces in state `verifying` or `storing`. */
  get unstoredCount(): number {
    return this.#senders.size;
  }

  stateOf(piece: number): PieceState {
    const state = this.#states[piece];
    if (state === undefined) throw new RangeError(`piece ${piece} of ${this.pieceCount}`);
    return state;
  }

  partial(piece: number): Partial<P> | undefined {
    return this.#partials.get(piece);
  }

  /** Whether the next attempt at a missing piece must come from one peer alone. */
  isSolo(piece: number): boolean {
    return this.#solo.isDemanded(piece);
  }

  /** missing -> requested. @param sender UUID behind the link: a solo attempt goes on where it broke off */
  open(piece: number, owner: LinkId, sender: string): Partial<P> {
    this.#expect(piece, 'missing');
    const solo = this.isSolo(piece);
    const shelved = solo ? null : this.#shelf.take(piece);
    const before = shelved === null ? this.#solo.take(piece, sender) : [];
    const blocks = Array.from({ length: this.grid.blockCount(piece) }, (_, block) => {
      return shelved?.[block] ?? { data: before[block] ?? null, sender };
    });
    const partial = partialOf(piece, blocks, { owner, solo: solo ? sender : null });
    this.#begin(partial);
    return partial;
  }

  /** The first block that is neither received nor asked of anyone and that `mayAsk` allows. */
  freeBlock(partial: Partial<P>, mayAsk: (key: number) => boolean): number | null {
    const block = partial.blocks.findIndex(
      (entry, number) =>
        entry.data === null && entry.requesters.size === 0 && mayAsk(this.grid.keyOf(partial.piece, number)),
    );
    return block < 0 ? null : block;
  }

  request(partial: Partial<P>, block: number, link: LinkId): void {
    this.#block(partial, block).requesters.add(link);
  }

  /** A request will not be answered with data. A piece that is untouched, or solo, goes back to `missing`. */
  release(piece: number, block: number, link: LinkId): void {
    const partial = this.#partials.get(piece);
    if (partial === undefined) return;
    this.#block(partial, block).requesters.delete(link);
    if (partial.solo !== null) this.#breakOff(partial);
    else this.#closeIfIdle(partial);
  }

  /** A link is gone or useless: what it owned is anyone's. A solo attempt begins anew with another peer. */
  disown(link: LinkId): void {
    this.breakOff(link);
    for (const partial of [...this.#partials.values()]) {
      if (partial.owner !== link) continue;
      partial.owner = null;
      this.#closeIfIdle(partial);
    }
  }

  /** Ends the solo attempts of a link, and returns their pieces. */
  breakOff(link: LinkId): readonly number[] {
    const own = [...this.#partials.values()].filter(({ solo, owner }) => solo !== null && owner === link);
    for (const partial of own) this.#breakOff(partial);
    return own.map(({ piece }) => piece);
  }

  /** requested -> verifying when it was the last block. Blocks of pieces not under way are duplicates. */
  receive(piece: number, block: number, data: P, sender: string): ReceiveOutcome {
    const partial = this.#partials.get(piece);
    if (partial === undefined) {
      const kept = this.#solo.add(piece, block, data, sender) || this.#shelf.add(piece, block, data, sender);
      return kept ? 'accepted' : 'duplicate';
    }
    const entry = partial.blocks[block];
    if (entry === undefined || entry.data !== null) return 'duplicate';
    if (partial.solo !== null && partial.solo !== sender) return 'duplicate';
    entry.data = data;
    entry.sender = sender;
    partial.received++;
    return partial.received === partial.blocks.length ? 'complete' : 'accepted';
  }

  /** requested -> verifying: hands over the blocks. */
  takeBlocks(piece: number): readonly ReceivedBlock<P>[] {
    this.#expect(piece, 'requested');
    const partial = this.#partials.get(piece);
    const blocks = (partial?.blocks ?? []).map(({ data }, block) => {
      if (data === null) throw new Error(`piece ${piece} is not whole`);
      return { offset: block * this.grid.blockLength, data };
    });
    this.#states[piece] = 'verifying';
    this.#senders.set(
      piece,
      (partial?.blocks ?? []).flatMap(({ sender }) => sender ?? []),
    );
    this.#partials.delete(piece);
    return blocks;
  }

  /** verifying -> storing. */
  good(piece: number): void {
    this.#expect(piece, 'verifying');
    this.#states[piece] = 'storing';
    this.#solo.settle(piece);
  }

  /** UUIDs of who sent a piece that is being verified, by block. */
  sendersOf(piece: number): readonly string[] {
    this.#expect(piece, 'verifying');
    return this.#senders.get(piece) ?? [];
  }

  /** verifying -> missing. Returns the liar's UUID when there is only one who can have lied. */
  bad(piece: number): string | null {
    const [only, ...others] = new Set(this.sendersOf(piece));
    this.#back(piece);
    if (only !== undefined && others.length === 0) {
      this.#solo.settle(piece);
      return only;
    }
    this.#solo.demand(piece);
    return null;
  }

  /**
   * verifying -> requested, or missing where no block is right.
   * @param good by block number; `null`: wrong, to be fetched again
   */
  keepGood(piece: number, good: readonly (P | null)[]): void {
    const blocks = this.sendersOf(piece).map((sender, block) => ({ data: good[block] ?? null, sender }));
    this.#back(piece);
    const partial = partialOf(piece, blocks, { owner: null, solo: null });
    if (partial.received === 0) return;
    if (this.wants(piece)) this.#begin(partial);
    else this.#shelf.keep(partial);
  }

  /** storing -> have. */
  stored(piece: number): void {
    this.#expect(piece, 'storing');
    this.#senders.delete(piece);
    this.#own(piece);
  }

  /** storing -> missing. */
  storeFailed(piece: number): void {
    this.#expect(piece, 'storing');
    this.#back(piece);
  }

  /** have -> missing: storage no longer holds what it held (eviction, an edited file). */
  lost(piece: number): void {
    this.#expect(piece, 'have');
    this.#have.clear(piece);
    this.#haveBytes -= this.grid.lengthOf(piece);
    this.#wishes.lost(piece);
    this.#back(piece);
  }

  #begin(partial: Partial<P>): void {
    this.#states[partial.piece] = 'requested';
    this.#wishes.found(partial.piece);
    this.#partials.set(partial.piece, partial);
  }

  #own(piece: number): void {
    this.#states[piece] = 'have';
    this.#wishes.found(piece);
    this.#wishes.gained(piece);
    this.#have.set(piece);
    this.#haveBytes += this.grid.lengthOf(piece);
  }

  #back(piece: number): void {
    this.#partials.delete(piece);
    this.#senders.delete(piece);
    this.#states[piece] = 'missing';
    this.#wishes.missed(piece);
  }

  #breakOff(partial: Partial<P>): void {
    this.#solo.keep(partial);
    this.#back(partial.piece);
  }

  #closeIfIdle(partial: Partial<P>): void {
    if (partial.received > 0) return;
    if (partial.blocks.every((block) => block.requesters.size === 0)) this.#back(partial.piece);
  }

  #block(partial: Partial<P>, block: number) {
    const entry = partial.blocks[block];
    if (entry === undefined) throw new RangeError(`block ${block} of piece ${partial.piece}`);
    return entry;
  }

  #expect(piece: number, state: PieceState): void {
    if (this.stateOf(piece) !== state) {
      throw new Error(`piece ${piece} is ${this.stateOf(piece)}, not ${state}`);
    }
  }
}
