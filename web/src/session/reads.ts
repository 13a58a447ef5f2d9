import type { SwarmEvent } from '@flockdrop/shared/swarm';
import type { BlockRef } from '@flockdrop/shared/wire';
import { leafHashes } from '../worker/piece-root.ts';
import type { PieceReader } from './piece-reader.ts';
import type { Problem } from './snapshot.ts';
import { LOST, readProblem } from './storage-problems.ts';

export interface ReadsOptions {
  readonly reader: Pick<PieceReader, 'block' | 'piece'>;
  handle(event: SwarmEvent): void;
  /** The engine knows already. */
  onUnreadable(piece: number, problem: Problem): void;
}

/**
 * What is read for peers. Whatever goes wrong, the engine hears of it: a request without an answer would hold its place
 * for ever, and what cannot be read any more is ours no more.
 */
export class Reads {
  readonly #options: ReadsOptions;

  constructor(options: ReadsOptions) {
    this.#options = options;
  }

  /** For `read-block`. */
  async block(link: number, ref: BlockRef): Promise<void> {
    const { data, problem } = await this.#read(ref);
    this.#options.handle({ type: 'block-read', link, ref, data });
    if (problem !== null) this.#options.onUnreadable(ref.piece, problem);
  }

  /** For a peer that lost it on the way, and whom the engine has answered; `null`: it cannot be read any more. */
  async again(ref: BlockRef): Promise<Uint8Array | null> {
    const { data, problem } = await this.#read(ref);
    if (problem === null) return data;
    this.#options.handle({ type: 'piece-lost', piece: ref.piece });
    this.#options.onUnreadable(ref.piece, problem);
    return null;
  }

  /** For `hash-leaves`. */
  async leaves(link: number, piece: number): Promise<void> {
    let leaves: Uint8Array | null = null;
    let problem: Problem | null = null;
    try {
      const bytes = await this.#options.reader.piece(piece);
      if (bytes === null) problem = LOST;
      else leaves = await leafHashes(owned(bytes));
    } catch (error) {
      problem = readProblem(error);
    }
    this.#options.handle({ type: 'leaves-hashed', link, piece, leaves });
    if (problem !== null) this.#options.onUnreadable(piece, problem);
  }

  async #read({
    piece,
    offset,
    length,
  }: BlockRef): Promise<{ data: Uint8Array | null; problem: Problem | null }> {
    try {
      const data = await this.#options.reader.block(piece, offset, length);
      return { data, problem: data === null ? LOST : null };
    } catch (error) {
      return { data: null, problem: readProblem(error) };
    }
  }
}

/** Bytes that came off the wire own their buffer: nobody shares it. */
export function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : bytes.slice();
}
