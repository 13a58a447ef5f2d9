import type { Payload } from '../wire/index.ts';
import type { LinkId } from './types.ts';

interface Block<P extends Payload> {
  readonly requesters: Set<LinkId>;
  data: P | null;
  /** UUID of whoever sent it; `null` while it is not here. */
  sender: string | null;
}

/** A piece under way. */
export interface Partial<P extends Payload> {
  readonly piece: number;
  readonly blocks: readonly Block<P>[];
  received: number;
  /** The link that opened it: others help only when nothing else is left to fetch. `null`: anyone may go on. */
  owner: LinkId | null;
  /** UUID of the one peer that its blocks must come from (see `SoloAttempts`); `null`: from anyone. */
  readonly solo: string | null;
}

/** @param blocks what is here of each, and who sent it */
export function partialOf<P extends Payload>(
  piece: number,
  blocks: readonly { readonly data: P | null; readonly sender: string }[],
  whose: Pick<Partial<P>, 'owner' | 'solo'>,
): Partial<P> {
  return {
    ...whose,
    piece,
    blocks: blocks.map(({ data, sender }) => ({
      requesters: new Set(),
      data,
      sender: data === null ? null : sender,
    })),
    received: blocks.filter(({ data }) => data !== null).length,
  };
}

/** What a peer sent of a piece that it alone was to deliver. */
interface Draft<P extends Payload> {
  readonly sender: string;
  /** By block number. */
  readonly data: (P | null)[];
}

const MAX_DRAFTS = 4;

/**
 * The pieces that must come from one peer alone. After a hash failure with several senders nobody can tell who lied; if
 * a piece of one sender fails too, the liar is known.
 *
 * An attempt that its peer breaks off leaves the piece to whoever comes first. What it had sent is kept for that peer:
 * from one that never has time for a whole piece at once, it would never come otherwise.
 */
export class SoloAttempts<P extends Payload> {
  readonly #drafts = new Map<number, Draft<P> | null>();

  demand(piece: number): void {
    this.#drafts.set(piece, null);
  }

  isDemanded(piece: number): boolean {
    return this.#drafts.has(piece);
  }

  settle(piece: number): void {
    this.#drafts.delete(piece);
  }

  keep({ piece, blocks, solo }: Partial<P>): void {
    if (solo === null) return;
    const drafts = [...this.#drafts].filter(([, draft]) => draft !== null);
    const [oldest] = drafts;
    if (oldest !== undefined && drafts.length >= MAX_DRAFTS) this.#drafts.set(oldest[0], null);
    this.#drafts.delete(piece);
    this.#drafts.set(piece, { sender: solo, data: blocks.map(({ data }) => data) });
  }

  /** A block that was on its way when the attempt broke off. The last one is left to be asked for: it ends a piece. */
  add(piece: number, block: number, data: P, sender: string): boolean {
    const draft = this.#drafts.get(piece);
    if (draft?.sender !== sender || draft.data[block] !== null) return false;
    if (draft.data.filter((known) => known === null).length < 2) return false;
    draft.data[block] = data;
    return true;
  }

  /** What `sender` has sent before. Whoever else takes the piece begins it anew. */
  take(piece: number, sender: string): readonly (P | null)[] {
    const draft = this.#drafts.get(piece) ?? null;
    if (draft === null) return [];
    this.#drafts.set(piece, null);
    return draft.sender === sender ? draft.data : [];
  }
}
