import { concatBytes } from '../../src/bytes/index.ts';
import type { Torrent } from '../../src/metainfo/index.ts';
import type { ReceivedBlock } from '../../src/swarm/index.ts';
import type { BlockRef } from '../../src/wire/index.ts';
import { type Symbolic, symbolicLeaves } from './symbolic.ts';

/** Storage and hashing of one node. It outlives tabs, fails and forgets when told to, and takes nothing unverified. */
export class SimDisk {
  readonly stored: Set<number>;
  readonly #torrent: Torrent;
  readonly #fail: (fault: string) => never;
  readonly #verified = new Set<number>();
  readonly #lost = new Set<number>();
  #failures = 0;

  constructor(torrent: Torrent, have: Iterable<number>, fail: (fault: string) => never) {
    this.#torrent = torrent;
    this.stored = new Set(have);
    this.#fail = fail;
  }

  /** What was verified and not stored is gone. */
  restart(): void {
    this.#verified.clear();
  }

  /** The next `count` pieces do not fit. */
  failNext(count: number): void {
    this.#failures += count;
  }

  /** Someone made room. */
  mend(): void {
    this.#failures = 0;
  }

  lose(piece: number): void {
    this.stored.delete(piece);
    this.#lost.add(piece);
  }

  /** What was lost may still be asked for by those who heard of it; what was never stored may not be served. */
  read({ piece, offset, length }: BlockRef): Symbolic | null {
    if (!this.stored.has(piece) && !this.#lost.has(piece))
      this.#fail(`reads piece ${piece} and never stored it`);
    return this.stored.has(piece) ? { byteLength: length, piece, offset, good: true } : null;
  }

  verify(piece: number, blocks: readonly ReceivedBlock<Symbolic>[]): boolean {
    let end = 0;
    for (const { offset, data } of blocks) {
      if (offset !== end || data.piece !== piece || data.offset !== offset || !data.good) return false;
      end += data.byteLength;
    }
    if (end !== this.#torrent.info.geometry.pieceLengthOf(piece)) return false;
    this.#verified.add(piece);
    return true;
  }

  /** The leaf hashes of what came, as the verifier of a piece computes them. */
  leavesOf(blocks: readonly ReceivedBlock<Symbolic>[]): Uint8Array {
    return concatBytes(blocks.map(({ data }) => symbolicLeaves(data)));
  }

  /** The leaf hashes of a piece that is stored; `null` when it is lost. */
  hashLeaves(piece: number): Uint8Array | null {
    const length = this.#torrent.info.geometry.pieceLengthOf(piece);
    const data = this.read({ piece, offset: 0, length });
    return data === null ? null : symbolicLeaves(data);
  }

  willStore(piece: number): void {
    if (!this.#verified.delete(piece)) this.#fail(`stores piece ${piece} unverified`);
  }

  /** False when it does not fit. */
  store(piece: number): boolean {
    if (this.stored.has(piece)) this.#fail(`stores piece ${piece} twice`);
    if (this.#failures > 0) {
      this.#failures--;
      return false;
    }
    this.stored.add(piece);
    return true;
  }
}
