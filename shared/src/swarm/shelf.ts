import type { Payload } from '../wire/index.ts';
import { MAX_SHELVED_BLOCKS } from './constants.ts';
import type { Partial } from './partial.ts';

/** A block that lies here, and who sent it. */
interface ShelvedBlock<P extends Payload> {
  readonly data: P;
  readonly sender: string;
}

/** What came of a piece that nobody wants any more, by block number. */
interface Shelved<P extends Payload> {
  readonly blocks: (ShelvedBlock<P> | null)[];
  count: number;
}

/**
 * Blocks of pieces that were deselected half-way: whoever selects them again goes on with these. Memory is bounded: the
 * pieces that lie here longest make room.
 */
export class Shelf<P extends Payload> {
  readonly #pieces = new Map<number, Shelved<P>>();
  #blocks = 0;

  keep({ piece, blocks, received }: Partial<P>): void {
    this.drop(piece);
    const kept = blocks.map(({ data, sender }) => {
      return data === null || sender === null ? null : { data, sender };
    });
    this.#pieces.set(piece, { blocks: kept, count: received });
    this.#blocks += received;
    this.#makeRoom();
  }

  /** A block that was on its way when its piece was deselected. The last one is left to be asked for: it ends a piece. */
  add(piece: number, block: number, data: P, sender: string): boolean {
    const shelved = this.#pieces.get(piece);
    if (shelved === undefined || shelved.blocks[block] !== null) return false;
    if (shelved.count + 1 >= shelved.blocks.length) return false;
    shelved.blocks[block] = { data, sender };
    shelved.count++;
    this.#blocks++;
    this.#makeRoom();
    return true;
  }

  /** What lies here of a piece, by block number; it lies here no more. */
  take(piece: number): readonly (ShelvedBlock<P> | null)[] | null {
    const shelved = this.#pieces.get(piece);
    this.drop(piece);
    return shelved?.blocks ?? null;
  }

  drop(piece: number): void {
    this.#blocks -= this.#pieces.get(piece)?.count ?? 0;
    this.#pieces.delete(piece);
  }

  #makeRoom(): void {
    for (const piece of this.#pieces.keys()) {
      if (this.#blocks <= MAX_SHELVED_BLOCKS) return;
      this.drop(piece);
    }
  }
}
