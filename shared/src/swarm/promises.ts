/** What a seed has promised to one peer: pieces suggested to it, or asked for by it, that it does not hold yet. */
export class Promises {
  /** Whether its first block has been asked for, by piece. */
  readonly #asked = new Map<number, boolean>();
  #waiting = 0;

  get size(): number {
    return this.#asked.size;
  }

  /** Promised and not asked for yet. */
  get waiting(): number {
    return this.#waiting;
  }

  get pieces(): Iterable<number> {
    return this.#asked.keys();
  }

  has(piece: number): boolean {
    return this.#asked.has(piece);
  }

  /** True when it is new. */
  add(piece: number, asked: boolean): boolean {
    const before = this.#asked.get(piece);
    if (before === undefined && !asked) this.#waiting++;
    if (before === false && asked) this.#waiting--;
    this.#asked.set(piece, before === true || asked);
    return before === undefined;
  }

  /** True when it was there. */
  remove(piece: number): boolean {
    if (this.#asked.get(piece) === false) this.#waiting--;
    return this.#asked.delete(piece);
  }

  clear(): void {
    this.#asked.clear();
    this.#waiting = 0;
  }
}
